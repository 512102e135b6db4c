"""Files in and out, and the end of a draft."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import Request
from audit import record
from cabinet.rules.packs import current_pack
from documents.errors import FileBroken
from documents.views import hand_out
from tenancy.access import Role, access
from tenancy.idempotency import key_of

from .. import services
from ..models import Case, Entry


@access(Role.APPLICANT)
@require_POST
def upload(request: Request, pk: int) -> HttpResponse:
    """One file of a draft, sent by the page itself: answers its row, or a sentence (a DomainError as JSON)."""
    case = get_object_or_404(Case.objects.acted_on_by(request.user), pk=pk)
    file = request.FILES.get("file")
    if file is None:
        raise FileBroken("")
    entry = services.attach(case, file, title="", by=request.user, key=key_of(request), now=timezone.now())
    context = {"file": entry, "document_names": [name.title for name in current_pack().documents]}
    row = render_to_string("cases/draft_document.html", context, request=request)
    return JsonResponse({"html": row}, status=201)


@access(Role.APPLICANT, Role.STAFF)
@require_safe
def download(request: Request, pk: int) -> HttpResponse:
    """Check the right, write the audit, and send the browser to S3 with a link that lives a minute."""
    visible = Entry.objects.visible_to(request.user).filter(withdrawal__isnull=True)
    entry = get_object_or_404(visible.select_related("document", "case"), pk=pk, kind=Entry.Kind.DOCUMENT)
    document: Any = entry.document  # of a document's entry it is always there: a constraint says so
    answer = hand_out(document)
    record(request.user, "document.downloaded", document, now=timezone.now(), case=entry.case_id)
    return answer


@access(Role.APPLICANT)
def delete_draft(request: Request, pk: int) -> HttpResponse:
    """«Удалить черновик»: a page that asks, then the act."""
    case = get_object_or_404(Case.objects.acted_on_by(request.user).drafts(), pk=pk)
    if request.method == "POST":
        services.delete_draft(case, by=request.user, now=timezone.now())
        messages.success(request, "Черновик удалён.")
        return redirect("case_list")
    return render(request, "cases/delete_draft.html", {"case": case})
