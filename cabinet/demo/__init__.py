"""A demonstration: companies, people and cases to look at."""
