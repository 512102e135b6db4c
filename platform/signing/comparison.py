"""Whether the rows of the database agree with the signature itself.

The owner of the database can change a row, but not the seal and not the certificate. People are shown what was sealed
or signed, with a warning where a row differs from it.
"""

from collections.abc import Iterator
from datetime import datetime

from . import certificate_facts
from .crypto.pep import Sealed
from .models import Signature, SignatureRequest

Kind, State = SignatureRequest.Kind, SignatureRequest.State


def with_protocol(signature: Signature, sealed: Sealed) -> list[str]:
    """The names, for people, of all data in which the rows differ from the protocol. Its shape has been checked."""
    return list(_differing(signature, sealed))


def with_certificate(signature: Signature) -> list[str]:
    """The names of all data in which the row differs from the CAdES and from the recorded checks."""
    read = certificate_facts.by_certificate(signature)
    if read is None:
        return ["подпись не читается"]
    pairs = [
        ("подписант", signature.signer, read.signer),
        ("должность", signature.position, read.position),
        ("номер сертификата", signature.serial, read.serial),
        ("издатель", signature.issuer, read.issuer),
        ("начало срока сертификата", signature.valid_from, read.valid_from),
        ("конец срока сертификата", signature.valid_until, read.valid_until),
        ("время подписи", signature.signed_at, read.signed_at),
    ]
    found = [name for name, row, sealed in pairs if row != sealed]
    if not signature.checks.filter(status=signature.status).exists():
        found.append("вердикт")
    return found


def _differing(signature: Signature, sealed: Sealed) -> Iterator[str]:
    said, request = sealed["protocol"], signature.request
    about, document = said["document"], request.document
    asked = said.get("request")
    pairs = [
        ("подписант", signature.signer, said["signer"]["name"]),
        ("должность", signature.position, ""),
        ("время подписи", signature.signed_at, datetime.fromisoformat(said["signed_at"])),
        ("учётная запись", signature.signed_by_id, said["signer"]["account"]),
        ("вердикт", signature.status, Signature.Status.VALID),
        ("вид подписи", request.kind, Kind.SIMPLE),
        ("состояние запроса подписи", request.state, State.SIGNED),
        ("номер документа", document.pk, about["id"]),
        ("название документа", request.title, about["title"]),
        ("имя файла", document.file_name, about["file"]),
        ("размер файла", document.size, about["size"]),
        ("SHA-256 файла", document.sha256, about["sha256"]),
        ("Стрибог-256 файла", document.streebog256 or about["streebog256"], about["streebog256"]),
    ]
    if asked is not None:
        pairs += [
            ("запрос подписи", request.pk, asked["id"]),
            ("сторона", request.side, asked["side"]),
            ("заявитель", request.applicant_id, asked["applicant"]),
        ]
    yield from (name for name, row, sealed_value in pairs if row != sealed_value)
