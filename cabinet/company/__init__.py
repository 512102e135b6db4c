"""The company's own data and settings."""
