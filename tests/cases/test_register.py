"""Number, status and assignee are saved together by one button."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from audit.models import Record
from cabinet.cases import services
from cabinet.cases.errors import ChangedMeanwhile, NumberTaken
from cabinet.cases.models import Case, Entry
from cabinet.cases.stages import Stage, StatusNotPossible
from notifications.models import OutboxMessage
from tests import world
from tests.moment import NOW

pytestmark = pytest.mark.usefixtures("here")
LATER = NOW + timedelta(hours=1)
REVIEW = "Заявка на рассмотрении сетевой организацией"


@pytest.fixture
def case(applicant: User) -> Case:
    return world.application(applicant)


def register(case: Case, by: User, **given: Any) -> Case:
    asked = {"number": "1563", "status": REVIEW, "assignee": None, "version": case.version, "now": LATER, **given}
    return services.register(case, **asked, by=by)


def test_all_three_are_saved_at_once(case: Case, administrator: User) -> None:
    register(case, administrator, assignee=administrator)

    case.refresh_from_db()
    assert (case.number, case.status, case.stage) == ("1563", REVIEW, Stage.REVIEW)
    assert (case.assignee, case.version, case.changed_at) == (administrator, 1, LATER)
    assert case.name == "№\u00a01563"
    line = case.entries.get(kind=Entry.Kind.STATUS)
    assert line.title == f"{REVIEW}, присвоен №\u00a01563"
    assert line.from_company
    assert Record.objects.filter(event="case.registered").count() == 1


def test_own_words_keep_the_stage(case: Case, administrator: User) -> None:
    case = register(case, administrator, status="Ждём выезда бригады")

    assert (case.stage, case.status) == (Stage.WAITING, "Ждём выезда бригады")


def test_a_listed_status_that_cannot_be_reached_is_refused(case: Case, administrator: User) -> None:
    with pytest.raises(StatusNotPossible, match="Выберите другой статус"):
        register(case, administrator, status="Присоединено")

    case.refresh_from_db()
    assert (case.stage, case.number, case.version) == (Stage.WAITING, "", 0)


def test_a_message_has_statuses_of_its_own(applicant: User, administrator: User) -> None:
    case = register(world.enquiry(applicant), administrator, status="Ответ направлен")

    assert case.stage == Stage.ANSWERED
    own_words = register(world.enquiry(applicant), administrator, number="", status="Присоединено")
    assert own_words.stage == Stage.WAITING  # a status of applications is here nothing but words


def test_a_number_is_given_once(case: Case, applicant: User, administrator: User) -> None:
    register(case, administrator)
    other = world.application(applicant)

    with pytest.raises(NumberTaken, match="Номер 1563 уже присвоен другому обращению"):
        register(other, administrator)

    other.refresh_from_db()
    assert (other.number, other.stage) == ("", Stage.WAITING)
    assert not other.entries.filter(kind=Entry.Kind.STATUS).exists()


def test_the_database_refuses_a_second_number_too(case: Case, applicant: User, administrator: User) -> None:
    register(case, administrator)

    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=world.application(applicant).pk).update(number="1563")


def test_a_number_may_be_corrected_and_taken_back(case: Case, administrator: User) -> None:
    case = register(case, administrator)
    case = register(case, administrator, number="1564")
    case = register(case, administrator, number="")

    lines = case.entries.filter(kind=Entry.Kind.STATUS).order_by("pk").values_list("title", flat=True)
    assert list(lines) == [f"{REVIEW}, присвоен №\u00a01563", "присвоен №\u00a01564", "номер снят"]


def test_of_two_tabs_the_slower_one_is_told(case: Case, administrator: User) -> None:
    slower = Case.objects.get(pk=case.pk)
    register(case, administrator)

    with pytest.raises(ChangedMeanwhile, match=f"статус «{REVIEW}», номер «1563»"):
        register(slower, administrator, number="77")

    case.refresh_from_db()
    assert case.number == "1563"


def test_a_second_press_saves_once(case: Case, administrator: User) -> None:
    slower = Case.objects.get(pk=case.pk)
    register(case, administrator)
    letters = OutboxMessage.objects.count()

    assert register(slower, administrator).version == 1
    assert OutboxMessage.objects.count() == letters
    assert case.entries.filter(kind=Entry.Kind.STATUS).count() == 1


def test_a_new_assignee_is_no_news_for_the_applicant(case: Case, administrator: User) -> None:
    letters = OutboxMessage.objects.count()
    register(case, administrator, number="", status=case.status, assignee=administrator)

    assert OutboxMessage.objects.count() == letters
    assert not case.entries.filter(kind=Entry.Kind.STATUS).exists()


def test_a_status_goes_by_letter_and_by_sms_without_personal_data(
    case: Case, applicant: User, administrator: User
) -> None:
    OutboxMessage.objects.all().delete()
    register(case, administrator)

    letter = OutboxMessage.objects.get(channel="email")
    sms = OutboxMessage.objects.get(channel="sms")
    assert letter.recipient == applicant.email
    assert sms.recipient == applicant.phone
    assert sms.text == f"ООО «Горсеть»: обращение №\u00a01563, статус «{REVIEW}». http://gorset.localhost:8000"
    for text in (letter.subject, letter.text, letter.html, sms.text):
        assert "Орлова" not in text
        assert "Салимжанова" not in text


def test_a_case_taken_back_cannot_be_registered_any_further(case: Case, applicant: User, administrator: User) -> None:
    case = services.withdraw(case, reason="Продан участок", by=applicant, now=LATER)

    with pytest.raises(StatusNotPossible):
        register(case, administrator)


def test_a_key_is_not_a_status_line(case: Case, administrator: User) -> None:
    """«Добавить статус» leaves the current status as it is."""
    services.add_status(case, text="Ведётся проектирование", by=administrator, key=uuid.uuid4(), now=LATER)

    case.refresh_from_db()
    assert (case.status, case.stage) == ("Ожидание ответа электросетевой", Stage.WAITING)
