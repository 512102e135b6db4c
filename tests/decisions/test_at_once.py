"""Two employees decide at the same moment, over connections of their own and with real commits."""

import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from cabinet.cases.models import Case
from cabinet.cases.stages import Stage
from cabinet.decisions import services
from cabinet.decisions.errors import DecidedMeanwhile, NothingToUndo
from cabinet.decisions.models import Decision
from notifications.models import OutboxMessage
from tenancy.company import inside
from tenants.models import GridCompany
from tests import world
from tests.at_once import at_once as all_at_once
from tests.world import words

from .conftest import at_stage

AtOnce = Callable[..., list[Any]]


@pytest.fixture
def at_once(scratch_company: GridCompany, django_db_blocker: Any) -> AtOnce:
    return partial(all_at_once, scratch_company, django_db_blocker)


@pytest.fixture
def case(scratch_company: GridCompany) -> Iterator[Case]:
    with inside(scratch_company):
        made = world.application(world.person(1), household=True, reliability="3")
        OutboxMessage.objects.all().delete()
        yield made


@pytest.fixture
def clerks(case: Case) -> list[User]:
    return [world.staff(n) for n in range(1, 5)]


def test_one_refuses_and_the_others_get_the_card_as_it_is(
    at_once: AtOnce, case: Case, clerks: list[User], scratch_company: GridCompany
) -> None:
    browsers = []
    for clerk in clerks:
        browser = Client(HTTP_HOST=scratch_company.host)
        browser.force_login(clerk)
        browsers.append(browser)
    form = {"reason": "untrue", "text": "Другой участок.", "version": str(case.version), "do": "send"}

    answers = at_once(lambda n: browsers[n].post(f"/cases/{case.pk}/refusal/", {**form, "key": str(uuid.uuid4())}))

    assert sorted(answer.status_code for answer in answers) == [302, 409, 409, 409]
    for late in (answer for answer in answers if answer.status_code == 409):
        assert "Другой участок." in words(late)
        assert "ваше решение не записано" in words(late)
    assert Decision.objects.count() == 1
    assert OutboxMessage.objects.filter(channel="email").count() == 1


def test_of_a_confirmation_and_a_rejection_one_stands(at_once: AtOnce, case: Case, clerks: list[User]) -> None:
    case = at_stage(case, Stage.PAYMENT)
    proposal = services.propose_annulment(case, ground="pay_first", now=timezone.now())
    assert proposal is not None

    def decide(n: int) -> bool:
        common: dict[str, Any] = {"by": clerks[n], "key": uuid.uuid4(), "now": timezone.now() + timedelta(minutes=n)}
        try:
            if n % 2:
                services.reject_proposal(proposal, reason="Деньги пришли", **common)
            else:
                services.annul(proposal, **common)
        except DecidedMeanwhile:
            return False
        return True

    assert sorted(at_once(decide)) == [False, False, False, True]
    answer = Decision.objects.get(answers=proposal)
    expected = Stage.VOIDED if answer.act == Decision.Act.ANNULMENT else Stage.PAYMENT
    assert Case.objects.get(pk=case.pk).stage == expected


def test_the_clock_proposes_once_however_often_it_looks(at_once: AtOnce, case: Case, clerks: list[User]) -> None:
    case = at_stage(case, Stage.PAYMENT)

    found = at_once(lambda n: services.propose_annulment(case, ground="pay_first", now=timezone.now()))

    assert len({proposal.pk for proposal in found}) == 1


def test_a_decision_is_undone_once(at_once: AtOnce, case: Case, clerks: list[User]) -> None:
    services.refuse(case, reason="untrue", text="Нет", by=clerks[0], key=uuid.uuid4(), now=timezone.now())

    def undo(n: int) -> bool:
        try:
            services.undo(case, reason="Ошибка", by=clerks[n], key=uuid.uuid4(), now=timezone.now())
        except NothingToUndo:
            return False
        return True

    assert sorted(at_once(undo)) == [False, False, False, True]
    assert Case.objects.get(pk=case.pk).stage == Stage.REVIEW
