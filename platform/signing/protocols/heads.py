"""The head of the chain leaves the platform once a day, in an email to the company, time-stamped if a service is set.

The chain protects against the owner of the database, who could still cut its tail, empty it, or build another one. A
head that has left cannot be changed from here, because the emails are in the company's mailbox.
"""

import logging
import re
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from email import message_from_bytes, policy
from hashlib import sha256
from typing import NamedTuple, TypedDict

from django.db import transaction
from django.utils import timezone

from audit import record
from tenancy import due
from tenancy.company import connection
from ui import clock

from .. import signals
from ..crypto import pep
from ..models import ChainHead, Protocol
from . import chain, seals, stamps

log = logging.getLogger(__name__)

KIND = "chain_head"
SEND = "signing.send_head"  # the task that sends the head of one company
# How long an email waits for the time stamp; after that it is sent without one.
PATIENCE = timedelta(days=2)
STAMP_RETRY = timedelta(hours=1)
_WRITTEN = re.compile(r"(?<![0-9A-Za-z])(\d{1,9}):([0-9a-f]{64})(?![0-9A-Za-z])", re.ASCII)


class Head(NamedTuple):
    """The number of the last protocol and the sum of the chain, written in emails as «17:4be1…»."""

    number: int
    chain: str

    def __str__(self) -> str:
        return f"{self.number}:{self.chain}"


def note_due(*, now: datetime) -> None:
    """List the head as due at the end of the day. Called in the transaction that seals a protocol."""
    due.plan_once(SEND, 0, at=end_of_day(now))


def end_of_day(now: datetime) -> datetime:
    """Midnight in the time zone of the site, so that each day with protocols makes one email."""
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    return timezone.make_aware(datetime.combine(tomorrow, time.min))


def leave(*, now: datetime) -> ChainHead | None:
    """Send the head of the current company. Returns None if nothing is due or the time stamp is still awaited.

    The stamp is fetched before anything is locked. Protocols sealed meanwhile are covered on the next day.
    """
    if not due.is_planned(SEND, 0):
        return None
    last = Protocol.objects.last()
    if last is None:
        log.critical("the chain of protocols of %s is empty, and it was not", connection.schema_name)
        due.plan(SEND, 0, at=end_of_day(now))
        return None
    raw = seals.sealed(statement(last, now=now), now=now)
    stamp = stamps.stamped(raw, now=now)
    if stamp is None and stamps.is_expected() and now < _waits_since(last) + PATIENCE:
        due.plan(SEND, 0, at=now + STAMP_RETRY)
        return None
    with transaction.atomic():
        chain.lock()
        if not due.is_planned(SEND, 0):  # another worker was faster
            return None
        newest = Protocol.objects.last()
        if newest is not None and newest.pk == last.pk:
            due.settle(SEND, 0)
        else:
            due.plan(SEND, 0, at=end_of_day(now))
        before = ChainHead.objects.last()
        head = ChainHead.objects.create(number=last.number, chain=chain.sum_of(last), raw=raw, stamp=stamp, left_at=now)
        record(None, "signing.head_left", head, now=now, number=head.number)
        signals.head_left.send(
            ChainHead, head=head, keys_sha256=keys_sha256(), is_continued=_is_continued(before), now=now
        )
        return head


class Statement(TypedDict):
    kind: str
    operator: seals.Operator
    number: int
    sha256: str
    chain: str
    keys: list[seals.PublishedKey]
    signed_at: str  # ISO 8601


def statement(last: Protocol, *, now: datetime) -> Statement:
    """The statement that is sealed and time-stamped. It contains no personal data."""
    return {
        "kind": KIND,
        "operator": seals.operator(),
        "number": last.number,
        "sha256": last.sha256,
        "chain": chain.sum_of(last),
        "keys": seals.published(),
        "signed_at": now.isoformat(),
    }


def keys_sha256() -> str:
    """The hash of the list of seal keys, which the emails quote."""
    return sha256(pep.canonical(seals.published())).hexdigest()


def written(text: str) -> list[Head]:
    """All heads written in a text."""
    return [Head(int(number), total) for number, total in _WRITTEN.findall(text)]


def in_file(content: bytes) -> list[Head]:
    """All heads in a file, which is a plain text or an email saved by a mail program."""
    texts = [content.decode("utf-8", errors="replace")]
    message = message_from_bytes(content, policy=policy.default)
    for part in message.walk():
        if part.get_content_maintype() == "text":
            payload = part.get_payload(decode=True)
            texts.append(payload.decode("utf-8", errors="replace") if isinstance(payload, bytes) else "")
    return list(dict.fromkeys(head for text in texts for head in written(text)))


def faults(brought: Iterable[Head], totals: dict[int, str], *, now: datetime) -> list[str]:
    """Sentences about heads that do not match the chain; `totals` are the sums computed from the protocols, by number.

    `brought` are heads that somebody has kept elsewhere. The platform's own record is checked as well.
    """
    found = [f"{_named(head)}: {fault}" for head in brought if (fault := _fault_of(head, totals))]
    for row in ChainHead.objects.all():
        head = Head(row.number, row.chain)
        name = f"{_named(head)}, отправлена {clock.local(row.left_at):%d.%m.%Y}"
        found += [f"{name}: {fault}" for fault in (_fault_of(head, totals), *_faults_of_row(row, now=now)) if fault]
    return found


def numbers_of(brought: Iterable[Head]) -> set[int]:
    """The numbers of protocols whose sums are needed."""
    return {head.number for head in brought} | set(ChainHead.objects.values_list("number", flat=True))


def _waits_since(last: Protocol) -> datetime:
    """When the oldest protocol was sealed that no sent head covers."""
    before = ChainHead.objects.last()
    unsent = Protocol.objects.filter(number__gt=before.number if before else 0).order_by("number").first()
    return (unsent or last).signature.signed_at


def _is_continued(before: ChainHead | None) -> bool:
    """Whether the present chain continues from the last head that was sent."""
    if before is None:
        return True
    last_known = Protocol.objects.filter(number=before.number).first()
    if last_known is None:
        return False
    links = Protocol.objects.filter(number__lte=before.number).order_by("number").values_list("sha256", flat=True)
    return ([*chain.sums(links)] or [""])[-1] == before.chain


def _named(head: Head) -> str:
    return f"Голова цепочки № {head.number}"


def _fault_of(head: Head, totals: dict[int, str]) -> str:
    if head.number not in totals:
        return "протоколов стало меньше, чем было: хвост цепочки отрезан"
    return "" if totals[head.number] == head.chain else "цепочка не та, что была отправлена: протоколы подменены"


def _faults_of_row(row: ChainHead, *, now: datetime) -> list[str]:
    """Faults of our own record: its seal, its agreement with the row, and its time stamp if it has one."""
    raw = bytes(row.raw)
    try:
        sealed = seals.read(raw)
        said = sealed["protocol"]
        same = (said["kind"], said["number"], said["chain"]) == (KIND, row.number, row.chain)
        found = seals.faults_of(sealed)
    except (ValueError, KeyError, TypeError, RecursionError):
        return ["запись о ней не читается"]
    if not same:
        found.append("запись о ней изменена")
    if row.stamp is not None:
        try:
            stamps.moment_of(bytes(row.stamp), raw, now=now)
        except stamps.StampWrong as problem:
            found.append(f"штамп времени неверен ({problem})")
    return found
