"""What is done to accounts. Verbs; each is atomic and records itself."""

from accounts.services.consents import Evidence, publish_default_texts, publish_text
from accounts.services.invitations import accept_invitation, find_invitation, invite
from accounts.services.operators import make_operator
from accounts.services.passwords import change_password, request_reset, reset_password, user_for_reset
from accounts.services.registration import confirm_email, register

__all__ = [
    "Evidence",
    "accept_invitation",
    "change_password",
    "confirm_email",
    "find_invitation",
    "invite",
    "make_operator",
    "publish_default_texts",
    "publish_text",
    "register",
    "request_reset",
    "reset_password",
    "user_for_reset",
]
