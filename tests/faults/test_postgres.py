"""PostgreSQL is killed in the middle of a submission: nothing that was confirmed is lost, nothing is done twice."""

from collections.abc import Callable
from typing import Any

import pytest

from cabinet.cases.letters import notices
from cabinet.cases.models import Case
from documents.models import Document
from embedded import Stack
from notifications.models import OutboxMessage
from tenancy.company import inside
from tenants.models import GridCompany
from tests import world
from tests.world import words

from .conftest import FORM, Visitor


def is_submitted_once(company: GridCompany) -> None:
    with inside(company):
        case = Case.objects.select_related("application").get()
        assert case.stage == "waiting"
        assert case.application.address == FORM["address"]
        assert case.entries.filter(placed_at__isnull=False, document__placed_at__isnull=False).count() == 2
        assert Document.objects.count() == 2
        recipients = sorted(OutboxMessage.objects.values_list("recipient", flat=True))
        assert recipients == ["admin@scratch.example.ru", "person1@example.ru"]


def test_between_a_file_and_the_submission(visitor: Visitor, scratch_company: GridCompany, stack: Stack) -> None:
    visitor.press("attach", world.pdf(), world.jpg())
    stack.postgres.kill()
    assert visitor.press("submit").status_code == 500

    stack.postgres.start()
    again = words(visitor.get(visitor.page))
    assert "выписка ЕГРН.pdf" in again
    assert f'value="{FORM["address"]}"' in again
    first = visitor.press("submit")
    assert first.status_code == 302
    assert visitor.press("submit")["Location"] == first["Location"]
    is_submitted_once(scratch_company)


@pytest.mark.parametrize("moment", ["before the letters", "after the letters"])
def test_in_the_middle_of_the_transaction(
    visitor: Visitor, scratch_company: GridCompany, stack: Stack, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    visitor.press("attach", world.pdf(), world.jpg())
    write: Callable[..., None] = notices.submitted

    def die(case: Case, **told: Any) -> None:
        if moment == "after the letters":
            write(case, **told)
        stack.postgres.kill()
        if moment == "before the letters":
            write(case, **told)

    with monkeypatch.context() as dying:
        dying.setattr(notices, "submitted", die)
        answer: Any = visitor.press("submit")
    assert answer.status_code == 500
    assert "код" in words(answer).lower()

    stack.postgres.start()
    assert visitor.get(visitor.page).status_code == 200
    with inside(scratch_company):
        assert Case.objects.get().is_draft
        assert Document.objects.filter(placed_at__isnull=True).count() == 2
        assert not OutboxMessage.objects.exists()
    assert visitor.press("submit").status_code == 302
    is_submitted_once(scratch_company)


def test_after_the_submission_was_confirmed(visitor: Visitor, scratch_company: GridCompany, stack: Stack) -> None:
    card = visitor.press("submit", world.pdf(), world.jpg())["Location"]
    stack.postgres.kill()
    stack.postgres.start()

    assert visitor.press("submit")["Location"] == card
    assert "Заявка уже подана" in words(visitor.get(card))
    is_submitted_once(scratch_company)
