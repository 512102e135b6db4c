"""Files in and out, and the end of a draft."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.requests import Request
from audit import record
from documents import pictures, release
from documents.models import Document
from documents.previews import show_picture
from documents.queries import chosen_uploads
from documents.views import hand_out
from tenancy.access import Role, access
from tenancy.methods import hands_out_file, posted_from, require_safe
from ui.lists import place_in

from .. import queries, services
from ..asked import asked_of, title_for
from ..files import arrivals
from ..models import Case, Entry
from .card import chosen_item


def _draft(request: Request, pk: int) -> Case:
    return get_object_or_404(Case.objects.acted_on_by(request.user).select_related("applicant"), pk=pk)


def _card(request: Request, pk: int) -> Case:
    return get_object_or_404(queries.card_to_act(request.user).submitted(), pk=pk)


@access(Role.APPLICANT)
@posted_from(_draft)
def upload(request: Request, pk: int) -> HttpResponse:
    """A file that the page has sent becomes a document of the draft: answers its row, or a sentence, in JSON."""
    case = _draft(request, pk)
    key = request.POST.get("upload", "")
    entry = arrivals.filed_before(case, key)
    if entry is None:
        [source] = chosen_uploads(request.user, [key])
        entry = services.attach(case, source, title="", by=request.user, key=source.key, now=timezone.now())
    return _row(request, "cases/draft_document.html", {"file": entry})


@access(Role.APPLICANT, Role.CLERK)
@posted_from(_card)
def waiting_file(request: Request, pk: int) -> HttpResponse:
    """The row of a file that the page has sent and that waits in the open form of the card for «Добавить»."""
    case = _card(request, pk)
    [sent] = chosen_uploads(request.user, [request.POST.get("upload", "")])
    names = queries.document_names(case, request.user)
    items = [] if request.user.is_staff_of_company else asked_of(case)
    title = title_for(sent.file_name, names, items, chosen=chosen_item(request, items))
    return _row(request, "cases/waiting_file.html", {"upload": sent, "title": title})


def _row(request: Request, template: str, context: dict[str, Any]) -> HttpResponse:
    return JsonResponse({"html": render_to_string(template, context, request=request)}, status=201)


@access(Role.APPLICANT, Role.STAFF)
@require_safe
@hands_out_file
def download(request: Request, pk: int) -> HttpResponse:
    """Check the right, write the audit, and send the browser to S3 with a link that lives a minute."""
    entry, document = _shown(request, pk)
    answer = hand_out(document, own=_is_own(entry, request))
    record(request.user, "document.downloaded", document, now=timezone.now(), case=entry.case_id)
    return answer


@access(Role.APPLICANT, Role.STAFF)
@require_safe
def preview(request: Request, pk: int) -> HttpResponse:
    """«Посмотреть»: the picture, or the first pages.

    A PDF is drawn too: telephones show none in a page, and drawn by us it can do nothing to whoever looks.
    """
    entry, document = _shown(request, pk)
    release.check(document, own=_is_own(entry, request))
    pages = pictures.count_pages(document) if document.has_pictures else 0
    record(request.user, "document.looked_at", document, now=timezone.now(), case=entry.case_id)
    context = {"entry": entry, "document": document, "pages": range(1, pages + 1), "most": pictures.PAGES}
    return render(request, "cases/preview.html", context)


@access(Role.APPLICANT, Role.STAFF)
@require_safe
def picture(request: Request, pk: int, name: str) -> HttpResponseBase:
    entry, document = _shown(request, pk)
    return show_picture(document, name, own=_is_own(entry, request))


def _shown(request: Request, pk: int) -> tuple[Entry, Document]:
    """A document that is not withdrawn, and the entry of which it is."""
    visible = Entry.objects.visible_to(request.user).filter(withdrawal__isnull=True)
    entry = get_object_or_404(visible.select_related("document", "case"), pk=pk, kind=Entry.Kind.DOCUMENT)
    assert entry.document is not None  # noqa: S101  # a constraint says so
    return entry, entry.document


def _is_own(entry: Entry, request: Request) -> bool:
    return entry.is_own_of(request.user)


@access(Role.APPLICANT)
def delete_draft(request: Request, pk: int) -> HttpResponse:
    """«Удалить черновик»: a page that asks, then the act."""
    case = get_object_or_404(Case.objects.acted_on_by(request.user).drafts(), pk=pk)
    if request.method == "POST":
        services.delete_draft(case, by=request.user, now=timezone.now())
        messages.success(request, "Черновик удалён.")
        return redirect(place_in(request, "case_list"))
    return render(request, "cases/delete_draft.html", {"case": case})
