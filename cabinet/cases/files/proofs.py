"""What stands beside a signed document in an archive, so that anybody can check it without us."""

from collections.abc import Iterator, Sequence

from documents.models import Document
from documents.zip_stream import Member, whole
from signing import papers
from signing.models import Signature, SignatureRequest
from signing.papers import signature_file
from signing.queries import requests_of

from ..models import Entry


def proofs_of(document: Document, requests: Sequence[SignatureRequest], name: str) -> Iterator[Member]:
    """Beside the file `name`: each valid signature, of simple ones the protocol to be read, the sheet."""
    given = [request.signature for request in requests]
    valid = [one for one in given if one is not None and one.status == Signature.Status.VALID]
    if not valid:
        return
    for signature in valid:
        file = signature_file(signature)
        ending = file.file_name.removeprefix(document.file_name)
        yield Member(f"{name}{ending}", whole(file.content), signature.signed_at)
        if signature.request.kind == SignatureRequest.Kind.SIMPLE:
            protocol = papers.protocol_pdf(signature)
            yield Member(f"{name}, протокол.pdf", whole(protocol.content.read()), signature.signed_at)
    sheet = papers.evidence_sheet(document, requests)
    yield Member(f"{name}, лист подписей.pdf", whole(sheet.content.read()), valid[-1].signed_at)


def beside(entry: Entry, name: str) -> Iterator[Member]:
    """For «Скачать всё (ZIP)» of a case."""
    document = entry.document
    if document is not None and (requests := requests_of([document.pk]).get(document.pk)):
        yield from proofs_of(document, requests, name)
