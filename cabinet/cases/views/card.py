"""How the card of a case is drawn, for each side, with or without an open form."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.conf import settings
from django.core.paginator import Page
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localtime

from accounts.models import User
from accounts.requests import Request
from cabinet.catalogue.queries import names_for_applicants
from documents.kinds import ACCEPT, hint
from ui.words import in_words, with_time

from .. import queries, services
from ..actions import Action, actions_for
from ..asked import Slot, asked_of, slots_of, title_for, with_asked
from ..feed.row import FeedRow, rows_of, with_answers
from ..feed.submission import Submission
from ..files import arrivals
from ..forms import (
    CheckForm,
    DocumentForm,
    InformationForm,
    MessageForm,
    NoteForm,
    RegisterForm,
    StaffDocumentForm,
    StaffMessageForm,
    StatusForm,
)
from ..kinds import Facts
from ..live import live_url
from ..models import Case, Entry, RequestedItem
from ..panels import panels_of
from ..stage_line import line_of
from ..stages import Stage

AddForm = MessageForm | StaffMessageForm | NoteForm | StatusForm | DocumentForm | InformationForm
# What may be added to a case: the kind, the words of the button, its icon.
APPLICANT_ADDS = (("document", "Добавить документ", "plus"), ("message", "Добавить сообщение", "message"))
ASKS = ("request", "Запросить недостающее", "warning")
STAFF_ADDS = (*APPLICANT_ADDS, ("status", "Добавить статус", "bolt"), ("note", "Заметка", "lock"))


def may_add(case: Case, user: User) -> tuple[tuple[str, str, str], ...]:
    if case.stage == Stage.WITHDRAWN or not user.may_act:
        return ()
    if not user.is_staff_of_company:
        return APPLICANT_ADDS
    may_ask = case.nature.has_stages and not case.is_decided
    may_ask = may_ask and Stage.MISSING in case.next_stages | {Stage(case.stage)}
    return (*STAFF_ADDS[:2], ASKS, *STAFF_ADDS[2:]) if may_ask else STAFF_ADDS


def form_for(kind: str, case: Case, user: User, data: Any = None) -> AddForm:
    """The form of adding a `kind` of entry, empty or with what was sent."""
    if kind == "request":
        names = names_for_applicants(case.applicant.legal_form)
        return InformationForm(data, case=case, names=names, items=asked_of(case))
    if user.is_staff_of_company and kind in _OF_STAFF:
        return _OF_STAFF[kind](data, case=case)
    return _OF_BOTH[kind](data)


_OF_STAFF: dict[str, type[StaffMessageForm | StaffDocumentForm]]
_OF_STAFF = {"message": StaffMessageForm, "document": StaffDocumentForm}
_OF_BOTH: dict[str, type[MessageForm | NoteForm | StatusForm | DocumentForm]]
_OF_BOTH = {"document": DocumentForm, "message": MessageForm, "status": StatusForm, "note": NoteForm}


def draw_card(
    request: Request,
    case: Case,
    *,
    adding: str = "",
    form: AddForm | RegisterForm | CheckForm | None = None,
    answering: Mapping[str, list[str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The card; `form` with its errors stands in its place: the open form of `adding`, the register's, or the check's.

    Without it `?add=` in the address opens an empty form. `answering` says why an answer was not sent: `refusals`, and
    what is still `lacking`.
    """
    user: User = request.user
    for_staff = user.is_staff_of_company
    possible = may_add(case, user)
    adding = adding or request.GET.get("add", "")
    if adding not in {kind for kind, _words, _icon in possible}:
        adding = ""
    show = request.GET.get("show", "")
    page, rows, submission = _feed(case, user, show=show, number=request.GET.get("page"))
    shown = [*rows, *(submission.rows if submission else [])]
    context: dict[str, Any] = {
        "case": case,
        "page": page,
        "rows": with_answers(rows),
        "submission": submission,
        "has_files": any(row.entry.document_id for row in shown),
        "show": show,
        "filters": [("", "Все"), *((code, text) for code, (text, _condition) in queries.FEED_FILTERS.items())],
        "stages": line_of(case) if case.nature.has_stages else [],
        "public_stages": case.nature.public_stages(case),
        "summary": case.nature.summary(case),
        "headline": " · ".join(case.nature.headline(case)),
        "facts": [*_about_applicant(case), *case.nature.notes_for_staff(case)] if for_staff else _about_case(case),
        "statement": [fact for fact in case.nature.statement(case) if fact[1]],
        "actions": _actions(case, shown) if not for_staff and possible else [],
        "panels": panels_of(case, user),
        "may_act": user.may_act,
        "may_add": possible,
        "adding": adding,
        "add_form": None,
        "live_url": live_url(case.changed_at, case=case),
        "form": form,  # for the error summary and the title of the page
    }
    slots = slots_of(case)
    items = [slot.item for slot in slots if case.stage == Stage.MISSING and not slot.item.is_accepted]
    if slots:
        context |= _slots(case, user, slots, form=form, answering=answering)
    if adding:
        opened = None if isinstance(form, RegisterForm | CheckForm) else form
        context["add_form"] = opened or form_for(adding, case, user)
    if adding == "document":
        context |= _waiting(case, user, [] if for_staff else items, chosen=chosen_item(request, items))
    if for_staff:
        asked = form if isinstance(form, RegisterForm) else RegisterForm(case=case)
        context |= {"register_form": asked, **queries.beside(case)}
        # Asked by the template only where there is no number yet.
        context["are_numbers_by_template"] = partial(services.are_given_by_template, case)
    side = "staff" if for_staff else "applicant"
    return render(request, f"cases/card_{side}.html", context, status=status)


