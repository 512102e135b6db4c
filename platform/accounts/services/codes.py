"""Codes by SMS, with limits on sending, which costs money, and on attempts, so that nobody can guess one."""

import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.utils.crypto import constant_time_compare, salted_hmac

import audit
from notifications.services import send_sms
from tenancy.company import connection, current_company
from tenancy.locks import one_at_a_time

from ..errors import CodeBlocked, CodeExpired, CodeTooSoon, TooManyCodes, TooManyCodesInAnHour
from ..models import PhoneCode, User
from ..policy import policy

log = logging.getLogger(__name__)

LIFETIME = timedelta(minutes=10)
PAUSE = timedelta(seconds=60)
BLOCK = timedelta(minutes=15)
TRIES = 5
DIGITS = 6
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
# Caps for a day; the cap of a company is its setting. Signing codes are counted apart, see SIGNING_CODES_PER_DAY.
PER_NUMBER = 10
PER_ACCOUNT = 10
PER_ADDRESS = 30


@dataclass(frozen=True)
class Waiting:
    """The state that the page of a code shows: whether one was sent, and when the next may be requested."""

    is_sent: bool
    next_at: datetime | None


def waiting(user: User, *, purpose: PhoneCode.Purpose, phone: str, now: datetime, bound_to: str = "") -> Waiting:
    last = PhoneCode.objects.filter(user=user).order_by("-pk").first()
    if last is None:
        return Waiting(is_sent=False, next_at=None)
    next_at = max(last.sent_at + PAUSE, last.blocked_until or last.sent_at)
    is_it = (last.purpose, last.phone, last.bound_to, last.used_at) == (purpose, phone, bound_to, None)
    is_sent = is_it and now < last.sent_at + LIFETIME
    return Waiting(is_sent=is_sent, next_at=next_at if next_at > now else None)


@transaction.atomic
def send_code(
    user: User | None,
    *,
    purpose: PhoneCode.Purpose,
    phone: str,
    address: str,
    now: datetime,
    key: UUID | None = None,
    bound_to: str = "",
    about: str = "",
) -> None:
    """Send a new code to `phone`; the earlier ones for the same die. Raises CodeBlocked, CodeTooSoon, TooManyCodes.

    `user` is None for somebody without an account; every limit of an account is then one of the number.

    `address` is where the request came from. A code may be `bound_to` one matter (a hash, up to 64 characters): it is
    worth nothing for another; `about` then says in the SMS what the code is for, and `key` is the key of that SMS.
    """
    one_at_a_time("codes")  # for the whole company, so that a burst is counted exactly
    _wait_for_tries(user, phone)
    _must_not_be_too_soon(user, phone, now=now)
    _must_not_be_too_many(user, purpose, phone, address, now=now)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    row = PhoneCode.objects.create(
        user=user, purpose=purpose, phone=phone, bound_to=bound_to,
        code_hash=_hash(user, purpose, phone, bound_to, code, settings.SECRET_KEY), address=address, sent_at=now,
    )  # fmt: skip
    audit.record(user, "phone_code.sent", user or row, now=now)
    send_sms(key=key or uuid4(), to=row.phone, text=sms_text(code, about), expires_at=now + LIFETIME)


def spend_try(
    user: User | None, *, purpose: PhoneCode.Purpose, phone: str, code: str, now: datetime, bound_to: str = ""
) -> int | None:
    """Compare `code` with the last one sent. None: it is right, and used now. Otherwise the number of tries left.

    Raises CodeExpired, CodeBlocked. Must run in a transaction that is committed whatever is returned: a wrong try
    counts. Under a burst the tries queue up for the row, so no sixth one is compared.
    """
    mine = PhoneCode.objects.filter(user=user, purpose=purpose, phone=phone, bound_to=bound_to)
    row = mine.select_for_update(no_key=True).order_by("-pk").first()
    if row is None or row.used_at is not None:
        raise CodeExpired
    if row.blocked_until is not None and row.blocked_until > now:
        raise CodeBlocked(minutes=_minutes(row.blocked_until - now))
    if row.tries >= TRIES or now >= row.sent_at + LIFETIME:
        raise CodeExpired
    row.tries += 1
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    hashes = [_hash(user, purpose, phone, bound_to, code, key) for key in keys]
    if any([constant_time_compare(row.code_hash, hashed) for hashed in hashes]):  # noqa: C419  (always all of them)
        row.used_at = now
    elif row.tries == TRIES:
        row.blocked_until = now + BLOCK
        audit.record(user, "phone_code.blocked", user or row, now=now)
    row.save(update_fields=["tries", "used_at", "blocked_until"])
    return None if row.used_at else TRIES - row.tries


