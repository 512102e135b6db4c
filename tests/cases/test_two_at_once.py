"""Two who press at the same moment, over connections of their own and with real commits."""

import uuid
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from cabinet.applications import services as applications
from cabinet.cases import services
from cabinet.cases.errors import NumberTaken, TooManyFiles
from cabinet.cases.models import Case
from notifications.models import OutboxMessage
from tenancy.company import inside
from tenants.models import GridCompany
from tests import world
from tests.at_once import at_once as all_at_once
from tests.moment import NOW

AtOnce = Callable[..., list[Any]]


@pytest.fixture
def at_once(scratch_company: GridCompany, django_db_blocker: Any) -> AtOnce:
    """Do it in so many threads, all let go at the same moment."""
    return partial(all_at_once, scratch_company, django_db_blocker)


@pytest.fixture
def applicant(scratch_company: GridCompany) -> Iterator[User]:
    with inside(scratch_company):
        user = world.person(1)
        OutboxMessage.objects.all().delete()  # of the registration
        yield user


def test_a_double_press_submits_once(at_once: AtOnce, applicant: User, scratch_company: GridCompany) -> None:
    case = world.draft(applicant)
    browsers = []
    for _ in range(4):
        browser = Client(HTTP_HOST=scratch_company.host)
        browser.force_login(applicant)
        browsers.append(browser)
    form = {**world.ANSWERS, "max_power_kw": "15", "do": "submit"}

    answers = at_once(lambda n: browsers[n].post(f"/applications/{case.pk}/draft/", form))

    assert {answer["Location"] for answer in answers} == {f"/cases/{case.pk}/"}
    assert Case.objects.count() == 1
    assert OutboxMessage.objects.count() == 2


def test_a_draft_is_begun_once(at_once: AtOnce, applicant: User) -> None:
    key = uuid.uuid4()

    def start(n: int) -> int:
        return int(applications.start(applicant=world.applicant_of(applicant), by=applicant, key=key, now=NOW).pk)

    assert len(set(at_once(start))) == 1


def test_a_number_is_given_to_one(at_once: AtOnce, applicant: User) -> None:
    clerk = world.staff(1)
    cases = [world.application(applicant) for _ in range(4)]

    def give(n: int) -> bool:
        try:
            services.register(
                cases[n], number="1563", status=cases[n].status, assignee=None, version=0, by=clerk, now=NOW
            )
        except NumberTaken:
            return False
        return True

    assert sorted(at_once(give)) == [False, False, False, True]
    assert Case.objects.filter(number="1563").count() == 1


def test_the_limit_of_files_holds(at_once: AtOnce, applicant: User, settings: Any) -> None:
    settings.MAX_FILES_PER_CASE = 2
    case = world.draft(applicant)

    def attach(n: int) -> bool:
        try:
            services.attach(case, world.pdf(), title="", by=applicant, key=uuid.uuid4(), now=NOW)
        except TooManyFiles:
            return False
        return True

    assert sum(at_once(attach)) == case.entries.count() == 2
