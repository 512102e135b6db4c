"""What this package tells the layers above it."""

from django.dispatch import Signal

# An applicant has just registered. Sent in the company's schema, in the transaction of the registration.
# Arguments: sender (User), user (User), applicant (Applicant), now (datetime).
registered = Signal()
