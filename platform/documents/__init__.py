"""Files on S3: each is hashed, kept under a random key of its company and never overwritten; links live a minute."""
