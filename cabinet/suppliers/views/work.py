"""The cabinet of a supplier: its queue, one application, its documents, its contract, its signature."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

import signing.services
from accounts.requests import Request
from audit import record
from cabinet.cases.models import Case, Entry
from cabinet.contracts.views.files import Slot, fill
from cabinet.signatures.forms import MEGABYTE, SignatureFileForm
from cabinet.signatures.plugin import loader_url, plugin_allowed
from cabinet.signatures.queries import Item
from cabinet.signatures.views.qualified import SAID
from cabinet.terms.queries import told_of
from cabinet.terms.rows import term_rows
from documents.kinds import ACCEPT, hint
from documents.views import hand_out
from signing.models import SignatureRequest
from tenancy.access import Role, access
from tenancy.errors import DomainError
from tenancy.idempotency import key_of
from tenancy.methods import hands_out_file, posted_from, require_safe
from ui.forms import Form
from ui.lists import beyond_first, remember_place

from .. import queries, services
from ..forms import FindForm, PlaceForm

PAGE_SIZE = 20


@access(Role.SUPPLIER)
@require_safe
def supplier_queue(request: Request) -> HttpResponse:
    """«Заявки»: what waits for the supplier's contract, the earliest term first; or all that name it."""
    tab = next((tab for tab in queries.TABS if tab.code == request.GET.get("tab")), queries.TABS[0])
    form = FindForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    page = Paginator(queries.queue(request.user, tab, words), PAGE_SIZE).get_page(request.GET.get("page"))
    place = {"tab": tab.code if tab != queries.TABS[0] else "", "q": words, "page": beyond_first(page)}
    remember_place(request, "supplier_queue", place)
    context = {
        "form": form,
        "tab": tab,
        "tabs": [{"text": one.text, "url": one.url, "current": one == tab} for one in queries.TABS],
        "page": page,
        "rows": queries.rows_of(list(page)),
        "is_filtered": bool(words),
    }
    return render(request, "suppliers/queue.html", context)


def _application(request: Request, pk: int) -> Case:
    visible = queries.applications_for(request.user).select_related("application__supplier", "applicant", "due")
    return get_object_or_404(visible, pk=pk)


def _page(request: Request, pk: int) -> str:
    return reverse("supplied", args=[_application(request, pk).pk])


@access(Role.SUPPLIER)
@require_safe
def supplied(request: Request, pk: int) -> HttpResponse:
    """One application as far as the rules show it to the supplier."""
    case, user = _application(request, pk), request.user
    told = told_of([case], looked_on=timezone.localdate()).get(case.pk)
    placed = queries.placed_contract(case)
    context = {
        "case": case,
        "facts": queries.facts_for_supplier(case),
        "documents": queries.documents_for(user, case),
        "terms": [row for row in term_rows(told) if row.term.whose == "supplier"] if told else [],
        "events": queries.events_for_supplier(told) if told else [],
        "placed": placed,
        "details": queries.details_of(placed) if placed else [],
        "awaited": queries.awaited_signature(user, case),
    }
    return render(request, "suppliers/supplied.html", context)


@access(Role.SUPPLIER)
@require_safe
@hands_out_file
def supplied_document(request: Request, pk: int) -> HttpResponse:
    """A file of an application: of those that the rules show, or of one's own that is being signed."""
    entry = get_object_or_404(Entry.objects.select_related("case", "document"), pk=pk)
    case = _application(request, entry.case_id)
    own = entry.from_supplier and entry.author.supplier_id == request.user.supplier_id
    if not own and not queries.documents_for(request.user, case).filter(pk=pk).exists():
        raise Http404
    if entry.document is None:
        raise Http404
    answer = hand_out(entry.document, own=own)
    record(request.user, "document.downloaded", entry.document, now=timezone.now(), case=case.pk)
    return answer


