"""Two administrators decide at the same moment: nobody's decision takes the place of another's unseen."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from cabinet.rules import services
from cabinet.rules.models import Amendment
from tenancy.company import inside
from tenants.models import GridCompany
from tests import world
from tests.at_once import at_once

What = Amendment.What


@pytest.fixture
def decider(scratch_company: GridCompany, django_db_blocker: Any) -> Iterator[User]:
    with django_db_blocker.unblock(), inside(scratch_company):
        yield world.staff(1)


def decide(by: User, what: str, code: str, **value: Any) -> Amendment | None:
    return services.amend(what, code, value, valid_from=timezone.localdate(), by=by, now=timezone.now())


def test_new_questions_at_once_get_codes_of_their_own(
    decider: User, scratch_company: GridCompany, django_db_blocker: Any
) -> None:
    def one(n: int) -> Amendment | None:
        return decide(decider, What.OWN_QUESTION, "", page="what", type="text", label=f"Вопрос {n}")

    at_once(scratch_company, django_db_blocker, one, count=8)

    assert {row.code for row in Amendment.objects.all()} == {f"company_{n}" for n in range(1, 9)}
    assert {row.value["label"] for row in Amendment.objects.all()} == {f"Вопрос {n}" for n in range(8)}


def test_two_fields_of_one_question_at_once_are_both_kept(
    decider: User, scratch_company: GridCompany, django_db_blocker: Any
) -> None:
    values = ({"label": "Что строите"}, {"hint": "Дом, баня"})
    at_once(
        scratch_company, django_db_blocker, lambda n: decide(decider, What.QUESTION, "purpose", **values[n]), count=2
    )

    assert services.value_of(What.QUESTION, "purpose") == {"label": "Что строите", "hint": "Дом, баня"}
    assert [row.number for row in services.rows_of(What.QUESTION, "purpose")] == [1, 2]