def _of(user: User | None, phone: str) -> Q:
    """The codes of a person: of an account, or of a number that belongs to none here."""
    return Q(user=user) if user else Q(user=None, phone=phone)


def _wait_for_tries(user: User | None, phone: str) -> None:
    """Wait for an attempt of this person that is being saved: it may block them, and must be seen by what follows."""
    list(PhoneCode.objects.filter(_of(user, phone)).select_for_update(no_key=True).order_by("pk").values_list("pk"))


def _must_not_be_too_soon(user: User | None, phone: str, *, now: datetime) -> None:
    """A block applies to the person, whatever number they use; a pause applies to the person and to the number."""
    blocks = PhoneCode.objects.filter(_of(user, phone), blocked_until__gt=now).order_by("-blocked_until")
    if blocked_until := blocks.values_list("blocked_until", flat=True).first():
        raise CodeBlocked(minutes=_minutes(blocked_until - now))
    recent = PhoneCode.objects.filter(_of(user, phone) | Q(phone=phone), sent_at__gt=now - PAUSE).order_by("-sent_at")
    if sent_at := recent.values_list("sent_at", flat=True).first():
        raise CodeTooSoon(seconds=ceil((sent_at + PAUSE - now).total_seconds()))


def _must_not_be_too_many(user: User | None, purpose: str, phone: str, address: str, *, now: datetime) -> None:
    PhoneCode.objects.filter(sent_at__lt=now - 2 * DAY).delete()  # no longer needed
    signs = purpose == PhoneCode.Purpose.SIGN
    # Codes that sign documents and codes that confirm a number have separate caps.
    alike = Q(purpose=purpose) if signs else ~Q(purpose=PhoneCode.Purpose.SIGN)
    sent = PhoneCode.objects.filter(sent_at__gt=now - DAY).aggregate(
        company=Count("pk"),
        number=Count("pk", filter=alike & Q(phone=phone)),
        account=Count("pk", filter=alike & _of(user, phone)),
        address=Count("pk", filter=alike & Q(address=address)),
        number_in_hour=Count("pk", filter=alike & Q(phone=phone, sent_at__gt=now - HOUR)),
    )
    if sent["company"] >= policy().sms_per_day:
        log.warning("%s: the day's limit of codes by SMS is used up", connection.schema_name)
        raise TooManyCodes
    if signs and sent["number_in_hour"] >= settings.SIGNING_CODES_PER_HOUR:
        raise TooManyCodesInAnHour
    per_number = settings.SIGNING_CODES_PER_DAY if signs else PER_NUMBER
    per_account = settings.SIGNING_CODES_PER_DAY if signs else PER_ACCOUNT
    if sent["number"] >= per_number or sent["account"] >= per_account or sent["address"] >= PER_ADDRESS:
        raise TooManyCodes


def _hash(user: User | None, purpose: str, phone: str, bound_to: str, code: str, key: str) -> str:
    """The hash covers the person, the number and the matter, so that a code is valid for nothing else."""
    whose = user.pk if user else ""
    said = f"{connection.schema_name} {whose} {purpose} {phone} {bound_to} {code}"
    return salted_hmac("accounts.phone_code", said, secret=key, algorithm="sha256").hexdigest()


def sms_text(code: str, about: str = "") -> str:
    """The last line lets telephones offer the code for the field of this site only."""
    company = current_company()
    host = company.address.partition("://")[2].partition(":")[0]
    about = about or f"код для личного кабинета {company.short_name}"
    return f"{code} — {about}. Никому не сообщайте код.\n\n@{host} #{code}"


def _minutes(left: timedelta) -> int:
    return ceil(left.total_seconds() / 60)
