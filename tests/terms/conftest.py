"""A house of 15 kW (Section X), and what people do with its application."""

import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from accounts.models import User
from cabinet.cases import services
from cabinet.cases.models import Case
from cabinet.deadlines.course import Course
from cabinet.terms.queries import told_of
from tests import world
from tests.moment import NOW

HOUSE = {"household": True, "reliability": "3", "voltage": "0_4"}


def submitted(applicant: User, *, at: datetime = NOW, **answers: Any) -> Case:
    draft = world.draft(applicant)
    draft.application.answers = {**HOUSE, **answers}
    draft.application.save()
    services.attach(draft, world.pdf(), title="", by=applicant, key=uuid.uuid4(), now=at)
    return services.submit(draft, by=applicant, now=at)


@pytest.fixture
def case(applicant: User) -> Case:
    """Submitted on Friday, 13.03.2026."""
    return submitted(applicant)


def anew(case: Case) -> Case:
    return Case.objects.select_related("application", "applicant").get(pk=case.pk)


def course(case: Case, day: date) -> Course:
    return told_of([anew(case)], looked_on=day)[case.pk].course


def states(case: Case, day: date) -> dict[str, str]:
    return {term.code: term.state for term in course(case, day).terms}


def last_days(case: Case, day: date) -> dict[str, date | None]:
    return {term.code: term.last_day for term in course(case, day).terms}


@pytest.fixture
def asks(administrator: User) -> Callable[..., None]:
    """The company asks for what is missing so many days after the submission."""

    def ask(case: Case, days: int) -> None:
        common: dict[str, Any] = {"by": administrator, "key": uuid.uuid4(), "now": NOW + timedelta(days=days)}
        services.ask_information(case, documents=[], words="Пришлите план участка", due_on=None, **common)

    return ask


@pytest.fixture
def answers(applicant: User) -> Callable[..., None]:
    def answer(case: Case, days: int) -> None:
        services.add_message(
            case, text="План во вложении", by=applicant, key=uuid.uuid4(), now=NOW + timedelta(days=days)
        )

    return answer
