"""The steps of the guided application: the pages of the pack that ask something, then documents, applicant, check."""

from dataclasses import dataclass

from django.urls import reverse

from cabinet.cases.models import Case

from .models import Application
from .standing import Standing

DOCUMENTS, APPLICANT, CHECK = "documents", "applicant", "check"
_OWN = {DOCUMENTS: "Документы", APPLICANT: "Заявитель", CHECK: "Проверьте заявку"}


@dataclass(frozen=True)
class Step:
    code: str
    title: str
    lead: str = ""


def steps_of(standing: Standing) -> list[Step]:
    """A page without a question for these answers is skipped; the first one asks for the type in any case."""
    first = standing.pack.pages[0].code
    pages = [
        Step(page.code, page.title, page.lead)
        for page in standing.pack.pages
        if page.side == "applicant" and (page.code == first or standing.asked(page.code))
    ]
    return [*pages, *(Step(code, title) for code, title in _OWN.items())]


def is_step(application: Application, code: str) -> bool:
    """Whether the address of a step exists at all; whether it is skipped is another matter."""
    return code in _OWN or any(page.code == code for page in application.case.rules.pages if page.side == "applicant")


def address_of(case: Case, code: str) -> str:
    return reverse("application_step", args=[case.pk, code])


def first_step(case: Case) -> str:
    return case.rules.pages[0].code
