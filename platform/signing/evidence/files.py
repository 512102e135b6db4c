"""The parts of the evidence archive: some for people, some for programs, and the sealed list of all of them."""

from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db.models import Q

from accounts.models import ConsentText
from documents.models import Document
from documents.zip_stream import Names
from tenancy.company import current_company

from .. import papers, standing
from ..crypto import pep
from ..crypto.admission import load_certificate
from ..crypto.cades import MESSAGES, Code
from ..crypto.timestamp import signers
from ..models import ChainHead, SignatureRequest
from ..papers import signature_file
from ..papers.wording import at as shown
from ..protocols import chain, seals
from ..trust.models import RevocationList
from ..trust.versions import issuer_key, material

FOLDER = "Доказательства"
INSTRUCTIONS, VERIFIER = "КАК ПРОВЕРИТЬ.txt", "проверить.py"
_HERE = Path(__file__).parent


@dataclass(frozen=True)
class File:
    """A part of the archive; `role` tells the verifier what it is."""

    name: str
    role: str
    content: bytes
    at: datetime


def verifier() -> bytes:
    """The script that checks an archive."""
    return (_HERE / "verifier.py").read_bytes()


def beside(document: Document, requests: Sequence[SignatureRequest], name: str, *, now: datetime) -> list[File]:
    """All parts that stand beside the file `name` in its archive; none if nobody has signed it yet."""
    given = [one for one in standing.of_requests(requests) if one.holds]
    if not given:
        return []
    names = Names()
    names.of(name)
    found = [*_signatures(document, requests, given, name, names), *_reports(given, now=now)]
    found.append(_statement("Ключи печати.json", "keys", {"kind": "seal_keys", "keys": _keys(now=now)}, now=now))
    if any(one.is_simple for one in given):
        found += [*_chain(now=now), *_agreements(given)]
    for one in given:
        if not one.is_simple:
            found += _trusted(one, names)
    found.append(File(INSTRUCTIONS, "instructions", _text((_HERE / "instructions.txt").read_text()), now))
    found.append(File(VERIFIER, "verifier", verifier(), now))
    return [*found, _list(document, name, found, now=now)]


def _signatures(
    document: Document,
    requests: Sequence[SignatureRequest],
    given: Sequence[standing.Standing],
    name: str,
    names: Names,
) -> Iterator[File]:
    for one in given:
        signature = one.signature
        file = signature_file(signature)
        ending = file.file_name.removeprefix(document.file_name)
        role = "simple" if one.is_simple else "qualified"
        yield File(names.numbered(f"{name}{ending}"), role, file.content, signature.received_at)
        if one.is_simple:
            protocol = papers.protocol_pdf(signature)
            shown_as = names.numbered(f"{name}, протокол.pdf")
            yield File(shown_as, "protocol_text", protocol.content.read(), signature.received_at)
    sheet = papers.evidence_sheet(document, requests).content.read()
    yield File(names.numbered(f"{name}, лист подписей.pdf"), "sheet", sheet, given[-1].signature.received_at)


def _reports(given: Sequence[standing.Standing], *, now: datetime) -> Iterator[File]:
    """Reports about each signature, one for programs and one for people."""
    reports = [_report(one) for one in given]
    yield File(f"{FOLDER}/Отчёт о проверке.json", "report", pep.canonical({"signatures": reports}), now)
    lines = [f"Составлено {shown(now.isoformat())}, {current_company().name}"]
    for report in reports:
        kind = "УКЭП" if report["kind"] == "qualified" else "ПЭП"
        version = f", версия доверия {report['trust_version']}" if report["trust_version"] else ""
        lines += [
            "",
            f"{report['side']}: {kind}",
            f"Вердикт: {report['sentence']} ({report['status']}, {report['code']}){version}",
            f"Получена {shown(report['received_at'])}, проверена {shown(report['checked_at'])}",
            *report["warnings"],
        ]
    yield File(f"{FOLDER}/Отчёт о проверке.txt", "report_text", _text("\n".join(lines)), now)


