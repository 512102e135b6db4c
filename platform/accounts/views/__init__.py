from .consents import consent, consent_text, consent_texts, renew_consent, withdraw_consent
from .entry import sign_in, sign_out
from .invitations import accept_invitation
from .organisation import change_member, decide_join_request, organisation
from .passwords import ask_reset, change_password, reset_password
from .phones import change_phone, new_phone, phone
from .registration import confirm_again, confirm_email, register, registration_sent
from .second_factor import second_factor
from .security import (
    add_app,
    add_passkey,
    confirm_identity,
    end_other_sessions,
    end_session,
    remove_factor,
    reserve_codes,
    security,
)
from .welcome import welcome

__all__ = [
    "accept_invitation",
    "add_app",
    "add_passkey",
    "ask_reset",
    "change_member",
    "change_password",
    "change_phone",
    "confirm_again",
    "confirm_email",
    "confirm_identity",
    "consent",
    "consent_text",
    "consent_texts",
    "decide_join_request",
    "end_other_sessions",
    "end_session",
    "new_phone",
    "organisation",
    "phone",
    "register",
    "registration_sent",
    "remove_factor",
    "renew_consent",
    "reserve_codes",
    "reset_password",
    "second_factor",
    "security",
    "sign_in",
    "sign_out",
    "welcome",
    "withdraw_consent",
]
