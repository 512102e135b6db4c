"""An answer of staff brings its status and number along, and whoever acts on a case that nobody has takes it."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import StaffRole, User
from cabinet.cases import services
from cabinet.cases.models import Case, Entry
from cabinet.cases.services import Outcome
from cabinet.cases.stages import Stage
from notifications.models import OutboxMessage
from tests import world
from tests.moment import NOW
from tests.world import words

pytestmark = pytest.mark.usefixtures("here")
LATER = NOW + timedelta(hours=1)
REVIEW = "Заявка на рассмотрении сетевой организацией"
ANSWERED = "Ответ направлен"


@pytest.fixture
def case(applicant: User) -> Case:
    return world.application(applicant)


@pytest.fixture
def enquiry(applicant: User) -> Case:
    return world.enquiry(applicant)


def common(by: User) -> dict[str, Any]:
    return {"by": by, "key": uuid.uuid4(), "now": LATER}


# --- The answer, its status and its number ---


def test_the_answer_to_a_message_makes_it_answered(administrator_client: Client, enquiry: Case) -> None:
    page = administrator_client.get(f"/cases/{enquiry.pk}/?add=message")
    form = page.context["add_form"]
    assert form["status"].value() == ANSWERED  # on by default
    OutboxMessage.objects.all().delete()

    sent = {"text": "Так и подать", "status": form["status"].value(), "number": "С-17"}
    administrator_client.post(f"/cases/{enquiry.pk}/entries/message/", sent)

    enquiry.refresh_from_db()
    assert (enquiry.stage, enquiry.status, enquiry.number) == (Stage.ANSWERED, ANSWERED, "С-17")
    letter = OutboxMessage.objects.get(channel="email")  # of all of it one
    assert ANSWERED in letter.subject
    assert "Прочитайте ответ" in letter.text


def test_the_status_may_stay(administrator_client: Client, enquiry: Case) -> None:
    administrator_client.post(f"/cases/{enquiry.pk}/entries/message/", {"text": "Уточните адрес", "status": ""})

    enquiry.refresh_from_db()
    assert enquiry.stage == Stage.WAITING


def test_a_message_in_an_application_leaves_the_status_by_default(administrator_client: Client, case: Case) -> None:
    page = administrator_client.get(f"/cases/{case.pk}/?add=message")
    form = page.context["add_form"]
    offered = [label for label, _words in form.fields["status"].choices]

    assert form["status"].value() in {None, ""}
    assert REVIEW in offered
    assert "Запрос отсутствующих документов или сведений" not in offered  # by its own form
    assert "Присоединено" not in offered  # not to be reached from here


def test_a_document_brings_its_status_too(administrator_client: Client, case: Case) -> None:
    sent = {"files": [world.pdf("Технические условия.pdf")], "title": "", "status": REVIEW, "number": "1563"}
    administrator_client.post(f"/cases/{case.pk}/entries/document/", sent)

    case.refresh_from_db()
    assert (case.stage, case.number) == (Stage.REVIEW, "1563")
    assert case.entries.filter(title="Технические условия").exists()


def test_a_document_brings_no_refusal(administrator_client: Client, case: Case) -> None:
    sent = {"files": [world.pdf("Отказ.pdf")], "title": "", "status": "Отказано", "number": "1563"}
    answer = administrator_client.post(f"/cases/{case.pk}/entries/document/", sent)

    case.refresh_from_db()
    assert (answer.status_code, case.stage, case.number) == (422, Stage.WAITING, "")
    assert "Отказ оформляют отдельно" in words(answer)


def test_what_cannot_be_given_is_said_at_its_field_and_nothing_is_sent(
    administrator_client: Client, enquiry: Case, case: Case, administrator: User
) -> None:
    services.answer(case, text="Да", outcome=Outcome(number="1563"), **common(administrator))
    answer = administrator_client.post(
        f"/cases/{enquiry.pk}/entries/message/", {"text": "Так и подать", "status": ANSWERED, "number": "1563"}
    )

    assert answer.status_code == 422
    assert "Номер 1563 уже присвоен" in words(answer)
    assert "Так и подать" in words(answer)
    enquiry.refresh_from_db()
    assert (enquiry.stage, enquiry.number) == (Stage.WAITING, "")
    assert not enquiry.entries.filter(from_company=True).exists()


def test_answering_twice_by_one_press_is_answering_once(enquiry: Case, administrator: User) -> None:
    asked = common(administrator)
    for _ in range(2):
        services.answer(enquiry, text="Да", outcome=Outcome(status=ANSWERED), **asked)

    assert enquiry.entries.filter(from_company=True).count() == 2  # the status and the message


# --- Whoever acts takes the case ---


def says(case: Case, by: User) -> object:
    return services.add_message(case, text="Добрый день", **common(by))


def places(case: Case, by: User) -> object:
    return services.add_document(case, world.pdf(), title="Письмо", comment="", **common(by))


def sends(case: Case, by: User) -> object:
    sides: Any = ["company"]
    return services.send_for_signing(
        case, world.pdf(), title="Письмо", comment="", sides=sides, due_on=None, **common(by)
    )


def reports(case: Case, by: User) -> object:
    return services.add_status(case, text="Ведётся проектирование", **common(by))


def asks(case: Case, by: User) -> object:
    return services.ask_information(case, documents=["Паспорт"], words="", due_on=None, **common(by))


def numbers(case: Case, by: User) -> object:
    return services.register(
        case, number="1563", status=case.status, assignee=None, version=case.version, by=by, now=LATER
    )


def notes(case: Case, by: User) -> object:
    return services.add_note(case, text="Позвонить", **common(by))


Act = Callable[[Case, User], object]


@pytest.mark.parametrize("act", [says, places, sends, reports, asks, numbers])
def test_whoever_acts_on_a_case_that_nobody_has_takes_it(case: Case, administrator: User, act: Act) -> None:
    act(case, administrator)

    case.refresh_from_db()
    assert case.assignee == administrator


@pytest.mark.parametrize("act", [says, places, sends, reports, asks])
def test_what_somebody_has_stays_theirs(case: Case, administrator: User, act: Act) -> None:
    somebody = world.staff(7, StaffRole.SPECIALIST)
    says(case, somebody)
    act(case, administrator)

    case.refresh_from_db()
    assert case.assignee == somebody


def test_a_note_and_a_look_take_nothing(administrator_client: Client, case: Case, administrator: User) -> None:
    notes(case, administrator)
    administrator_client.get(f"/cases/{case.pk}/")

    case.refresh_from_db()
    assert case.assignee is None


def test_an_applicant_takes_nothing(case: Case, applicant: User) -> None:
    says(case, applicant)

    case.refresh_from_db()
    assert case.assignee is None


def test_a_form_drawn_before_does_not_take_the_assignee_away(case: Case, administrator: User) -> None:
    somebody = world.staff(7, StaffRole.SPECIALIST)
    seen = case.version
    says(case, somebody)
    services.register(
        Case.objects.get(pk=case.pk), number="", status=case.status, assignee=None, version=seen, by=administrator,
        now=LATER,
    )  # fmt: skip

    case.refresh_from_db()
    assert case.assignee == somebody


@pytest.mark.parametrize(("adding", "is_told"), [
    ("message", True), ("document", True), ("status", True), ("request", True), ("note", False),
])  # fmt: skip
def test_the_form_says_so(administrator_client: Client, case: Case, adding: str, is_told: bool) -> None:
    page = words(administrator_client.get(f"/cases/{case.pk}/?add={adding}"))

    assert ("Вы станете исполнителем" in page) == is_told
    assert "вы, когда сохраните" in page


# --- What letters say ---


@pytest.mark.parametrize(("stage", "said"), [
    ("Заявка на рассмотрении сетевой организацией", "От вас ничего не требуется"),
    ("Подготовка оферты договора", "готовит договор"),
    ("Ждём выезда бригады", "От вас пока ничего не требуется"),
])  # fmt: skip
def test_a_letter_names_the_status_and_what_it_expects(
    case: Case, applicant: User, administrator: User, stage: str, said: str
) -> None:
    OutboxMessage.objects.all().delete()
    services.register(case, number="1563", status=stage, assignee=administrator, version=0, by=administrator, now=LATER)

    letter = OutboxMessage.objects.get(channel="email")
    assert letter.subject.replace("\u00a0", " ") == f"Заявка № 1563: статус «{stage}»"
    assert f"«{stage}»" in letter.text
    assert said in letter.text
    assert f"«{stage}»" in OutboxMessage.objects.get(channel="sms").text


def test_a_letter_about_the_number_alone_says_so(case: Case, administrator: User) -> None:
    OutboxMessage.objects.all().delete()
    numbers(case, administrator)

    letter = OutboxMessage.objects.get(channel="email")
    assert "присвоен номер 1563" in letter.subject
    assert "Ожидание ответа электросетевой" in letter.text


@pytest.mark.parametrize(("act", "said"), [
    (says, "написала сообщение"), (places, "добавила документ: «Письмо»"), (reports, "«Ведётся проектирование»"),
])  # fmt: skip
def test_no_letter_speaks_of_news_without_saying_which(case: Case, administrator: User, act: Act, said: str) -> None:
    OutboxMessage.objects.all().delete()
    act(case, administrator)

    letter = OutboxMessage.objects.get()
    assert said in letter.text
    assert "есть новости" not in letter.text + letter.html


def test_a_name_that_is_not_of_the_catalogue_is_not_in_a_letter(case: Case, administrator: User) -> None:
    OutboxMessage.objects.all().delete()
    services.add_document(
        case, world.pdf(), title="Договор с Орловой А. А.", comment="", **common(administrator)
    )  # fmt: skip

    letter = OutboxMessage.objects.get()
    assert "Орлов" not in letter.subject + letter.text + letter.html


def test_entries_of_one_answer_stand_together(enquiry: Case, administrator: User) -> None:
    services.answer(enquiry, text="Да", outcome=Outcome(status=ANSWERED), **common(administrator))

    assert [entry.kind for entry in enquiry.entries.all()[:2]] == [Entry.Kind.MESSAGE, Entry.Kind.STATUS]


def test_a_status_in_own_words_is_taken_too(administrator_client: Client, case: Case) -> None:
    administrator_client.post(
        f"/cases/{case.pk}/entries/message/", {"text": "Едем", "status": "Ждём выезда бригады", "number": ""}
    )

    case.refresh_from_db()
    assert (case.stage, case.status) == (Stage.WAITING, "Ждём выезда бригады")
