"""What the demonstration tells the layers above it, which show their own part."""

from django.dispatch import Signal

# A company of the demonstration was filled. Sent in `public`, after its own transaction.
# Arguments: sender (GridCompany), company (GridCompany), now (datetime).
filled = Signal()
