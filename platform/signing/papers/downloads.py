"""«Скачать подпись»: the signature as a file for any program. Both sides get the same bytes."""

from dataclasses import dataclass

from ..models import Signature, SignatureRequest


@dataclass(frozen=True)
class SignatureFile:
    file_name: str
    content_type: str
    content: bytes


_SIDES = {
    SignatureRequest.Side.COMPANY: "организация",
    SignatureRequest.Side.APPLICANT: "заявитель",
    SignatureRequest.Side.SUPPLIER: "поставщик",
}


def signature_file(signature: Signature) -> SignatureFile:
    """The CAdES, with the time stamp that the server has added, or the sealed protocol (JSON) of a simple signature.

    The name tells the side, because both signatures of a document would otherwise have the same name.
    """
    request = signature.request
    stem = f"{request.document.file_name}.{_SIDES[SignatureRequest.Side(request.side)]}"
    if request.kind == SignatureRequest.Kind.SIMPLE:
        return SignatureFile(f"{stem}.json", "application/json", bytes(signature.raw))
    return SignatureFile(f"{stem}.sig", "application/pkcs7-signature", bytes(signature.stamped or signature.raw))
