"""«Скачать подпись»: the signature itself, as anybody's program takes it. Both sides get the same bytes."""

from dataclasses import dataclass

from ..models import Signature, SignatureRequest


@dataclass(frozen=True)
class SignatureFile:
    file_name: str
    content_type: str
    content: bytes


def signature_file(signature: Signature) -> SignatureFile:
    """The CAdES, with its time stamp if the server has added one; of a simple signature the sealed protocol (JSON).

    The name tells of which side it is, or two of one document would be called the same.
    """
    request = signature.request
    side = "организация" if request.side == SignatureRequest.Side.COMPANY else "заявитель"
    stem = f"{request.document.file_name}.{side}"
    if request.kind == SignatureRequest.Kind.SIMPLE:
        return SignatureFile(f"{stem}.json", "application/json", bytes(signature.raw))
    return SignatureFile(f"{stem}.sig", "application/pkcs7-signature", bytes(signature.stamped or signature.raw))