@access(Role.SUPPLIER)
def place(request: Request, pk: int) -> HttpResponse:
    """«Разместить договор»: the file and what belongs to it; the signature comes next."""
    now, user = timezone.now(), request.user
    case = _application(request, pk)
    rule, supplier = case.edition.supplier, case.application.supplier
    if rule is None or supplier is None or case.is_closed:
        raise Http404
    slot = Slot("paper", rule.places.title)
    fill([slot], request, case, "supplier", now=now)
    is_sent = request.method == "POST" and "forget" not in request.POST
    asks_account = rule.asks_account(case.nature.stated(case))
    form = PlaceForm(request.POST if is_sent else None, supplier=supplier, asks_account=asks_account)
    if not is_sent:  # a press that only takes a file away keeps what was typed
        form.initial = {**form.initial, **request.POST.dict()}
    elif _is_ready(form, slot):
        try:
            services.place_contract(
                case, slot.uploads[0], services.Terms(**form.cleaned_data), by=user, key=key_of(request), now=now
            )
        except DomainError as refusal:
            form.add_error("personal_account" if refusal.code == "account_needed" else None, refusal.message)
        else:
            return _to_sign(request, case)
    context = {
        "case": case, "form": form, "slot": slot, "accept": ACCEPT, "upload_hint": hint(),
        "refused": _refused(form, slot) if is_sent else [],
    }  # fmt: skip
    return render(request, "suppliers/place.html", context, status=422 if is_sent else 200)


def _to_sign(request: Request, case: Case) -> HttpResponse:
    """To the signature; a second press after it has been given leads to the application."""
    asked = queries.awaited_signature(request.user, case)
    return redirect("supplied_sign", asked.pk) if asked else redirect("supplied", case.pk)


def _is_ready(form: PlaceForm, slot: Slot) -> bool:
    is_valid = form.is_valid()
    if slot.is_lacking and not slot.refusals:
        slot.refusals.append(f"Приложите файл: «{slot.title}»")
    return is_valid and not slot.refusals


def _refused(form: Any, slot: Slot) -> list[tuple[str, str]]:
    return [
        *((slot.name, refusal) for refusal in slot.refusals),
        *(("", str(error)) for error in form.non_field_errors()),
        *((bound.anchor, str(error)) for bound in form for error in bound.errors),
    ]


def _item(request: Request, pk: int) -> Item:
    """A request to the supplier of this person, in an application that it sees."""
    asked = get_object_or_404(
        SignatureRequest.objects.of_side_of(request.user).select_related("document", "asked_by__supplier"),
        pk=pk, side=SignatureRequest.Side.SUPPLIER,
    )  # fmt: skip
    entry = queries.unsigned_entry(request.user, asked)
    if entry is None:
        raise Http404
    return Item(asked, entry)


@access(Role.SUPPLIER)
@require_safe
@never_cache
@plugin_allowed
def sign_page(request: Request, pk: int) -> HttpResponse:
    return _draw(request, _item(request, pk))


def _page_of_signature(request: Request, pk: int) -> str:
    return reverse("supplied_sign", args=[_item(request, pk).request.pk])


@access(Role.SUPPLIER)
@posted_from(_page_of_signature)
@never_cache
@plugin_allowed
def sign(request: Request, pk: int) -> HttpResponse:
    """A script sends Base64 and gets JSON; the form sends a file and gets a page."""
    item, now = _item(request, pk), timezone.now()
    if (sent := request.POST.get("signature")) is not None:
        raw = sent[: 2 * MEGABYTE].encode()
        signature = signing.services.sign_qualified(item.request, raw, by=request.user, now=now)
        return JsonResponse({"status": signature.status, "message": SAID[signature.status]})  # type: ignore[index]
    form = SignatureFileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            raw = form.cleaned_data["signature"].read()
            signature = signing.services.sign_qualified(item.request, raw, by=request.user, now=now)
        except DomainError as refusal:
            form.add_error("signature", refusal.message)
        else:
            messages.success(request, SAID[signature.status])  # type: ignore[index]
            return redirect("supplied", item.case.pk)
    return _draw(request, _item(request, pk), form=form, status=422)


def _draw(request: Request, item: Item, *, form: Form | None = None, status: int = 200) -> HttpResponse:
    asked, supplier = item.request, request.user.supplier
    may_sign = asked.state == SignatureRequest.State.AVAILABLE
    context: dict[str, Any] = {"item": item, "asked": asked, "case": item.case, "entry": item.entry, "form": form}
    if may_sign and supplier is not None:
        context |= {
            "may_sign": True,
            "file_form": form or SignatureFileForm(),
            "owner": {"inn": supplier.inn, "ogrn": supplier.ogrn},
            "digests": item.digests(),
            "loader": loader_url(),
            "sign_url": reverse("supplied_signature", args=[asked.pk]),
            "done": reverse("supplied", args=[item.case.pk]),
        }
    return render(request, "suppliers/sign.html", context, status=status)
