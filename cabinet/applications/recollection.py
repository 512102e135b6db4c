"""What was asked once: answers of earlier applications that a new draft offers again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from cabinet.cases.models import Case
from cabinet.rules.pack import Pack, Question

from .answers import is_given
from .models import Application

SEARCHED = 50  # newest applications of one applicant that are looked through


@dataclass(frozen=True)
class Recollection:
    """`same` tells of the same object; `latest` is the newest application, and may tell of another."""

    same: Application | None = None
    latest: Application | None = None
    about_object: frozenset[str] = field(default_factory=frozenset)  # codes of questions that tell of an object

    def offered(self, question: Question) -> tuple[Any, str]:
        """An answer to offer and where it comes from; none of both where nothing is known.

        Of another object only what tells of the applicant is offered: who sells the energy, and not how much of it.
        """
        sources = [self.same, None if question.code in self.about_object else self.latest]
        for source in sources if question.kept else []:
            if source is not None and is_given(answer := source.given.get(question.code)):
                return answer, f"Взято из заявки {source.case.name}: проверьте"
        return None, ""


def recollection_of(application: Application) -> Recollection:
    """One query. Only what this applicant has submitted is looked at."""
    earlier = list(
        Application.objects.filter(case__applicant=application.case.applicant)
        .exclude(case__stage="draft")
        .exclude(pk=application.pk)
        .select_related("case")
        .order_by("-case__submitted_at", "-pk")[:SEARCHED]
    )
    if not earlier:
        return Recollection()
    same = next((one for one in earlier if is_about_same(one, application)), None)
    return Recollection(same, earlier[0], _about_object(application.case.rules))


def is_about_same(one: Application, other: Application) -> bool:
    """The same plot, or the same address by its letters and digits."""
    if set(one.cadastral_numbers) & set(other.cadastral_numbers):
        return True
    return bool(other.address) and _plain(one.address) == _plain(other.address)


def duplicates_of(application: Application) -> list[Case]:
    """Open applications of the same applicant about the same object; drafts are nobody's duplicates."""
    if not (application.address or application.cadastral_number):
        return []
    mine = Application.objects.filter(case__applicant=application.case.applicant).exclude(pk=application.pk)
    alive = mine.exclude(case__stage__in=("draft", "withdrawn", "voided", "refused"))
    like = Q(address__iexact=application.address) if application.address else Q()
    for number in application.cadastral_numbers:
        like |= Q(cadastral_number__contains=number)
    found = alive.filter(like).select_related("case").order_by("-pk")[:SEARCHED]
    return [one.case for one in found if is_about_same(one, application)]


def _about_object(pack: Pack) -> frozenset[str]:
    """The questions of the pages that ask where the object is and how much power it takes."""
    pages = {question.page for question in pack.questions if question.type in {"plots", "power"}}
    return frozenset(question.code for question in pack.questions if question.page in pages)


def _plain(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def offers_of(application: Application, questions: list[Question]) -> Mapping[str, tuple[Any, str]]:
    """Answers and their sources for those of `questions` that have no answer of their own yet."""
    given = application.given
    open_ = [one for one in questions if one.kept and not is_given(given.get(one.code))]
    if not open_:
        return {}
    recollection = recollection_of(application)
    offered = {one.code: recollection.offered(one) for one in open_}
    return {code: offer for code, offer in offered.items() if is_given(offer[0])}
