from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction

import audit
from notifications.services import send_sms
from tenancy.company import current_company

from .. import emails
from ..errors import CodeBlocked, PhoneNotConfirmed, WrongCode
from ..models import Applicant, PhoneCode, User
from ..policy import policy
from .codes import BLOCK, spend_try


def confirm_phone(user: User, *, code: str, now: datetime) -> None:
    """Raises WrongCode, CodeExpired, CodeBlocked."""
    with transaction.atomic():
        left = spend_try(user, purpose=PhoneCode.Purpose.CONFIRM, phone=user.phone, code=code, now=now)
        if left is None:
            mark_phone_confirmed(user, now=now)
    _refuse(left)


def confirm_number(phone: str, *, purpose: PhoneCode.Purpose, bound_to: str, code: str, now: datetime) -> None:
    """Of somebody without an account. Raises WrongCode, CodeExpired, CodeBlocked."""
    with transaction.atomic():
        left = spend_try(None, purpose=purpose, phone=phone, code=code, bound_to=bound_to, now=now)
    _refuse(left)


def mark_phone_confirmed(user: User, *, now: datetime) -> None:
    """A number confirmed long after the registration counts as changed, so signing by SMS is blocked for a while."""
    user.phone_confirmed_at = now
    if now >= user.joined_at + _hold():
        user.phone_changed_at = now
    user.save(update_fields=["phone_confirmed_at", "phone_changed_at"])
    audit.record(user, "user.confirmed_phone", user, now=now)


def change_phone(user: User, *, phone: str, code: str, now: datetime) -> None:
    """Change to the number that received the code. Raises WrongCode, CodeExpired, CodeBlocked."""
    with transaction.atomic():
        left = spend_try(user, purpose=PhoneCode.Purpose.CHANGE, phone=phone, code=code, now=now)
        if left is None:
            _change(user, phone, now=now)
    _refuse(left)


def _change(user: User, phone: str, *, now: datetime) -> None:
    old, was_confirmed = user.phone, user.phone_confirmed_at is not None
    user.phone, user.phone_confirmed_at = phone, now
    # Also if the old number was never confirmed, because somebody else may have used the account since.
    user.phone_changed_at = now
    user.save(update_fields=["phone", "phone_confirmed_at", "phone_changed_at"])
    Applicant.objects.filter(membership__user=user, phone=old).update(phone=phone)
    audit.record(user, "user.changed_phone", user, now=now)
    emails.phone_changed(user, now=now)
    if was_confirmed:
        text = f"{current_company().short_name}: номер телефона в личном кабинете изменён. Это не вы? Позвоните нам."
        send_sms(key=uuid4(), to=old, text=text)


def may_sign_by_sms(user: User, *, now: datetime) -> bool:
    """The number is confirmed, and the hold after a change or a late confirmation is over, see `hold_ends_at`."""
    if user.phone_confirmed_at is None:
        return False
    ends_at = hold_ends_at(user)
    return ends_at is None or now >= ends_at


def hold_ends_at(user: User) -> datetime | None:
    """A thief of an account must not be able to set their own number and sign by it at once."""
    if user.phone_changed_at is None:
        return None
    return user.phone_changed_at + _hold()


def _hold() -> timedelta:
    return timedelta(hours=policy().phone_hold_hours)


def lacks_phone(user: User) -> bool:
    """The number must be confirmed before an application is filed, and it is not."""
    return user.phone_confirmed_at is None and policy().phone_required


def demand_phone(user: User) -> None:
    """Raises PhoneNotConfirmed."""
    if lacks_phone(user):
        raise PhoneNotConfirmed


def _refuse(left: int | None) -> None:
    """Raised after the commit, so that the wrong attempt is counted."""
    if left == 0:
        raise CodeBlocked(minutes=int(BLOCK.total_seconds() // 60))
    if left is not None:
        raise WrongCode(left=left)
