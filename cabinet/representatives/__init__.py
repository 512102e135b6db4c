"""Somebody acts for an applicant: invited, with a scope and a term, under their own account and password."""
