"""Letters about representation. No names in them: whoever opens the link sees who invites."""

from uuid import uuid4

from accounts.links import link
from notifications.services import send_email

from .models import Representation


def invited(representation: Representation, token: str) -> None:
    context = {"accept_url": link("representation", token)}
    send_email(key=uuid4(), to=representation.email, template="representative_invited", context=context)


def accepted(representation: Representation) -> None:
    """To whoever invited: the one who holds the letter may not be the one who was meant."""
    context = {"representatives_url": link("representatives")}
    to = representation.invited_by.email
    send_email(key=uuid4(), to=to, template="representative_accepted", context=context)


def revoked(representation: Representation) -> None:
    to = representation.user.email if representation.user else representation.email
    send_email(key=uuid4(), to=to, template="representative_revoked", context={})
