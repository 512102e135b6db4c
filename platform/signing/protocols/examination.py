"""The examination of a company's protocols: seals, chain, files, the rows about them, the heads that were emailed."""

from collections.abc import Collection, Iterator
from datetime import datetime

from audit.models import Record
from tenancy.errors import StorageUnavailable

from .. import comparison
from ..crypto import pep
from ..errors import DocumentChanged
from ..models import Protocol, Signature, SignatureRequest
from ..verdicts import read_digests
from . import chain, heads, seals, shape
from .composition import NotAProtocol, read

_AT_ONCE = 100


def count() -> int:
    return Protocol.objects.count()


def faults(*, brought: Collection[heads.Head] = (), now: datetime) -> Iterator[str]:
    """All faults in the current company as sentences, in the order of the chain.

    `brought` are heads of the chain that somebody has kept outside, for example in the company's mail.
    """
    number, previous, total = 0, pep.GENESIS, pep.GENESIS
    totals: dict[int, str] = {}
    wanted = heads.numbers_of(brought)
    for protocol in _in_order():
        number += 1
        yield from (f"Протокол {number}: пропущен" for number in range(number, protocol.number))
        number = protocol.number
        yield from (f"Протокол {number}: {fault}" for fault in _faults_of(protocol, previous, total))
        previous, total = protocol.sha256, chain.grown(total, protocol.sha256)
        if number in wanted:
            totals[number] = total
    yield from heads.faults(brought, totals, now=now)
    yield from _orphans()


def _faults_of(protocol: Protocol, previous: str, total: str) -> list[str]:
    """All faults of one protocol; `total` is the sum of the chain before it."""
    signature = protocol.signature
    try:
        sealed = read(bytes(signature.raw))
    except NotAProtocol:
        return ["это не протокол"]
    found = []
    if pep.link(sealed) != protocol.sha256:
        found.append("протокол подменён: хэш не тот, что записан в цепочке")
    if protocol.chain and protocol.chain != chain.grown(total, protocol.sha256):
        found.append("сумма цепочки записана другая")
    if misshapen := shape.faults_of(sealed):
        return [*found, f"протокол составлен не по форме: {misshapen[0]}"]
    if sealed["protocol"]["number"] != protocol.number:
        found.append("номер в протоколе другой")
    if sealed["protocol"].get("chain", total) != total:
        found.append("сумма цепочки в протоколе другая: протоколы до него подменены")
    try:
        sha256 = read_digests(signature.request.document, []).sha256
    except DocumentChanged:
        sha256 = ""  # the hash of no document, so that the seal and the chain are checked nevertheless
        found.append("файл в хранилище изменён")
    except StorageUnavailable:
        sha256 = signature.request.document.sha256
        found.append("файл не прочитан: хранилище не отвечает")
    found += seals.faults_of(sealed, sha256=sha256 or None, previous=previous)
    if differing := comparison.with_protocol(signature, sealed):
        found.append(f"записи кабинета расходятся с протоколом: {', '.join(differing)}")
    return found


def _orphans() -> Iterator[str]:
    """Signatures without a protocol, signed requests without a signature, and events of the journal without a row."""
    simple = Signature.objects.filter(request__kind=SignatureRequest.Kind.SIMPLE, protocol=None)
    for signature in simple.values_list("pk", flat=True):
        yield f"Подпись {signature}: нет в цепочке протоколов"
    signed = SignatureRequest.objects.filter(
        kind=SignatureRequest.Kind.SIMPLE, state=SignatureRequest.State.SIGNED
    ).exclude(signatures__protocol__isnull=False)
    for pk, title in signed.values_list("pk", "title"):
        yield f"Запрос подписи {pk} («{title}»): подписан, а протокола нет"
    yield from _gone()


def _gone() -> Iterator[str]:
    known = set(Signature.objects.values_list("pk", flat=True))
    signings = Record.objects.filter(event="signing.signed").order_by("pk")
    for details in signings.values_list("details", flat=True).iterator():
        if (signature := details.get("signature")) is not None and signature not in known:
            yield f"Подпись {signature}: есть в журнале действий, а самой её нет"


def _in_order() -> Iterator[Protocol]:
    """All protocols, read in batches, because a company may have a hundred thousand."""
    last = 0
    while True:
        some = list(Protocol.objects.filter(number__gt=last).select_related("signature__request__document")[:_AT_ONCE])
        yield from some
        if len(some) < _AT_ONCE:
            return
        last = some[-1].number
