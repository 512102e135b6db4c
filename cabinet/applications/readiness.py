"""The check before submission: each lack with its point of the act and the place where it is mended."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from cabinet.applicants.asked import missing_of
from cabinet.cases.drafts.state import DraftState
from cabinet.cases.models import Case
from cabinet.rules.citation import for_applicants

from .answers import is_given
from .checklist import Paper
from .divisions import imbalances_of
from .standing import Standing
from .steps import APPLICANT, CHECK, DOCUMENTS, address_of, first_step


@dataclass(frozen=True)
class Lack:
    """`holds_back`: without it there is no application. Else the law lets submit, and the company asks for it later."""

    code: str
    text: str
    url: str
    about: str  # what the link leads to, for those who hear it
    point: str = ""  # «пункт 10»
    holds_back: bool = True


def lacks_of(case: Case, standing: Standing, papers: Sequence[Paper], *, lacks_phone: bool) -> list[Lack]:
    """In the order of the steps; empty when nothing is missing."""
    return [
        *_of_questions(case, standing),
        *_of_words(case, standing),
        *_of_sums(case, standing),
        *_of_documents(case, papers),
        *_of_applicant(case, lacks_phone=lacks_phone),
    ]


def _of_questions(case: Case, standing: Standing) -> list[Lack]:
    found = []
    if standing.facts.get("kind") is None:
        url = f"{address_of(case, first_step(case))}#id_type_0"
        found.append(Lack("type", "Выберите тип заявки", url, "тип заявки"))
    for question in standing.asked():
        answer = standing.answers.get(question.code)
        if question.is_required(standing.facts) and not (is_given(answer) or question.default):
            found.append(
                Lack(question.code, question.missing, place_of(case, question.page, question.code, question.type),
                     question.label, for_applicants(question))
            )  # fmt: skip
    return found


def _of_words(case: Case, standing: Standing) -> list[Lack]:
    """What was typed and makes no sense yet is no answer: nobody should think that it was handed over."""
    typed = DraftState.of(case).typed
    return [
        Lack(f"typed-{one.code}", f"Проверьте «{one.label}»: введённое не удалось понять",
             place_of(case, one.page, one.code, one.type), one.label)
        for one in standing.asked()
        if one.code in typed
    ]  # fmt: skip


def _of_sums(case: Case, standing: Standing) -> list[Lack]:
    found = []
    for wrong in imbalances_of(standing):
        question = standing.pack.question(wrong.code)
        place = place_of(case, question.page, question.code, question.type)
        found.append(Lack(f"sum-{wrong.code}", wrong.message, place, question.label, for_applicants(question)))
    return found


def _of_documents(case: Case, papers: Sequence[Paper]) -> list[Lack]:
    url = f"{address_of(case, DOCUMENTS)}#documents"
    return [
        Lack(paper.attachment.code, f"Не добавлен документ: {paper.title}", url, paper.title,
             for_applicants(paper.attachment), holds_back=False)
        for paper in papers
        if paper.is_missing
    ]  # fmt: skip


def _of_applicant(case: Case, *, lacks_phone: bool) -> list[Lack]:
    found = []
    back = urlencode({"next": address_of(case, CHECK)})
    if missing := missing_of(case.applicant):
        text = f"Заполните сведения о заявителе: {', '.join(missing)}"
        found.append(Lack("details", text, f"{reverse('profile')}?{back}", "сведения о заявителе"))
    if lacks_phone:
        text = "Подтвердите телефон кодом из СМС"
        found.append(Lack("phone", text, f"{reverse('phone')}?{back}", "подтверждение телефона"))
    return found


def place_of(case: Case, page: str, code: str, kind: str) -> str:
    """The address of a question: its control, or the first of several."""
    first = {"yes_no": "_0", "choice": "_0", "stages": "-0-design_on"}.get(kind, "")
    return f"{address_of(case, page)}#id_{code}{first}"


__all__ = ["APPLICANT", "Lack", "lacks_of", "place_of"]