def _report(one: standing.Standing) -> dict[str, Any]:
    signature = one.signature
    code = signature.code if not one.is_simple and signature.code in set(Code) else "ok"
    return {
        "kind": "simple" if one.is_simple else "qualified",
        "side": signature.request.get_side_display(),
        "status": "valid",
        "code": code,
        "sentence": "Подпись верна." if code == "ok" else MESSAGES[Code(code)],
        "received_at": signature.received_at.isoformat(),
        "checked_at": signature.checked_at.isoformat(),
        "trust_version": signature.trust_version,
        "warnings": [one.warning] if one.warning else [],
        "report": signature.report,
    }


def _chain(*, now: datetime) -> Iterator[File]:
    """The chain as hashes only, so that nothing is told about what other people signed."""
    yield _statement("Цепочка.json", "chain", {"kind": "chain", "links": list(chain.links())}, now=now)
    heads = [
        {
            "statement": seals.read(bytes(head.raw)),
            "stamp": b64encode(bytes(head.stamp)).decode() if head.stamp is not None else None,
        }
        for head in ChainHead.objects.all()
    ]
    yield File(f"{FOLDER}/Отправленные суммы.json", "heads", pep.canonical({"heads": heads}), now)


def _agreements(given: Sequence[standing.Standing]) -> Iterator[File]:
    """The texts of agreements whose hashes the protocols state."""
    wanted = {one.sealed["protocol"]["agreement"]["sha256"] for one in given if one.sealed is not None}
    for text in ConsentText.objects.filter(sha256__in=wanted):
        name = f"{FOLDER}/Соглашение, редакция {text.version}.txt"
        yield File(name, "agreement", text.body.encode(), text.published_at)


def _trusted(one: standing.Standing, names: Names) -> Iterator[File]:
    """What a verdict on a certificate is based on: the path, the revocation lists and the OCSP answers."""
    signature = one.signature
    if signature.trust_version is None:
        return
    trusted = material(signature.trust_version)
    found = [c for signer in signers(bytes(signature.stamped or signature.raw)) for c in signer.certificates]
    keys: set[str] = set()
    waiting = [issuer_key(certificate) for certificate in found]
    while waiting:
        key = waiting.pop()
        if not key or key in keys:
            continue
        keys.add(key)
        issuers = trusted.intermediates.get(key, ())
        waiting += [issuer_key(load_certificate(der)) for der in issuers]
        for der in issuers:
            yield _part(names, f"Сертификаты/{key[:16]}.cer", "certificates", der, signature.checked_at)
    for der in trusted.roots:
        yield _part(names, "Сертификаты/корневой.cer", "certificates", der, signature.checked_at)
    quoted = signature.report.get("lists")  # older verdicts did not name their lists
    seen = Q(sha256__in=quoted) if quoted else Q(pk__in=trusted.lists, issuer_key_id__in=keys)
    for crl in RevocationList.objects.filter(seen).order_by("pk"):
        yield _part(names, f"Отзыв/{crl.issuer_key_id[:16]}.crl", "revocation", bytes(crl.der), crl.this_update)
    for answer in signature.report.get("ocsp", ()):
        yield _part(names, "Отзыв/ответ.ocsp", "revocation", b64decode(answer), signature.checked_at)


def _list(document: Document, name: str, files: Sequence[File], *, now: datetime) -> File:
    """The sealed list of the names and hashes of all parts. It is what protects the sheet and the reports."""
    about = {"name": name, "role": "document", "sha256": document.sha256, "size": document.size}
    parts = [
        {"name": file.name, "role": file.role, "sha256": sha256(file.content).hexdigest(), "size": len(file.content)}
        for file in files
    ]
    return _statement("Опись.json", "list", {"kind": "evidence", "files": [about, *parts]}, now=now)


def _statement(name: str, role: str, said: dict[str, Any], *, now: datetime) -> File:
    raw = seals.sealed({**said, "operator": seals.operator(), "signed_at": now.isoformat()}, now=now)
    return File(f"{FOLDER}/{name}", role, raw, now)


def _keys(*, now: datetime) -> list[seals.PublishedKey]:
    seals.publish(now=now)
    return seals.published()


def _part(names: Names, name: str, role: str, content: bytes, at: datetime) -> File:
    return File(names.of(f"{FOLDER}/{name}"), role, content, at)


def _text(text: str) -> bytes:
    """A text in the form that even the simplest editor of Windows opens correctly."""
    return "\r\n".join(text.splitlines()).encode("utf-8-sig")
