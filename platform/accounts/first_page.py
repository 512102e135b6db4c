"""Where people land."""

from accounts.models import User

START = "/"  # leads everyone to the first page of their own


def first_page(user: User) -> str:
    """After the registration is finished."""
    return START
