"""Money: what an applicant pays to the company, and what a company pays for its cabinet."""
