"""Files of a case: those that come with a form, and the archive that leaves with the proofs of signatures."""
