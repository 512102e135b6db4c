"""Signatures and what is made of them, on their way to a person."""

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from accounts.requests import Request
from accounts.security.rate_limits import Limit
from audit import record
from documents import release
from documents.models import Document
from documents.storage import attachment
from signing import papers
from signing.models import SignatureRequest
from signing.papers import signature_file
from tenancy.access import Role, access
from tenancy.methods import require_safe

from .. import queries

COPIES = Limit("stamped_copy", "30/10m/user")  # a copy of a thick PDF costs seconds of work


@access(Role.APPLICANT, Role.STAFF)
@require_safe
@never_cache
def signature(request: Request, pk: int) -> HttpResponse:
    """«Скачать подпись»."""
    found = get_object_or_404(queries.signatures_for(request.user), pk=pk)
    file = signature_file(found)
    record(request.user, "signature.downloaded", found, now=timezone.now())
    answer = HttpResponse(file.content, content_type=file.content_type)
    answer["Content-Disposition"] = attachment(file.file_name)
    return answer


@access(Role.APPLICANT, Role.STAFF)
@require_safe
@never_cache
def protocol(request: Request, pk: int) -> FileResponse:
    """The protocol of a simple signature, to be read."""
    simple = queries.signatures_for(request.user).filter(request__kind=SignatureRequest.Kind.SIMPLE)
    return _sent(papers.protocol_pdf(get_object_or_404(simple, pk=pk)))


@access(Role.APPLICANT, Role.STAFF)
@require_safe
@never_cache
def sheet(request: Request, pk: int) -> FileResponse:
    """«Лист электронных подписей»."""
    document, requests = signed_document(request, pk)
    return _sent(papers.evidence_sheet(document, requests))


@access(Role.APPLICANT, Role.STAFF)
@require_safe
@never_cache
def stamped(request: Request, pk: int) -> HttpResponseBase:
    """«Копия с отметкой»: a PDF with the sheet at its end; of other files the sheet alone."""
    document, requests = signed_document(request, pk)
    if not COPIES.allows(request):
        return render(request, "errors/429.html", status=429)
    return _sent(papers.stamped_copy(document, requests))


def signed_document(request: Request, pk: int) -> tuple[Document, list[SignatureRequest]]:
    """By the number of its entry. Raises what `release.check` does."""
    entry = get_object_or_404(queries.entries_for(request.user), pk=pk)
    document = queries.document_of(entry)
    release.check(document, own=entry.is_own_of(request.user))
    return document, list(queries.signing_of(entry, request.user).requests)


def _sent(paper: papers.Paper) -> FileResponse:
    return FileResponse(paper.content, as_attachment=True, filename=paper.file_name, content_type=papers.PDF)
