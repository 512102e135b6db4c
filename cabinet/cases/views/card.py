"""How the card of a case is drawn, for each side, with or without an open form."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate, localtime

from accounts.models import User
from accounts.requests import Request
from cabinet.catalogue.queries import names_for_applicants
from cabinet.rules.packs import current_pack
from documents import release
from documents.kinds import ACCEPT, hint
from signing.queries import requests_of
from ui.words import in_words, with_time

from .. import filing, queries
from ..asked import asked_of, title_for, with_asked
from ..forms import (
    DocumentForm,
    InformationForm,
    MessageForm,
    NoteForm,
    RegisterForm,
    StaffDocumentForm,
    StaffMessageForm,
    StatusForm,
)
from ..live import live_url
from ..models import Case, Entry, RequestedItem
from ..parties import Signing, may_ask_for_own
from ..stages import NEXT, Stage
from ..submission import Submission

AddForm = MessageForm | StaffMessageForm | NoteForm | StatusForm | DocumentForm | InformationForm
# What may be added to a case: the kind, the words of the button, its icon.
APPLICANT_ADDS = (("document", "Добавить документ", "plus"), ("message", "Добавить сообщение", "message"))
ASKS = ("request", "Запросить недостающее", "warning")
STAFF_ADDS = (*APPLICANT_ADDS, ("status", "Добавить статус", "bolt"), ("note", "Заметка", "lock"))
_TAKEN_BACK = {Entry.Kind.DOCUMENT, Entry.Kind.MESSAGE}


def may_add(case: Case, user: User) -> tuple[tuple[str, str, str], ...]:
    if case.stage in {Stage.WITHDRAWN, Stage.VOIDED} or not user.may_act:
        return ()
    if not user.is_staff_of_company:
        return APPLICANT_ADDS
    may_ask = case.is_application and Stage.MISSING in NEXT[Stage(case.stage)] | {Stage(case.stage)}
    return (*STAFF_ADDS[:2], ASKS, *STAFF_ADDS[2:]) if may_ask else STAFF_ADDS


def form_for(kind: str, case: Case, user: User, data: Any = None) -> AddForm:
    """The form of adding a `kind` of entry, empty or with what was sent."""
    pack = current_pack()
    if kind == "request":
        names = names_for_applicants(case.applicant.legal_form)
        return InformationForm(data, case=case, names=names, items=asked_of(case))
    if user.is_staff_of_company and kind in _OF_STAFF:
        return _OF_STAFF[kind](data, case=case, pack=pack)
    return _OF_BOTH[kind](data)


_OF_STAFF: dict[str, type[StaffMessageForm | StaffDocumentForm]]
_OF_STAFF = {"message": StaffMessageForm, "document": StaffDocumentForm}
_OF_BOTH: dict[str, type[MessageForm | NoteForm | StatusForm | DocumentForm]]
_OF_BOTH = {"document": DocumentForm, "message": MessageForm, "status": StatusForm, "note": NoteForm}


def draw_card(
    request: Request, case: Case, *, adding: str = "", form: AddForm | RegisterForm | None = None, status: int = 200
) -> HttpResponse:
    """The card; `form` with its errors stands in its place: the open form of `adding`, or the register's.

    Without it `?add=` in the address opens an empty form.
    """
    user: User = request.user
    for_staff = user.is_staff_of_company
    pack = current_pack()
    possible = may_add(case, user)
    adding = adding or request.GET.get("add", "")
    if adding not in {kind for kind, _words, _icon in possible}:
        adding = ""
    show = request.GET.get("show", "")
    page, submission = _feed(case, user, show=show, number=request.GET.get("page"))
    shown = [*page.object_list, *(submission.entries if submission else [])]
    context: dict[str, Any] = {
        "case": case,
        "entries": page,
        "submission": submission,
        "has_files": any(entry.document_id for entry in shown),
        "show": show,
        "filters": [("", "Все"), *((code, text) for code, (text, _condition) in queries.FEED_FILTERS.items())],
        "stages": queries.line_of(case, pack) if case.is_application else [],
        "type": case.application.type_in_pack if case.is_application else None,
        "facts": _about_applicant(case) if for_staff else _about_case(case),
        "actions": _actions(case, shown, user) if not for_staff and possible else [],
        "may_act": user.may_act,
        "may_add": possible,
        "adding": adding,
        "add_form": None,
        "live_url": live_url(case.changed_at, case=case),
        "form": form,  # for the error summary and the title of the page
    }
    items = asked_of(case) if case.stage == Stage.MISSING else []
    if items:
        context |= {"items": items, "asked": items[0].request}
    if adding:
        opened = None if isinstance(form, RegisterForm) else form
        context["add_form"] = opened or form_for(adding, case, user)
    if adding == "document":
        context |= _waiting(case, user, [] if for_staff else items, chosen=chosen_item(request, items))
    if for_staff:
        asked = form if isinstance(form, RegisterForm) else RegisterForm(case=case, pack=pack)
        context |= {"register_form": asked, "others": queries.other_cases(case, user), **queries.neighbours(case, user)}
    side = "staff" if for_staff else "applicant"
    return render(request, f"cases/card_{side}.html", context, status=status)


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
        "uploads": filing.waiting_uploads(user, purpose, lambda name: title_for(name, names, items, chosen=chosen)),
        "filed_url": reverse("case_waiting_file", args=[case.pk]) + place,
        "upload_hint": hint(files=settings.MAX_FILES_PER_CASE),
        "accept": ACCEPT,
    }


def _feed(case: Case, user: User, *, show: str, number: str | None) -> tuple[Any, Submission | None]:
    """A page of the feed; its last page ends with the submission, before which nothing was said."""
    entries, handed_over = queries.feed(case, user, show=show), queries.of_submission(case)
    page = queries.feed_page(entries.exclude(handed_over), number)
    submission = None
    if not page.has_next():
        handed = list(entries.filter(handed_over).order_by("position", "created_at", "pk"))
        submission = Submission(case, handed, for_staff=user.is_staff_of_company) if handed or not show else None
    _mark([*page.object_list, *(submission.entries if submission else [])], case, user)
    return page, submission


def _mark(entries: Sequence[Any], case: Case, user: User) -> None:
    """Say of each entry whether it is new to this side, whether this side may take it back, and may have its file."""
    looked = case.company_looked_at if user.is_staff_of_company else case.applicant_looked_at
    asked, today = requests_of([entry.document_id for entry in entries if entry.document_id]), localdate()
    for entry in entries:
        entry.is_own = entry.from_company == user.is_staff_of_company
        entry.is_mine = user.may_act and entry.is_own and entry.kind in _TAKEN_BACK and not hasattr(entry, "withdrawal")
        entry.may_be_opened = entry.document is not None and release.may_have(entry.document, own=entry.is_own)
        may_again = entry.is_own and may_add(case, user)
        entry.again = f"{case.get_absolute_url()}?add=document#add" if may_again else ""  # of a file that was lost
        requests = asked.get(entry.document_id, [])
        entry.signing = Signing(requests, user, today) if requests and not hasattr(entry, "withdrawal") else None
        entry.may_be_signed = not case.is_closed and may_ask_for_own(entry, requests, user)
        entry.is_mine = entry.is_mine and not requests  # what is asked for is recalled, what is signed is kept
        entry.is_new = not entry.is_own and (looked is None or entry.created_at > looked)


def _actions(case: Case, shown: Sequence[Any], user: User) -> list[dict[str, Any]]:
    """«Требуется действие»: what is to be signed comes first."""
    to_sign = [entry.signing.mine for entry in shown if entry.signing and entry.signing.may_be_signed]
    return queries.actions_for([case], to_sign)


def _about_case(case: Case) -> list[tuple[str, str]]:
    type_ = case.application.type_in_pack if case.is_application else None
    submitted = with_time(localtime(case.submitted_at)) if case.submitted_at else ""
    plots = case.application.cadastral_numbers if case.is_application else []
    return [
        ("Тип заявки", type_.title if type_ else ""),
        ("Тема", "" if case.is_application else case.enquiry.get_topic_display()),
        ("Создано", in_words(localtime(case.created_at))),
        ("Подано", submitted),
        ("Регистрационный номер", case.number or "ещё не присвоен"),
        ("Текущий статус", case.status),
        ("Кадастровые номера" if len(plots) > 1 else "Кадастровый номер", "\n".join(plots)),
        ("Исполнитель", case.executor.full_name if case.executor else ""),
    ]


def _about_applicant(case: Case) -> list[tuple[str, str]]:
    return [
        ("Форма", case.applicant.get_legal_form_display()),
        ("ФИО", case.applicant.full_name),
        ("Номера", case.applicant.numbers),
        ("Создано", in_words(localtime(case.created_at))),
        ("Подано", with_time(localtime(case.submitted_at)) if case.submitted_at else ""),
    ]
