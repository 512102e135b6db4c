"""The public check of a signature: whether it is valid for a file, and whose it is. Nothing is stored."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO

from django.db.models import Q

from gost import streebog
from tenancy.company import current_company, is_public
from ui import clock, words

from . import protocols, standing
from .crypto import pep
from .crypto.asn1 import decode
from .crypto.cades import MESSAGES, Code, Report
from .crypto.errors import Fault
from .models import Protocol, Signature
from .papers import wording
from .protocols import seals, shape
from .verdicts import kept_answers, reach

Status = Signature.Status
# A thief of the seal key can seal a protocol, but cannot add it to the chain.
NOT_IN_CHAIN = "Печать верна, но протокола нет в цепочке этой организации. Обратитесь в организацию."
MISSHAPEN = "Печать верна, но протокол составлен не по форме: {fault}. Верить ему нельзя."
UNCONFIRMED = "Подпись не подтверждается: {faults}. Обратитесь в организацию."
OTHER_FILE = "Файл другой: подпись сделана не для него."


@dataclass(frozen=True)
class Outcome:
    """The result on the page. Facts without a value are not shown."""

    status: Status
    message: str
    facts: list[wording.Pair] = field(default_factory=list)
    is_test: bool = False

    @property
    def tone(self) -> str:
        return {Status.VALID: "good", Status.INDETERMINATE: "wait"}.get(self.status, "bad")


def check_file(document: BinaryIO, raw: bytes, *, now: datetime) -> Outcome:
    """Check a CAdES signature, or the protocol of a simple signature, against this file."""
    if raw.lstrip()[:1] == b"{":
        return _check_protocol(document, raw)
    return _check_cades(document, raw, now=now)


def result_of(signature: Signature) -> Outcome:
    """What the bytes of a signature kept here tell, for a person who has the code of its sheet."""
    stands = standing.of(signature)
    if stands.is_simple:
        return _result_of_protocol(stands)
    request = signature.request
    document, read = request.document, stands.certified
    facts = [
        ("Документ", request.title),
        ("Файл", f"{document.file_name}, {words.size(document.size)}"),
        ("SHA-256", document.sha256),
        ("Сторона", request.get_side_display()),
        ("Вид подписи", "УКЭП"),
    ]
    if read is not None:
        facts += [
            ("Подписант", ", ".join(filter(None, [read.signer, read.position]))),
            ("Сертификат", read.serial),
            ("Издатель", read.issuer),
            ("Подписано", _at(read.signed_at)),
        ]
    facts.append(("Проверено", _at(signature.checked_at)))
    if stands.warning:
        status = Status.INVALID if read is None or signature.status == Status.INVALID else Status.INDETERMINATE
        return Outcome(status, stands.warning, facts, signature.is_test)
    return Outcome(Status(signature.status), _words(signature), facts, signature.is_test)


def _result_of_protocol(stands: standing.Standing) -> Outcome:
    sealed = stands.sealed
    if sealed is None:
        return Outcome(Status.INVALID, UNCONFIRMED.format(faults="; ".join(stands.faults)))
    said = sealed["protocol"]
    facts = [
        ("Документ", said["document"]["title"]),
        ("Файл", f"{said['document']['file']}, {words.size(said['document']['size'])}"),
        ("SHA-256", said["document"]["sha256"]),
        ("Сторона", "Заявитель"),
        ("Вид подписи", "ПЭП"),
        ("Подписант", said["signer"]["name"]),
        ("Подписано", wording.at(said["signed_at"])),
        ("Протокол", f"№ {said['number']}"),
    ]
    if not stands.holds:
        return Outcome(Status.INVALID, UNCONFIRMED.format(faults="; ".join(stands.faults)), facts)
    if stands.warning:
        return Outcome(Status.INDETERMINATE, stands.warning, facts)
    return Outcome(Status.VALID, "Подпись верна.", facts)


def compare(signature: Signature, document: BinaryIO) -> Outcome:
    """The result of `result_of`, and whether this is the file that was signed."""
    told = result_of(signature)
    if _sha256(document) != standing.of(signature).document_sha256:
        return Outcome(Status.INVALID, OTHER_FILE, told.facts, told.is_test)
    return Outcome(told.status, f"{told.message} Файл тот же, что подписан.", told.facts, told.is_test)


def _check_protocol(document: BinaryIO, raw: bytes) -> Outcome:
    try:
        sealed = protocols.read(raw)
    except protocols.NotAProtocol:
        return Outcome(Status.INVALID, "Файл подписи — не протокол простой электронной подписи, или он изменён.")
    if faults := seals.faults_of(sealed, sha256=_sha256(document)):
        return Outcome(Status.INVALID, f"Подпись неверна: {'; '.join(faults)}.")
    if misshapen := shape.faults_of(sealed):
        return Outcome(Status.INVALID, MISSHAPEN.format(fault=misshapen[0]))
    told = sealed["protocol"]
    is_ours = not is_public() and Protocol.objects.filter(sha256=pep.link(sealed)).exists()
    facts = [
        ("Документ", told["document"]["title"]),
        ("Файл", told["document"]["file"]),
        ("Вид подписи", "ПЭП"),
        ("Подписант", told["signer"]["name"]),
        ("Подписано", wording.at(told["signed_at"])),
        ("Организация", told["operator"]["name"]),
        ("Протокол", f"№ {told['number']}" + (", есть в цепочке этой организации" if is_ours else "")),
        ("Ключ печати", sealed["seal"]["key_id"]),
    ]
    if not is_ours and not is_public() and told["operator"]["ogrn"] == current_company().ogrn:
        return Outcome(Status.INDETERMINATE, NOT_IN_CHAIN, facts)
    message = "Простая электронная подпись верна: протокол не изменён и относится к этому файлу."
    return Outcome(Status.VALID, message, facts)


def _check_cades(document: BinaryIO, raw: bytes, *, now: datetime) -> Outcome:
    known = _given_here(raw)
    at = known.received_at if known else now
    ocsp = kept_answers(known.report) if known else ()
    found = reach(raw, streebog.digests(document), at=at, now=now, ocsp=ocsp, is_old=True)
    report = found.report
    facts = [*_facts_of(report), ("Получена кабинетом", _at(known.received_at if known else None))]
    return Outcome(Status(report.status), report.message, facts, found.is_test)


def _facts_of(report: Report) -> list[wording.Pair]:
    """The facts that the signature states. After an early refusal some of them are unknown."""
    subject = report.subject
    if subject is None:
        return []
    return [
        ("Вид подписи", report.level),
        ("Подписант", subject.person),
        ("Должность", subject.title),
        ("Организация", subject.organization),
        ("ИНН", subject.inn_le or subject.inn),
        ("ОГРН", subject.ogrn or subject.ogrnip),
        ("Сертификат", report.serial),
        ("Действителен", _term(report)),
        ("Издатель", report.issuer),
        ("Метка времени", _at(report.stamped_at)),
        ("Время по часам подписавшего", _at(report.claimed_at)),
    ]


def _given_here(raw: bytes) -> Signature | None:
    """The same signature kept here, if any. Its receipt is known, so its certificate may have expired since."""
    if is_public():
        return None
    try:
        der = decode(raw)
    except Fault:
        return None
    return Signature.objects.filter(Q(raw=der) | Q(stamped=der)).first()


def _words(signature: Signature) -> str:
    if signature.status == Status.VALID:
        return "Подпись верна."
    return MESSAGES[Code(signature.code)]


def _term(report: Report) -> str:
    return f"с {_at(report.valid_from)} по {_at(report.valid_until)}" if report.valid_from else ""


def _at(moment: datetime | None) -> str:
    return f"{words.with_time(clock.local(moment))} ({clock.zone_of(moment)})" if moment else ""


def _sha256(document: BinaryIO) -> str:
    return hashlib.file_digest(document, "sha256").hexdigest()  # type: ignore[arg-type]  # BinaryIO is sufficient
