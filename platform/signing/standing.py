"""The standing of a signature kept here, judged by its own bytes: whether it holds, and whether our rows agree."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import QuerySet

from . import certificate_facts, comparison, protocols
from .crypto import pep
from .models import Protocol, Signature, SignatureRequest
from .protocols import seals, shape

NOT_A_PROTOCOL = "это не протокол простой подписи"
NOT_IN_CHAIN = "протокола нет в цепочке организации"
DIFFERS = "Записи кабинета расходятся с самой подписью: {names}. Показано то, что в подписи. Обратитесь в организацию."


@dataclass(frozen=True)
class Standing:
    """`sealed` is the protocol, if it can be read; `faults` are why the signature does not hold."""

    signature: Signature
    sealed: pep.Sealed | None = None
    faults: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)

    @property
    def is_simple(self) -> bool:
        return is_protocol(self.signature)

    @property
    def holds(self) -> bool:
        return not self.faults

    @property
    def warning(self) -> str:
        """A sentence for people; "" if the rows and the signature agree."""
        return DIFFERS.format(names=", ".join(self.differences)) if self.differences else ""

    @property
    def document_sha256(self) -> str:
        """The SHA-256 of the file that was signed."""
        if self.sealed is not None:
            sha256: str = self.sealed["protocol"]["document"]["sha256"]
            return sha256
        return self.signature.request.document.sha256

    @cached_property
    def certified(self) -> certificate_facts.Certified | None:
        return None if self.is_simple else certificate_facts.by_certificate(self.signature)


def is_protocol(signature: Signature) -> bool:
    """Whether the bytes are a protocol. The kind of the request is not asked, because it is a column like others."""
    return bytes(signature.raw)[:1] == b"{"


def of(signature: Signature) -> Standing:
    """The standing of a signature that was read with `request__document` and `protocol`."""
    return _of_protocol(signature) if is_protocol(signature) else _of_certificate(signature)


def of_requests(requests: Sequence[SignatureRequest]) -> list[Standing]:
    """The standing of the signatures of these requests, in their order, without those that were not confirmed.

    A simple signature is judged by its seal. If its row says «invalid», that is reported as a difference.
    """
    given: dict[int, list[Standing]] = {}
    for signature in _with_all().filter(request__in={request.pk for request in requests}).order_by("pk"):
        stands = of(signature)
        if stands.is_simple or stands.holds:
            given.setdefault(signature.request_id, []).append(stands)
    return [stands for request in requests for stands in given.get(request.pk, ())]


def by_pk(pk: int) -> Standing:
    return of(_with_all().get(pk=pk))


def _with_all() -> QuerySet[Signature]:
    return Signature.objects.select_related("request__document", "request__applicant", "power", "protocol")


def _of_protocol(signature: Signature) -> Standing:
    try:
        sealed = protocols.read(bytes(signature.raw))
    except protocols.NotAProtocol:
        return Standing(signature, faults=[NOT_A_PROTOCOL])
    if faults := shape.faults_of(sealed):
        return Standing(signature, faults=[f"протокол составлен не по форме: {faults[0]}"])
    document = signature.request.document
    faults = seals.faults_of(sealed, sha256=document.sha256)
    if sealed["protocol"]["document"]["id"] != document.pk and pep.OTHER_DOCUMENT not in faults:
        faults.append(pep.OTHER_DOCUMENT)
    if not _is_in_chain(signature, sealed):
        faults.append(NOT_IN_CHAIN)
    return Standing(signature, sealed, faults, comparison.with_protocol(signature, sealed))


def _is_in_chain(signature: Signature, sealed: pep.Sealed) -> bool:
    row: Protocol | None = getattr(signature, "protocol", None)
    return row is not None and (row.number, row.sha256) == (sealed["protocol"]["number"], pep.link(sealed))


def _of_certificate(signature: Signature) -> Standing:
    faults = [] if signature.status == Signature.Status.VALID else ["проверка сертификата её не подтвердила"]
    return Standing(signature, faults=faults, differences=comparison.with_certificate(signature))
