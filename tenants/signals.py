"""What this package tells the layers above it."""

from django.dispatch import Signal

# A company has just been opened. Sent in its schema, in the transaction of the opening: what a receiver writes
# appears with the company or not at all, and a receiver that raises calls the opening off.
# Arguments: sender (GridCompany), company (GridCompany), administrator_email (str), now (datetime).
company_opened = Signal()

# The figures of a company were counted: some minutes after something in it has changed, and each night. Sent in its
# schema. Arguments: sender (CompanyFigures), company (GridCompany), figures (dict of tenants.figures.Figure), now.
measured = Signal()
