"""The guided application: one step a page, any order, saved as one goes."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts import services as accounts
from accounts.requests import Request
from cabinet.applicants.asked import missing_of
from cabinet.cases.drafts.page import DraftDesk, DraftPage
from cabinet.cases.drafts.state import DraftState, Sheet
from cabinet.cases.models import Case, Entry
from cabinet.company.queries import profile
from cabinet.rules.citation import in_full
from tenancy.access import Role, access
from ui.words import upper_first

from .. import services
from ..answers import for_form
from ..checklist import Paper, papers_of
from ..earlier_files import earlier_files
from ..forms import DocumentsForm, StepForm
from ..models import Application
from ..power_balance import whole
from ..price import estimate_of
from ..readiness import Lack, lacks_of
from ..recollection import duplicates_of, offers_of
from ..standing import Standing, standing_of
from ..statement import Chapter, chapters_of
from ..steps import APPLICANT, CHECK, DOCUMENTS, Step, address_of, first_step, is_step, steps_of
from ..suppliers import may_be_passed, supplier_by_default, supplier_question
from .draft import found, hand_over, take_again


@access(Role.APPLICANT)
def step(request: Request, pk: int, page: str) -> HttpResponse:
    case = found(request, pk)
    if not is_step(case.application, page):
        raise Http404
    return Guide(request, case, page).answer()


class Guide:
    """One request to one step of an application."""

    def __init__(self, request: Request, case: Case, page: str) -> None:
        self.request, self.case, self.page = request, case, page
        self.application: Application = case.application

    def answer(self) -> HttpResponse:
        steps = steps_of(self.standing)
        if self.case.is_draft and self.page not in {one.code for one in steps} and self.request.method != "POST":
            return redirect(address_of(self.case, self._after(steps)))
        is_submitted = self.page == CHECK and self.request.POST.get("do") == "submit"
        if is_submitted and self.case.is_draft and (answer := self._not_ready()):
            return answer
        return DraftDesk(self.request, self.case).answer(self._draft_page())

    @property
    def by_representative(self) -> bool:
        return self.request.user.acting.is_representative

    @property
    def standing(self) -> Standing:
        """Of what is kept now."""
        return standing_of(self.application, by_representative=self.by_representative)

    def _draft_page(self) -> DraftPage:
        common: dict[str, Any] = {
            "save": self._save,
            "submit": self._submit,
            "part": self.page,
            "address": address_of(self.case, self.page),
            "onward": self._onward,
            "asks_all": ("next",),
            "context": self._context,
        }
        if self.page in {DOCUMENTS, APPLICANT, CHECK}:
            template = f"applications/step_{self.page}.html"
            common |= (
                {"take_again": partial(take_again, self.request, self.application)} if self.page == DOCUMENTS else {}
            )
            return DraftPage(template=template, draft_form=DocumentsForm, full_form=DocumentsForm, answers={}, **common)
        form = partial(
            StepForm,
            application=self.application,
            page=self.page,
            by_representative=self.by_representative,
            has_more="more" in self.request.GET,
            offers=self._offers(),
        )
        return DraftPage(
            template="applications/step.html",
            draft_form=form,
            full_form=partial(form, is_full=True),
            answers=self._answers(),
            **common,
        )

    def _offers(self) -> Mapping[str, Any]:
        """Answers of earlier applications; asked only when the page is drawn for the first time."""
        if self.request.method == "POST" or not self.case.is_draft:
            return {}
        return offers_of(self.application, self.standing.asked(self.page))

    def _answers(self) -> Mapping[str, Any]:
        """What is kept of this page, as its fields take it."""
        given = self.application.given
        questions = [question for question in self.case.rules.questions if question.page == self.page]
        kept = {question.code: for_form(question, given.get(question.code)) for question in questions}
        return {"type": self.application.type, **kept} if self.page == first_step(self.case) else kept

    # --- Writing

    def _save(self, form: Any, *, sheet: Sheet) -> None:
        answers = form.answers if isinstance(form, StepForm) else {}
        services.save_draft(self.application, answers=answers, step=self.page, sheet=sheet, now=timezone.now())
        self._read_again()

    def _submit(self, form: Any, *, sheet: Sheet) -> HttpResponse:
        return hand_over(self.request, self.application, answers={}, step=self.page, sheet=sheet)

    def _read_again(self) -> None:
        self.application = Application.objects.get(pk=self.case.pk)
        self.application.case = self.case

    def _onward(self, asked: str, form: Any) -> str:
        """«Далее» leads on, unless these answers have brought up questions that the page did not have."""
        here = address_of(self.case, self.page)
        if asked == "more":
            return f"{here}?more=1#stages"
        if asked != "next":
            return ""
        if isinstance(form, StepForm) and form.fresh:
            return f"{here}?fresh=1"
        return address_of(self.case, self._after(steps_of(self.standing)))

    def _after(self, steps: list[Step]) -> str:
        """The step that follows, also from a page which these answers skip."""
        codes = [one.code for one in steps]
        order = [*(page.code for page in self.case.rules.pages), DOCUMENTS, APPLICANT, CHECK]
        later = [code for code in order[order.index(self.page) + 1 :] if code in codes]
        if later and later[0] == APPLICANT and not missing_of(self.case.applicant):
            later = later[1:]  # nothing is asked there: who wants to look goes by the line of steps
        if later and may_be_passed(self.standing, later[0]):
            later = later[1:]
        return later[0] if later else CHECK

    def _not_ready(self) -> HttpResponse | None:
        """The check once more, if something holds the submission back or is missing that was not agreed to."""
        lacks = self._lacks(self._papers(self.standing), self.standing)
        agreed = set(self.request.POST.getlist("agreed"))
        if all(not lack.holds_back and lack.code in agreed for lack in lacks):
            return None
        if {lack.code for lack in lacks} <= {"details", "phone"}:
            return None  # leads there and back by itself
        desk = DraftDesk(self.request, self.case)
        desk.page = self._draft_page()
        form = DocumentsForm()
        form.remarks = {}
        context = {"form": form, "case": self.case, **self._context(), **desk.context(form), "is_refused": True}
        return render(self.request, "applications/step_check.html", context, status=422)

    # --- What the page shows

    def _papers(self, standing: Standing) -> list[Paper]:
        return papers_of(self.case, standing, self.case.entries.filter(kind=Entry.Kind.DOCUMENT))

    def _lacks(self, papers: list[Paper], standing: Standing) -> list[Lack]:
        return lacks_of(self.case, standing, papers, lacks_phone=accounts.lacks_phone(self.request.user))

    def _context(self) -> dict[str, Any]:
        standing = self.standing
        steps = steps_of(standing)
        codes = [one.code for one in steps]
        number = codes.index(self.page) if self.page in codes else 0
        papers = self._papers(standing)
        lacks = self._lacks(papers, standing)
        return {
            "application": self.application,
            "pack": self.case.rules,
            "step": steps[number],
            "number": number + 1,
            "count": len(steps),
            "line": self._line(steps, lacks),
            "before": address_of(self.case, codes[number - 1]) if number else "",
            "standing": standing,
            "category": standing.category,
            "point": upper_first(in_full(standing.category)) if standing.category else "",
            "undecided": standing.undecided,
            "total": self._total(standing),
            "estimate": estimate_of(standing, self.application.max_power_kw),
            "has_fresh": "fresh" in self.request.GET,
            "lacks_phone": accounts.lacks_phone(self.request.user),
            **self._of_this_step(standing, papers, lacks),
        }

    def _of_this_step(self, standing: Standing, papers: list[Paper], lacks: list[Lack]) -> dict[str, Any]:
        if self.page == DOCUMENTS:
            return {"papers": papers, "earlier": earlier_files(self.application, standing)}
        if self.page == APPLICANT:
            return {"missing": missing_of(self.case.applicant)}
        if self.page == CHECK:
            return {
                "chapters": [
                    (chapter, address_of(self.case, chapter.code))
                    for chapter in self._chapters(standing)
                    if chapter.code in {one.code for one in steps_of(standing)}
                ],
                "papers": papers,
                "documents_url": address_of(self.case, DOCUMENTS),
                "applicant_url": address_of(self.case, APPLICANT),
                "holding": [lack for lack in lacks if lack.holds_back],
                "later": [lack for lack in lacks if not lack.holds_back],
            }
        asks_where = any(question.type == "plots" for question in standing.asked(self.page))
        twins = duplicates_of(self.application) if asks_where else []
        is_first = self.page == first_step(self.case)
        return {"is_first": is_first, "forms_url": profile().forms_url if is_first else "", "twins": twins}

    def _chapters(self, standing: Standing) -> list[Chapter]:
        """The answers, with the supplier that is told when nobody is named."""
        question, supplier = supplier_question(standing), supplier_by_default(standing)
        said = {question.label: f"{supplier.name}, по умолчанию"} if question and supplier else {}
        return [
            replace(chapter, facts=[(label, said.get(label, answer)) for label, answer in chapter.facts])
            for chapter in chapters_of(self.application, standing)
        ]

    def _line(self, steps: list[Step], lacks: list[Lack]) -> list[dict[str, str]]:
        """The steps with what is done: one that was never answered is not, whether or not it asks for anything."""
        unready = {lack.url.partition("#")[0] for lack in lacks}
        told = {*self.application.given, *DraftState.of(self.case).typed}
        given = {question.page for question in self.case.rules.questions if self._is_told(question.code, told)}
        line = []
        for one in steps:
            url = address_of(self.case, one.code)
            is_done = url not in unready and (one.code in given or one.code in {DOCUMENTS, APPLICANT})
            state = "current" if one.code == self.page else "done" if is_done and one.code != CHECK else ""
            line.append({"title": one.title, "url": url, "state": state})
        return line

    def _is_told(self, code: str, told: set[str]) -> bool:
        return code in told and bool(self.application.given.get(code))

    def _total(self, standing: Standing) -> Any:
        existing = standing.facts.get("existing_power")
        asked = self.application.max_power_kw
        return whole(asked, existing) if existing else None  # type: ignore[arg-type]
