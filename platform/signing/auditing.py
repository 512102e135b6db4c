"""Do all protocols of simple signatures hold: seals, numbers, chain, and the files they are about?"""

from collections.abc import Iterator

from tenancy.errors import StorageUnavailable

from . import protocols, seals
from .crypto import pep
from .errors import DocumentChanged
from .models import Protocol, Signature, SignatureRequest
from .verifying import read_digests

_AT_ONCE = 100


def count() -> int:
    return Protocol.objects.count()


def faults() -> Iterator[str]:
    """What is wrong in the company we are in, sentence by sentence, in the order of the chain."""
    number, previous = 0, pep.GENESIS
    for protocol in _in_order():
        number += 1
        yield from (f"Протокол {number}: пропущен" for number in range(number, protocol.number))
        number = protocol.number
        yield from (f"Протокол {number}: {fault}" for fault in _faults_of(protocol, previous))
        previous = protocol.sha256
    without = Signature.objects.filter(request__kind=SignatureRequest.Kind.SIMPLE, protocol=None)
    for signature in without.values_list("pk", flat=True):
        yield f"Подпись {signature}: нет в цепочке протоколов"


def _faults_of(protocol: Protocol, previous: str) -> list[str]:
    signature = protocol.signature
    try:
        sealed = protocols.read(bytes(signature.raw))
    except protocols.NotAProtocol:
        return ["это не протокол"]
    found = []
    if pep.link(sealed) != protocol.sha256:
        found.append("протокол подменён: хэш не тот, что записан в цепочке")
    if sealed["protocol"].get("number") != protocol.number:
        found.append("номер в протоколе другой")
    try:
        sha256 = read_digests(signature.request.document, []).sha256
    except DocumentChanged:
        sha256 = ""  # of no document: the seal and the chain are looked at all the same
        found.append("файл в хранилище изменён")
    except StorageUnavailable:
        sha256 = signature.request.document.sha256
        found.append("файл не прочитан: хранилище не отвечает")
    return found + seals.faults_of(sealed, sha256=sha256 or None, previous=previous)


def _in_order() -> Iterator[Protocol]:
    """All of them, some at a time: a company may have a hundred thousand."""
    last = 0
    while True:
        some = list(Protocol.objects.filter(number__gt=last).select_related("signature__request__document")[:_AT_ONCE])
        yield from some
        if len(some) < _AT_ONCE:
            return
        last = some[-1].number