def _slots(
    case: Case,
    user: User,
    slots: Sequence[Slot],
    *,
    form: object,
    answering: Mapping[str, list[str]] | None,
) -> dict[str, Any]:
    """The list of what was asked for, with what either side may do with it."""
    asked = slots[0].item.request
    context: dict[str, Any] = {"slots": slots, "asked": asked, "answering": answering or {}}
    if not user.is_staff_of_company:
        return context | {"upload_hint": hint(files=settings.MAX_FILES_PER_CASE), "accept": ACCEPT}
    if user.may_act and asked.supplied_at is not None:
        context["check_form"] = form if isinstance(form, CheckForm) else CheckForm(case=case, slots=slots)
    return context


def chosen_item(request: Request, items: Sequence[RequestedItem]) -> RequestedItem | None:
    """The place in the list of what is missing for which the form of adding was opened."""
    wanted = request.POST.get("for") or request.GET.get("for", "")
    return next((item for item in items if str(item.pk) == wanted), None)


def _waiting(case: Case, user: User, items: Sequence[RequestedItem], *, chosen: RequestedItem | None) -> dict[str, Any]:
    """The files in the open form, also those sent before the page was reloaded."""
    names, purpose = queries.document_names(case, user), f"case:{case.pk}:add"
    place = f"?{urlencode({'for': chosen.pk})}" if chosen else ""
    return {
        "names": with_asked(names, items),
        "chosen": chosen,
        "purpose": purpose,
        "uploads": arrivals.waiting_uploads(user, purpose, lambda name: title_for(name, names, items, chosen=chosen)),
        "filed_url": reverse("case_waiting_file", args=[case.pk]) + place,
        "upload_hint": hint(files=settings.MAX_FILES_PER_CASE),
        "accept": ACCEPT,
    }


def _feed(
    case: Case, user: User, *, show: str, number: str | None
) -> tuple[Page[Entry], list[FeedRow], Submission | None]:
    """A page of the feed; its last page ends with the submission, before which nothing was said."""
    page, handed = queries.feed_page(case, user, show=show, number=number)
    rows = rows_of([*page.object_list, *handed], case, user, may_add=bool(may_add(case, user)))
    rows, handed_rows = rows[: len(page.object_list)], rows[len(page.object_list) :]
    if not page.has_next() and (handed or not show):
        return page, rows, Submission(case, handed_rows, for_staff=user.is_staff_of_company)
    return page, rows, None


def _actions(case: Case, shown: Sequence[FeedRow]) -> list[Action]:
    """«Требуется действие»: what is to be signed comes first."""
    to_sign = [row.signing.mine for row in shown if row.signing and row.signing.mine and row.signing.may_be_signed]
    return actions_for([case], to_sign)


def _about_case(case: Case) -> Facts:
    submitted = with_time(localtime(case.submitted_at)) if case.submitted_at else ""
    return [
        *case.nature.facts(case),
        ("Создано", in_words(localtime(case.created_at))),
        ("Подано", submitted),
        ("Регистрационный номер", case.number or "ещё не присвоен"),
        ("Текущий статус", case.status),
        ("Исполнитель", case.assignee.full_name if case.assignee else ""),
    ]


def _about_applicant(case: Case) -> Facts:
    return [
        ("Форма", case.applicant.get_legal_form_display()),
        ("ФИО", case.applicant.full_name),
        ("Номера", case.applicant.numbers),
        ("Создано", in_words(localtime(case.created_at))),
        ("Подано", with_time(localtime(case.submitted_at)) if case.submitted_at else ""),
        *case.nature.origin(case),
    ]
