"""The evidence of a signature: an archive that proves it alone, when neither the site nor we exist any more."""
