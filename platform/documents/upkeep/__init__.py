"""Whether the bucket may keep contracts, and whether it still has every file as it was taken."""
