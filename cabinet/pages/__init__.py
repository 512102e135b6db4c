"""The three texts a company writes for its applicants."""
