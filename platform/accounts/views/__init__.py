from accounts.views.consents import consent
from accounts.views.entry import sign_in, sign_out
from accounts.views.invitations import accept_invitation
from accounts.views.passwords import ask_reset, change_password, reset_password
from accounts.views.profile import profile
from accounts.views.registration import confirm_email, register, registration_sent

__all__ = [
    "accept_invitation",
    "ask_reset",
    "change_password",
    "confirm_email",
    "consent",
    "profile",
    "register",
    "registration_sent",
    "reset_password",
    "sign_in",
    "sign_out",
]
