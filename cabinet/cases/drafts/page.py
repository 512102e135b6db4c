"""What every draft page does with its documents and buttons, whatever its own form asks."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Protocol

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import Applicant
from accounts.requests import Request
from accounts.security.rate_limits import Limit
from cabinet.catalogue.queries import guess
from documents.kinds import ACCEPT, hint
from documents.release import refusal_of
from ui.forms import NumberField
from ui.html import plain
from ui.views import local
from ui.words import with_time

from .. import queries, services
from ..errors import DraftChanged
from ..files import arrivals
from ..live import files_url
from ..models import Case, Entry
from .state import DraftState, Paper, Sheet

TYPED_LIMIT = 100_000  # characters of a field that makes no sense yet
SAVES = Limit("save_draft", "60/m/user")  # by the page itself: every few seconds from each open tab
TOO_OFTEN = "Черновик сохраняется слишком часто. Изменения ещё не сохранены, сохраним их через минуту."


class Write(Protocol):
    """Writes the form of the page into the draft; gives an answer if there is nothing more to show."""

    def __call__(self, form: Any, *, sheet: Sheet) -> HttpResponse | None: ...


@dataclass(frozen=True)
class DraftPage:
    """What the page of a draft is for one kind of case."""

    template: str
    draft_form: Callable[..., Any]  # anything may be missing
    full_form: Callable[..., Any]  # as it is handed over
    answers: Mapping[str, Any]  # what is kept now, by the names of the fields
    save: Write
    submit: Write
    context: Callable[[], Mapping[str, Any]] = dict  # asked only when the page is drawn: a save by itself needs none
    part: str = ""  # of the draft, where the page shows only one
    address: str = ""  # of the page; else that of the draft
    # Where a button leads once the page is saved, by its word; empty: back to the page.
    onward: Callable[[str, Any], str] = lambda _asked, _form: ""
    # Attaches files that the page offers to take again, by their numbers; gives a sentence for each that was refused.
    take_again: Callable[[Sequence[str]], list[str]] = lambda _numbers: []
    asks_all: tuple[str, ...] = ("submit",)  # the buttons for which nothing may be missing


@dataclass(frozen=True)
class Difference:
    """Of a field: what stands on this page and what another page has saved."""

    label: str
    here: str
    saved: str


class DraftDesk:
    """One request to the page of a draft.

    The page is one form. Its button says what is asked: `do` = save, submit, attach or again (files that the page
    offers); `remove`, `up` or `down` = an entry; `go` = an address to be opened next. The page itself asks `do` = keep
    and is answered in JSON. Whatever is asked, files are taken first; a file that is refused stops nothing else.
    """

    page: DraftPage

    def __init__(self, request: Request, case: Case) -> None:
        self.request = request
        self.case = case
        self.refusals: list[str] = []
        self.differences: list[Difference] = []

    def asked(self, action: str) -> bool:
        return self.request.POST.get("do") == action

    def answer(self, page: DraftPage) -> HttpResponse:
        """One page and one form: whatever button is pressed, everything typed is kept."""
        if answer := self._submitted_already():
            return answer
        self.page = page
        state, is_sent = DraftState.of(self.case), self.request.method == "POST"
        make = page.full_form if self.request.POST.get("do") in page.asks_all else page.draft_form
        form = make(self.request.POST if is_sent else None, initial={**page.answers, **state.typed})
        form.remarks = remarks_on(page.draft_form, state)
        if is_sent:
            self.take_documents()
            form.initial = dict(page.answers)
            is_ready = self.asked("submit") and form.is_valid() and not self.refusals
            if answer := self.write(form, page.submit if is_ready else page.save):
                return answer
            self.case.refresh_from_db(fields=["draft"])  # the page that is drawn again stands on what was just saved
        context = {"form": form, "case": self.case, **page.context(), **self.context(form)}
        return render(self.request, page.template, context, status=self.status if is_sent else 200)

    def _submitted_already(self) -> HttpResponse | None:
        """A draft that is no draft any more leads to its card: a second press of «Подать заявку» ends here."""
        if self.case.is_draft:
            return None
        if self.request.method == "POST":
            done = self.case.nature.words.submitted_already
            at = with_time(timezone.localtime(self.case.submitted_at))
            number = f", номер {self.case.number}" if self.case.number else ""
            if self.asked("keep"):
                said = f"{done} {at}{number}. Изменения на этой странице не сохранены."
                return JsonResponse({"code": "not_a_draft", "error": said}, status=409)
            messages.info(self.request, f"{done} {at}{number}. Второй раз отправлять не нужно.")
        return redirect(self.case)

    def take_documents(self) -> None:
        now, by = timezone.now(), self.request.user
        if "remove" in self.request.POST:
            for entry in self._documents():
                if self.request.POST["remove"] == str(entry.pk):
                    services.detach(entry, now=now)
        if "forget" in self.request.POST:
            arrivals.forget(self.request)
        if not self.asked("keep"):  # a page that saves itself files what it has sent by itself, too
            _count, self.refusals = arrivals.file_each(
                self.request,
                self.case,
                lambda new: services.attach(
                    self.case, new.source, title=new.title, comment=new.comment, by=by, key=new.key, now=now
                ),
            )
        if self.asked("again"):
            self.refusals += self.page.take_again(self.request.POST.getlist("again"))
        if self.asked("submit"):
            files = [entry.document for entry in self._documents() if entry.document]
            self.refusals += [refusal_of(file).message for file in files if file.is_unfit]

    def write(self, form: Form, write: Write) -> HttpResponse | None:
        """Have the page written into the draft. None: it is to be shown again, with what is wrong or differs."""
        if self.asked("keep") and not SAVES.allows(self.request):
            return JsonResponse({"code": "too_often", "error": TOO_OFTEN}, status=429)
        sheet = self._sheet(form)
        try:
            answer = write(form, sheet=sheet)
        except DraftChanged as refusal:
            self.case.refresh_from_db()
            self.differences = self._compare(form)
            if self.differences:
                return self._conflict(refusal) if self.asked("keep") else None
            answer = write(form, sheet=replace(sheet, version=DraftState.of(self.case).version))
        if answer is not None:
            return answer
        if self.asked("keep"):
            return self._kept(form)
        if self.refusals:
            return None
        if "go" in self.request.POST:
            return redirect(local(self.request, self.request.POST["go"]))
        if form.errors:
            return None
        if address := self.page.onward(self.request.POST.get("do", ""), form):
            return redirect(address)
        if {"up", "down", "remove", "forget"}.isdisjoint(self.request.POST):
            messages.success(self.request, "Черновик сохранён.", extra_tags="toast")
        return redirect(self._next_place())

    @property
    def status(self) -> int:
        """Of the page, when it is shown again."""
        return 409 if self.differences else 422

    def context(self, form: Form) -> dict[str, Any]:
        names = queries.document_names(self.case, self.request.user)
        purpose = f"case:{self.case.pk}"
        state = DraftState.of(self.case)
        documents = self._documents()
        return {
            "documents": documents,
            "files_url": files_url(self.case, documents),
            "names": names,
            "refusals": self.refusals,
            "differences": self.differences,
            "version": self.request.POST.get("version", state.version) if self.differences else state.version,
            "saved_version": state.version,
            "address": self._address,
            "is_clean": not (form.errors or self.refusals or self.differences),
            "purpose": purpose,
            "uploads": arrivals.waiting_uploads(self.request.user, purpose, lambda name: guess(name, names)),
            "filed_url": reverse("case_upload", args=[self.case.pk]),
            "upload_hint": hint(files=settings.MAX_FILES_PER_CASE),
            "accept": ACCEPT,
            "leaves": "draft",  # the links of the frame are buttons of this form: they save and lead on
        }

    def _sheet(self, form: Form) -> Sheet:
        typed = self.request.POST
        version = typed.get("overwrite", typed.get("version", ""))
        turn = typed.get("turn", "")
        others = {name: words for name, words in DraftState.of(self.case).typed.items() if name not in form.fields}
        return Sheet(
            typed=others | unfit(form, typed),
            part=self.page.part,
            papers=self._papers(),
            version=int(version[:9]) if version[:9].isdecimal() else None,
            page=typed.get("page", "")[:36],
            turn=int(turn[:9]) if turn[:9].isdecimal() else 0,
        )

    def _papers(self) -> list[Paper]:
        typed = self.request.POST
        order = [int(number[:18]) for number in typed.getlist("order") if number[:18].isdecimal()]
        order += [entry.pk for entry in self._documents() if entry.pk not in order and f"title-{entry.pk}" in typed]
        for button, step in (("up", -1), ("down", 1)):
            with suppress(ValueError):
                place = order.index(int(typed.get(button, "")[:18]))
                to = min(max(place + step, 0), len(order) - 1)
                order.insert(to, order.pop(place))
        return [Paper(n, typed.get(f"title-{n}", ""), typed.get(f"comment-{n}", "")[:TYPED_LIMIT]) for n in order]

    def _kept(self, form: Form) -> HttpResponse:
        version = Case.objects.values_list("draft__version", flat=True).get(pk=self.case.pk)
        remarks = {name: " ".join(map(str, form.errors[name])) for name in unfit(form, self.request.POST)}
        said: dict[str, Any] = {"version": version or 0, "at": f"{timezone.localtime():%H:%M}", "remarks": remarks}
        if getattr(form, "is_outdated", False):  # the page shows other questions than these answers bring up
            said["redraw"] = True
        return JsonResponse(said)

    def _conflict(self, refusal: DraftChanged) -> HttpResponse:
        context = {
            "differences": self.differences,
            "saved_version": DraftState.of(self.case).version,
            "case": self.case,
            "address": self._address,
        }
        html = render_to_string("cases/draft_conflict.html", context, request=self.request)
        return JsonResponse({"code": refusal.code, "error": refusal.message, "html": html}, status=409)

    def _compare(self, form: Form) -> list[Difference]:
        """The fields and documents of the page that differ from what is saved now."""
        saved = {**form.initial, **DraftState.of(self.case).typed}
        found = []
        for name, asked in form.fields.items():
            here = _shown(asked, form.cleaned_data.get(name, form[name].data))
            there = _shown(asked, saved.get(name))
            if here != there:
                found.append(Difference(str(asked.label), here or "пусто", there or "пусто"))
        entries = {entry.pk: entry for entry in self._documents()}
        papers = [paper for paper in self._papers() if paper.entry_id in entries]
        for paper in papers:
            entry = entries[paper.entry_id]
            here = _words(f"{paper.title} {paper.comment}")
            there = _words(f"{entry.title} {entry.comment}")
            if here != there:
                label = f"Документ {entry.document.file_name if entry.document else ''}"
                found.append(Difference(label, here, there))
        order = [pk for pk in entries if pk in {paper.entry_id for paper in papers}]
        if [paper.entry_id for paper in papers] != order:
            found.append(Difference("Порядок документов", *(
                ", ".join(entries[pk].title for pk in pks) for pks in ([paper.entry_id for paper in papers], order)
            )))  # fmt: skip
        return found

    def _next_place(self) -> str:
        """Back where the button was."""
        typed = self.request.POST
        for button in ("up", "down"):
            if typed.get(button, "").isdecimal():
                return f"{self._address}#file-{typed[button]}"
        at_files = self.asked("attach") or self.asked("again") or not {"remove", "forget"}.isdisjoint(typed)
        return self._address + ("#documents" if at_files else "")

    @property
    def _address(self) -> str:
        return self.page.address or self.case.get_absolute_url()

    def _documents(self) -> list[Entry]:
        documents = self.case.entries.filter(kind=Entry.Kind.DOCUMENT).select_related("document")
        return list(documents.order_by("position", "created_at", "pk"))


def unfit(form: Form, typed: Mapping[str, str]) -> dict[str, str]:
    """What was typed into the fields of which the form can make no answer. (The database keeps no NUL.)"""
    wrong = [name for name in form.errors if name in form.fields and name not in form.cleaned_data]
    words = {name: _typed(form.fields[name], typed, name).replace("\x00", "")[:TYPED_LIMIT] for name in wrong}
    return {name: word for name, word in words.items() if word.strip()}


def _typed(field: Any, typed: Mapping[str, str], name: str) -> str:
    """The words of a field; one with several controls says itself how they are kept."""
    words = getattr(field.widget, "words", None)
    return str(words(typed, name)) if words else typed.get(name, "")


def remarks_on(form_class: Callable[..., Form], state: DraftState) -> dict[str, str]:
    """What is wrong with the words that make no sense yet: said quietly, a draft may be half done."""
    if not state.typed:
        return {}
    form = form_class(dict(state.typed))
    return {name: " ".join(map(str, form.errors[name])) for name in state.typed if name in form.errors}


def _shown(field: Any, value: Any) -> str:
    """An answer in words, of a field as the page names it."""
    if value in (None, ""):
        return ""
    if in_words := getattr(field, "in_words", None):
        return str(in_words(value))
    choices = dict(getattr(field, "choices", ()) or ())
    value = field.prepare_value(value)
    if value in choices:
        return str(choices[value])
    text = str(value)
    if isinstance(field, NumberField):
        text = text.replace(".", ",")
    return _words(plain(text) if "<" in text else text)


def _words(text: str) -> str:
    return " ".join(text.split())


def applicant_of(request: Request) -> Applicant:
    """For whom this person files. One who files for nobody, or may only look, finds nothing to begin."""
    acting = request.user.acting
    if acting.applicant is None or not acting.may_file:
        raise Http404
    return acting.applicant
