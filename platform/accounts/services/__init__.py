"""What can be done to accounts. Each function is a verb, is atomic and writes its audit record."""

from .codes import send_code, waiting
from .consents import (
    Evidence,
    consent_of,
    draft_text,
    give_consents,
    has_agreed,
    is_bound,
    publish_default_texts,
    publish_text,
    texts_to_ask,
    withdraw_consent,
)
from .invitations import accept_invitation, find_invitation, invite
from .joining import administrators_of, admit, refuse
from .members import change_role, remove_member
from .office import (
    create_in_office,
    has_not_come,
    note_in_office,
    open_account,
    send_again,
    take_over,
    user_for_welcome,
)
from .operators import make_operator
from .passwords import change_password, request_reset, reset_password, user_for_reset
from .phones import (
    change_phone,
    confirm_number,
    confirm_phone,
    demand_phone,
    hold_ends_at,
    lacks_phone,
    mark_phone_confirmed,
    may_sign_by_sms,
)
from .registration import confirm_email, register, send_confirmation_again
from .second_factor import add_app, add_passkey, remove_factor, renew_codes, reset_second_factor
from .sessions import end_other_sessions, end_session
from .staff import (
    change_staff_role,
    disable_staff,
    enable_staff,
    invite_again,
    withdraw_invitation,
)

__all__ = [
    "Evidence",
    "accept_invitation",
    "add_app",
    "add_passkey",
    "administrators_of",
    "admit",
    "change_password",
    "change_phone",
    "change_role",
    "change_staff_role",
    "confirm_email",
    "confirm_number",
    "confirm_phone",
    "consent_of",
    "create_in_office",
    "demand_phone",
    "disable_staff",
    "draft_text",
    "enable_staff",
    "end_other_sessions",
    "end_session",
    "find_invitation",
    "give_consents",
    "has_agreed",
    "has_not_come",
    "hold_ends_at",
    "invite",
    "invite_again",
    "is_bound",
    "lacks_phone",
    "make_operator",
    "mark_phone_confirmed",
    "may_sign_by_sms",
    "note_in_office",
    "open_account",
    "publish_default_texts",
    "publish_text",
    "refuse",
    "register",
    "remove_factor",
    "remove_member",
    "renew_codes",
    "request_reset",
    "reset_password",
    "reset_second_factor",
    "send_again",
    "send_code",
    "send_confirmation_again",
    "take_over",
    "texts_to_ask",
    "user_for_reset",
    "user_for_welcome",
    "waiting",
    "withdraw_consent",
    "withdraw_invitation",
]
