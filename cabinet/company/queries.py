"""What others read of the company."""

from .models import Profile


def profile() -> Profile:
    """The company's own data. Raises Profile.DoesNotExist before the company is opened."""
    return Profile.objects.get(pk=1)
