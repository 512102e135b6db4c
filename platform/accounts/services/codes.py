"""Codes by SMS: sent rarely enough to cost nobody money, and tried few times enough to guess nothing."""

import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import Count, Q
from django.utils.crypto import constant_time_compare, salted_hmac

import audit
from accounts.errors import CodeBlocked, CodeExpired, CodeTooSoon, TooManyCodes
from accounts.models import PhoneCode, User
from accounts.policy import policy
from notifications.services import send_sms
from tenancy.company import current_company

log = logging.getLogger(__name__)

TERM = timedelta(minutes=10)
PAUSE = timedelta(seconds=60)
BLOCK = timedelta(minutes=15)
TRIES = 5
DAY = timedelta(days=1)
# In a day; of the whole company its own setting.
PER_NUMBER = 10
PER_ACCOUNT = 10
PER_ADDRESS = 30


@dataclass(frozen=True)
class Waiting:
    """What the page of a code says: is one on its way, and when may the next be asked for."""

    is_sent: bool
    next_at: datetime | None


def waiting(user: User, *, purpose: PhoneCode.Purpose, phone: str, now: datetime) -> Waiting:
    last = PhoneCode.objects.filter(user=user).order_by("-pk").first()
    if last is None:
        return Waiting(is_sent=False, next_at=None)
    next_at = max(last.sent_at + PAUSE, last.blocked_until or last.sent_at)
    is_sent = (last.purpose, last.phone, last.used_at) == (purpose, phone, None) and now < last.sent_at + TERM
    return Waiting(is_sent=is_sent, next_at=next_at if next_at > now else None)


@transaction.atomic
def send_code(user: User, *, purpose: PhoneCode.Purpose, phone: str, address: str, now: datetime) -> None:
    """Send a new code to `phone`; the earlier ones die. Raises CodeBlocked, CodeTooSoon, TooManyCodes.

    `address` is where the request came from.
    """
    with connection.cursor() as cursor:
        # One at a time in a company, so that a burst is counted exactly. Trying a code waits no longer than this takes.
        cursor.execute(f"LOCK TABLE {PhoneCode._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
    _must_not_be_too_soon(user, phone, now=now)
    _must_not_be_too_many(user, phone, address, now=now)
    code = f"{secrets.randbelow(1_000_000):06}"
    row = PhoneCode.objects.create(
        user=user, purpose=purpose, phone=phone, code_hash=_hash(user, purpose, phone, code),
        address=address, sent_at=now,
    )  # fmt: skip
    audit.record(user, "phone_code.sent", user, now=now)
    send_sms(key=uuid4(), to=row.phone, text=_words(code), expires_at=now + TERM)


def spend_try(user: User, *, purpose: PhoneCode.Purpose, phone: str, code: str, now: datetime) -> int | None:
    """Compare `code` with the last one sent. None: it is right, and used now. Otherwise the number of tries left.

    Raises CodeExpired, CodeBlocked. Must run in a transaction that is committed whatever is returned: a wrong try
    counts. Under a burst the tries queue up for the row, so no sixth one is compared.
    """
    mine = PhoneCode.objects.filter(user=user, purpose=purpose, phone=phone)
    row = mine.select_for_update(no_key=True).order_by("-pk").first()
    if row is None or row.used_at is not None:
        raise CodeExpired
    if row.blocked_until is not None and row.blocked_until > now:
        raise CodeBlocked(_minutes(row.blocked_until - now))
    if row.tries >= TRIES or now >= row.sent_at + TERM:
        raise CodeExpired
    row.tries += 1
    if constant_time_compare(row.code_hash, _hash(user, purpose, phone, code)):
        row.used_at = now
    elif row.tries == TRIES:
        row.blocked_until = now + BLOCK
        audit.record(user, "phone_code.blocked", user, now=now)
    row.save(update_fields=["tries", "used_at", "blocked_until"])
    return None if row.used_at else TRIES - row.tries


def _must_not_be_too_soon(user: User, phone: str, *, now: datetime) -> None:
    """A block is of the person: another number of theirs gives no new tries. A pause is of the number as well."""
    blocks = PhoneCode.objects.filter(user=user, blocked_until__gt=now).order_by("-blocked_until")
    if blocked_until := blocks.values_list("blocked_until", flat=True).first():
        raise CodeBlocked(_minutes(blocked_until - now))
    recent = PhoneCode.objects.filter(Q(user=user) | Q(phone=phone), sent_at__gt=now - PAUSE).order_by("-sent_at")
    if sent_at := recent.values_list("sent_at", flat=True).first():
        raise CodeTooSoon(ceil((sent_at + PAUSE - now).total_seconds()))


def _must_not_be_too_many(user: User, phone: str, address: str, *, now: datetime) -> None:
    PhoneCode.objects.filter(sent_at__lt=now - 2 * DAY).delete()  # they have served as code and as count
    sent = PhoneCode.objects.filter(sent_at__gt=now - DAY).aggregate(
        company=Count("pk"),
        number=Count("pk", filter=Q(phone=phone)),
        account=Count("pk", filter=Q(user=user)),
        address=Count("pk", filter=Q(address=address)),
    )
    if sent["company"] >= policy().sms_per_day:
        log.warning("%s: the day's limit of codes by SMS is used up", connection.schema_name)  # type: ignore[attr-defined]
        raise TooManyCodes
    if sent["number"] >= PER_NUMBER or sent["account"] >= PER_ACCOUNT or sent["address"] >= PER_ADDRESS:
        raise TooManyCodes


def _hash(user: User, purpose: str, phone: str, code: str) -> str:
    """Bound to the person and the number: a code for one is nothing for another."""
    said = f"{connection.schema_name} {user.pk} {purpose} {phone} {code}"  # type: ignore[attr-defined]
    return salted_hmac("accounts.phone_code", said, algorithm="sha256").hexdigest()


def _words(code: str) -> str:
    """The last line is what telephones look for: the code goes into the field of this very site by itself."""
    company = current_company()
    host = company.address.partition("://")[2].partition(":")[0]
    return f"{code} — код для личного кабинета {company.short_name}. Никому его не сообщайте.\n\n@{host} #{code}"


def _minutes(left: timedelta) -> int:
    return ceil(left.total_seconds() / 60)
