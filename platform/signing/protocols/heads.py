"""The head of the chain leaves the platform once a day: by letter to the company, stamped where a service is set.

The chain is against whoever owns the database, and that is the very one who could cut its tail, empty it or grow
another in its place. What has left cannot be changed from here: the letters lie in the company's mail.
"""

import logging
import re
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from email import message_from_bytes, policy
from hashlib import sha256
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from audit import record
from tenancy import due
from tenancy.company import connection, current_company
from ui import clock

from .. import signals
from ..crypto import pep
from ..models import ChainHead, Protocol
from . import chain, seals, stamps

log = logging.getLogger(__name__)

KIND = "chain_head"
SEND = "signing.send_head"  # the task that lets the head of one company leave
# How long a letter waits for the stamp: then it leaves without one.
PATIENCE = timedelta(days=2)
STAMP_RETRY = timedelta(hours=1)
_WRITTEN = re.compile(r"(?<![0-9A-Za-z])(\d{1,9}):([0-9a-f]{64})(?![0-9A-Za-z])", re.ASCII)


class Head(NamedTuple):
    """As it is written in a letter: «17:4be1…»."""

    number: int
    chain: str

    def __str__(self) -> str:
        return f"{self.number}:{self.chain}"


def note_due(*, now: datetime) -> None:
    """A protocol was sealed: the head has to leave when the day is over. In the transaction of the sealing."""
    due.plan_once(SEND, 0, at=end_of_day(now))


def end_of_day(now: datetime) -> datetime:
    """Midnight by the clock of the site: a day with protocols is one letter."""
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    return timezone.make_aware(datetime.combine(tomorrow, time.min))


def leave(*, now: datetime) -> ChainHead | None:
    """Send the head of the company we are in, if it has not left yet. None: nothing to send, or the stamp is awaited.

    The stamp is fetched before anything is locked. What is sealed meanwhile leaves the next day.
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


def statement(last: Protocol, *, now: datetime) -> dict[str, Any]:
    """What the seal and the stamp of a head are over. It holds nothing about people."""
    company = current_company()
    return {
        "kind": KIND,
        "operator": {"name": company.name, "inn": company.inn, "ogrn": company.ogrn, "address": company.address},
        "number": last.number,
        "sha256": last.sha256,
        "chain": chain.sum_of(last),
        "keys": seals.published(),
        "signed_at": now.isoformat(),
    }


def keys_sha256() -> str:
    """Of the list of keys of the seal, as letters quote it."""
    return sha256(pep.canonical(seals.published())).hexdigest()


def written(text: str) -> list[Head]:
    """All heads in a text, as a letter holds them."""
    return [Head(int(number), total) for number, total in _WRITTEN.findall(text)]


def in_file(content: bytes) -> list[Head]:
    """All heads in a file: a plain text, or a letter saved from a mail program with its encodings."""
    texts = [content.decode("utf-8", errors="replace")]
    message = message_from_bytes(content, policy=policy.default)
    for part in message.walk():
        if part.get_content_maintype() == "text":
            payload = part.get_payload(decode=True)
            texts.append(payload.decode("utf-8", errors="replace") if isinstance(payload, bytes) else "")
    return list(dict.fromkeys(head for text in texts for head in written(text)))


def faults(brought: Iterable[Head], totals: dict[int, str], *, now: datetime) -> list[str]:
    """Which heads that have left the chain does not meet. `totals` are the sums counted from the protocols by number.

    `brought` are those that somebody has kept elsewhere; the platform's own record is asked besides.
    """
    found = [f"{_named(head)}: {fault}" for head in brought if (fault := _fault_of(head, totals))]
    for row in ChainHead.objects.all():
        head = Head(row.number, row.chain)
        name = f"{_named(head)}, отправлена {clock.local(row.left_at):%d.%m.%Y}"
        found += [f"{name}: {fault}" for fault in (_fault_of(head, totals), *_faults_of_row(row, now=now)) if fault]
    return found


def numbers_of(brought: Iterable[Head]) -> set[int]:
    """The numbers at which the chain has to be counted."""
    return {head.number for head in brought} | set(ChainHead.objects.values_list("number", flat=True))


def _waits_since(last: Protocol) -> datetime:
    """When the oldest protocol was sealed that no head has taken along."""
    before = ChainHead.objects.last()
    unsent = Protocol.objects.filter(number__gt=before.number if before else 0).order_by("number").first()
    return (unsent or last).signature.signed_at


def _is_continued(before: ChainHead | None) -> bool:
    """Does the chain of now go on from the last head that left?"""
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
    """Our own record of it must be sealed, say what the row says, and bear a good stamp if it bears one."""
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
