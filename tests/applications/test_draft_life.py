"""A draft waits for its applicant: two reminders, a warning and the end after a year."""

from datetime import datetime, timedelta

import pytest

from accounts.models import User
from cabinet.applications import draft_life, services
from cabinet.cases import services as cases
from cabinet.cases.models import Case
from documents.models import Document
from notifications.models import OutboxMessage
from tenancy import due
from tests import world
from tests.moment import NOW

DAY = timedelta(days=1)


@pytest.fixture
def draft(applicant: User) -> Case:
    case = world.draft(applicant)
    cases.attach(case, world.pdf(), title="", by=applicant, key=case.key, now=NOW)
    OutboxMessage.objects.all().delete()
    return case


def attended(case: Case, at: datetime) -> list[str]:
    """The subjects of the letters that this look has written."""
    before = set(OutboxMessage.objects.values_list("pk", flat=True))
    draft_life.attend(case.pk, now=at)
    return [letter.subject for letter in OutboxMessage.objects.exclude(pk__in=before)]


def test_a_new_draft_is_on_the_list(draft: Case) -> None:
    assert due.is_planned(draft_life.TASK, draft.pk)


def test_it_is_reminded_of_after_a_week_and_a_month_once_each(draft: Case) -> None:
    assert attended(draft, NOW + 6 * DAY) == []
    assert attended(draft, NOW + 7 * DAY) == ["Черновик заявки ждёт вас"]
    assert attended(draft, NOW + 8 * DAY) == []
    assert attended(draft, NOW + 30 * DAY) == ["Черновик заявки ждёт вас"]
    assert attended(draft, NOW + 31 * DAY) == []


def test_a_change_begins_the_wait_anew(draft: Case) -> None:
    services.save_draft(draft.application, answers={"purpose": "Гараж"}, now=NOW + 6 * DAY)
    assert attended(draft, NOW + 8 * DAY) == []
    assert attended(draft, NOW + 13 * DAY) == ["Черновик заявки ждёт вас"]


def test_it_is_warned_of_before_it_ends_and_ends_with_its_files(draft: Case) -> None:
    warned = NOW + 352 * DAY
    assert attended(draft, warned) == ["Черновик заявки скоро будет удалён"]
    letter = OutboxMessage.objects.latest("pk")
    assert f"/applications/{draft.pk}/draft/" in letter.text
    assert "мы удалим его" in letter.text
    assert attended(draft, warned + 13 * DAY) == []
    assert Case.objects.filter(pk=draft.pk).exists()

    draft_life.attend(draft.pk, now=warned + 14 * DAY)
    assert not Case.objects.filter(pk=draft.pk).exists()
    assert not Document.objects.exists()
    assert not due.is_planned(draft_life.TASK, draft.pk)


def test_one_that_was_never_warned_of_is_not_taken_away(draft: Case) -> None:
    """A list that was lost for two years is made up for by a warning, not by the end."""
    draft_life.attend(draft.pk, now=NOW + 800 * DAY)

    assert Case.objects.filter(pk=draft.pk).exists()


def test_a_change_after_the_warning_saves_it(draft: Case) -> None:
    attended(draft, NOW + 352 * DAY)
    services.save_draft(draft.application, answers={"purpose": "Гараж"}, now=NOW + 353 * DAY)
    assert "Черновик заявки скоро будет удалён" not in attended(draft, NOW + 366 * DAY)
    assert Case.objects.filter(pk=draft.pk).exists()
    assert attended(draft, NOW + (353 + 351) * DAY) == ["Черновик заявки скоро будет удалён"]


def test_what_is_submitted_or_gone_leaves_the_list(draft: Case, applicant: User) -> None:
    cases.submit(draft, by=applicant, now=NOW)
    assert attended(draft, NOW + 7 * DAY) == []
    assert not due.is_planned(draft_life.TASK, draft.pk)


def test_a_draft_without_a_word_is_nobodys_reminder(applicant: User) -> None:
    blank = services.start(
        applicant=world.applicant_of(applicant), by=applicant, key=world.draft(applicant).key, now=NOW
    ).case
    Case.objects.filter(pk=blank.pk).update(is_blank=True)
    assert attended(blank, NOW + 8 * DAY) == []


def test_forgotten_drafts_are_listed_again(draft: Case) -> None:
    due.settle(draft_life.TASK, draft.pk)

    assert draft_life.watch_forgotten(now=NOW) == 1
    assert draft_life.watch_forgotten(now=NOW) == 0
    assert due.is_planned(draft_life.TASK, draft.pk)
