"""Queries about signatures and requests."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from .models import Signature, SignatureRequest

# Large columns that pages never show; downloads and checks read them.
_BYTES = ("raw", "stamped", "report")


def requests_of(documents: Collection[int]) -> dict[int, list[SignatureRequest]]:
    """The requests about each of these documents, in their order, with their signatures (without the bytes).

    It takes two queries for any number of documents. Documents that nobody has to sign are left out.
    """
    return by_document(requests_with_signatures(documents))


def requests_with_signatures(documents: Collection[int] | QuerySet[Any, Any]) -> QuerySet[SignatureRequest]:
    """As `requests_of`, one after another; the documents may be a query too."""
    signatures = Signature.objects.defer(*_BYTES).select_related("signed_by", "power")
    requests = SignatureRequest.objects.filter(document__in=documents).select_related("applicant")
    return requests.prefetch_related(Prefetch("signatures", signatures))


def by_document(requests: Iterable[SignatureRequest]) -> dict[int, list[SignatureRequest]]:
    found: dict[int, list[SignatureRequest]] = {}
    for request in requests:
        found.setdefault(request.document_id, []).append(request)
    return found


def code_messages(requests: Iterable[SignatureRequest]) -> dict[UUID, SignatureRequest]:
    """The keys of the SMS that carried codes for these signatures, used or not."""
    return {UUID(event["message"]): request for request in requests for event in request.events if "message" in event}


def by_check_code(code: str) -> Signature | None:
    """The signature with this check code. Lower case, spaces and missing dashes do not matter."""
    letters = "".join(char for char in code.upper() if char.isalnum())
    typed = "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))
    about = "request__document", "request__applicant", "signed_by", "power", "protocol"
    return Signature.objects.select_related(*about).filter(check_code=typed).first()
