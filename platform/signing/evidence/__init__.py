"""What lets a signature be checked with an archive alone, when neither the site nor anybody of ours is there."""
