"""The report of the month by letter, to whoever of the staff wants it."""

from datetime import UTC, datetime

import pytest

from accounts.models import User
from cabinet.reports import services
from notifications.models import OutboxMessage
from tenancy import due
from tenancy.models import DueWork
from tests.moment import NOW
from tests.terms.conftest import submitted
from tests.world import words

pytestmark = pytest.mark.usefixtures("here")
MORNING = datetime(2026, 4, 1, 5, tzinfo=UTC)  # 8:00 in Moscow


def test_who_wants_it_gets_it_on_the_first_of_the_month(administrator: User, applicant: User) -> None:
    submitted(applicant)
    services.want_letters(administrator, wanted=True, now=NOW)
    OutboxMessage.objects.all().delete()
    assert due.moments(services.TASK, [administrator.pk]) == {administrator.pk: MORNING}

    services.send_month(administrator.pk, now=MORNING)
    services.send_month(administrator.pk, now=MORNING)

    letter = OutboxMessage.objects.get(recipient=administrator.email)
    assert "март 2026" in letter.subject.replace("\N{NO-BREAK SPACE}", " ")
    assert "Подано: 1" in letter.text
    assert due.moments(services.TASK, [administrator.pk])[administrator.pk] == datetime(2026, 5, 1, 5, tzinfo=UTC)


def test_nobody_gets_it_unasked_or_after_it_was_switched_off(administrator: User) -> None:
    services.want_letters(administrator, wanted=True, now=NOW)
    services.want_letters(administrator, wanted=False, now=NOW)
    assert not due.is_planned(services.TASK, administrator.pk)

    services.send_month(administrator.pk, now=MORNING)
    assert not OutboxMessage.objects.filter(subject__contains="Отчёт").exists()


def test_whoever_has_left_gets_it_no_more(administrator: User) -> None:
    services.want_letters(administrator, wanted=True, now=NOW)
    User.objects.filter(pk=administrator.pk).update(is_active=False)

    services.send_month(administrator.pk, now=MORNING)

    assert not OutboxMessage.objects.filter(subject__contains="Отчёт").exists()
    assert not DueWork.objects.filter(task=services.TASK).exists()


def test_each_decides_on_the_page(administrator: User, administrator_client) -> None:
    assert administrator_client.post("/reports/letters/", {"wanted": "on"})["Location"] == "/reports/"
    administrator.refresh_from_db()
    assert administrator.report_letters
    assert "Больше не присылать" in words(administrator_client.get("/reports/"))
    administrator_client.post("/reports/letters/")
    administrator.refresh_from_db()
    assert not administrator.report_letters
