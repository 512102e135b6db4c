"""Many files at once: a document with all that proves its signatures, an application to be signed outside."""

from collections.abc import Iterable

from django.http import Http404, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

import documents.services
from accounts.requests import Request
from audit import record
from cabinet.cases.files.archive import ARCHIVES
from cabinet.cases.kinds import listed_rows
from cabinet.cases.models import Case
from documents.storage import attachment
from documents.zip_stream import Member, safe_name, whole, zipped
from signing.evidence.files import beside
from tenancy.access import Role, access
from tenancy.methods import require_safe

from ..kit import members_of_kit
from .papers import signed_document


@access(Role.APPLICANT, Role.STAFF)
@require_safe
@never_cache
def proof(request: Request, pk: int) -> HttpResponseBase:
    """«Скачать всё для проверки»: the file and all that proves its signatures, also where nothing of ours is left."""
    document, requests = signed_document(request, pk)
    if not ARCHIVES.allows(request):
        return render(request, "errors/429.html", status=429)
    documents.services.can_be_read()
    now = timezone.now()
    name = safe_name(document.file_name)
    proofs = beside(document, requests, name, now=now)
    file = Member(name, documents.services.chunks(document), document.uploaded_at)
    record(request.user, "document.proof_downloaded", document, now=now)
    members = [file, *(Member(proof.name, whole(proof.content), proof.at) for proof in proofs)]
    return _zip(members, f"{name}, для проверки.zip")


@access(Role.APPLICANT, Role.STAFF)
@require_safe
@never_cache
def kit(request: Request, pk: int) -> HttpResponseBase:
    """«Скачать комплект для подписания»: for those who sign outside, through an operator of electronic documents."""
    cases = Case.objects.visible_to(request.user).select_related("applicant", *listed_rows())
    case = get_object_or_404(cases, pk=pk)
    if not case.nature.has_stages:
        raise Http404
    if not ARCHIVES.allows(request):
        return render(request, "errors/429.html", status=429)
    documents.services.can_be_read()
    now = timezone.now()
    record(request.user, "case.kit_downloaded", case, now=now)
    name = f"{case.kind_name} {case.number}".strip()
    return _zip(members_of_kit(case, request.user, now=now), f"{name}, комплект для подписания.zip")


def _zip(members: Iterable[Member], name: str) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(zipped(members), content_type="application/zip")
    answer["Content-Disposition"] = attachment(safe_name(name))
    return answer
