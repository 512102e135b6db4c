"""Files on S3: taken in whole, hashed, kept under a random key of the company, never overwritten, linked briefly."""
