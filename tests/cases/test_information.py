"""What is missing is asked by a list, and the answer brings the case back to the company by itself."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from cabinet.cases import services
from cabinet.cases.asked import asked_of
from cabinet.cases.errors import ListOfMissingNeeded, NothingAsked, NothingSupplied
from cabinet.cases.models import Case, Entry
from cabinet.cases.stages import Stage, StatusNotPossible
from notifications.models import OutboxMessage
from tests import world
from tests.moment import NOW
from tests.world import words
from ui.words import in_words

pytestmark = pytest.mark.usefixtures("here")
LATER = NOW + timedelta(hours=1)
MISSING = "Запрос отсутствующих документов или сведений"
REVIEW = "Заявка на рассмотрении сетевой организацией"
DEED, PLAN = "Правоустанавливающий документ на дом или участок", "План расположения энергопринимающих устройств"


@pytest.fixture
def case(applicant: User) -> Case:
    return world.application(applicant)


def asks(case: Case, by: User, **given: Any) -> Case:
    asked = {"documents": [DEED, PLAN], "words": "", "due_on": None, "key": uuid.uuid4(), "now": LATER, **given}
    services.ask_information(case, **asked, by=by)
    OutboxMessage.objects.all().delete()
    return Case.objects.get(pk=case.pk)


def adds(case: Case, by: User, title: str, **given: Any) -> Entry:
    asked = {"title": title, "comment": "", "key": uuid.uuid4(), "now": LATER + timedelta(minutes=1), **given}
    return services.add_document(case, world.pdf("скан.pdf"), **asked, by=by)


def writes(case: Case, by: User, text: str = "Три этажа") -> Entry:
    return services.add_message(case, text=text, by=by, key=uuid.uuid4(), now=LATER + timedelta(minutes=1))


def told() -> list[tuple[str, str]]:
    return sorted(OutboxMessage.objects.values_list("recipient", "channel"))


def is_back(case: Case) -> bool:
    case.refresh_from_db()
    return (case.stage, case.status) == (Stage.REVIEW, REVIEW) and not case.information_requests.open().exists()


# --- Asking ---


def test_one_act_makes_the_status_the_message_and_the_list(case: Case, administrator: User) -> None:
    OutboxMessage.objects.all().delete()
    due = timezone.localdate(LATER)
    services.ask_information(
        case, documents=[DEED, PLAN, DEED, " "], words="Сколько этажей?", due_on=due,
        by=administrator, key=uuid.uuid4(), now=LATER,
    )  # fmt: skip

    case.refresh_from_db()
    assert (case.stage, case.status, case.assignee) == (Stage.MISSING, MISSING, administrator)
    assert [item.title for item in asked_of(case)] == [DEED, PLAN, "Сколько этажей?"]
    message = case.entries.get(kind=Entry.Kind.MESSAGE)
    assert f"<li>{DEED}</li><li>{PLAN}</li>" in message.html
    assert "Сколько этажей?" in message.html
    letter = OutboxMessage.objects.get(channel="email")
    assert MISSING in letter.subject
    for text in (letter.text, letter.html):
        for said in (MISSING, DEED, PLAN, "Сколько этажей?", in_words(due)):
            assert said.replace("\u00a0", " ") in text.replace("\u00a0", " ")
    assert f"{due:%d.%m.%Y}" in OutboxMessage.objects.get(channel="sms").text


def test_asked_by_a_second_press_it_is_asked_once(case: Case, administrator: User) -> None:
    key = uuid.uuid4()
    for _ in range(2):
        asks(case, administrator, key=key)

    assert case.information_requests.count() == 1
    assert case.entries.filter(kind=Entry.Kind.MESSAGE).count() == 1


@pytest.mark.parametrize(("documents", "question"), [([], ""), ([" "], " \n")])
def test_nothing_cannot_be_asked_for(case: Case, administrator: User, documents: list[str], question: str) -> None:
    with pytest.raises(NothingAsked, match="Отметьте документы"):
        asks(case, administrator, documents=documents, words=question)

    case.refresh_from_db()
    assert case.stage == Stage.WAITING


def test_a_case_that_cannot_wait_for_documents_is_not_asked(case: Case, applicant: User, administrator: User) -> None:
    Case.objects.filter(pk=case.pk).update(stage=Stage.PERFORMANCE)

    with pytest.raises(StatusNotPossible):
        asks(case, administrator)


def test_the_status_cannot_be_chosen_without_a_list(case: Case, administrator: User) -> None:
    with pytest.raises(ListOfMissingNeeded):
        services.register(
            case, number="", status=MISSING, assignee=None, version=0, by=administrator, now=LATER
        )  # fmt: skip

    outcome = services.Outcome(status=MISSING)
    with pytest.raises(ListOfMissingNeeded):
        services.answer(case, text="Да", outcome=outcome, by=administrator, key=uuid.uuid4(), now=LATER)


def test_what_is_hostile_in_a_list_is_text(case: Case, administrator: User) -> None:
    asks(case, administrator, documents=["<img src=x onerror=alert(1)>"], words="<script>x()</script> & что?")

    html = case.entries.get(kind=Entry.Kind.MESSAGE).html
    assert "<img" not in html
    assert "<script" not in html


# --- Answering ---


def test_the_case_comes_back_when_every_document_is_there(case: Case, applicant: User, administrator: User) -> None:
    asks(case, administrator)

    adds(case, applicant, DEED)
    assert not is_back(case)
    assert [item.title for item in asked_of(case) if not item.is_answered] == [PLAN]
    assert told() == []  # an answer is told of when it is complete
    adds(case, applicant, PLAN.upper())

    assert is_back(case)
    assert told() == [(applicant.email, "email"), (administrator.email, "email")]
    line = case.entries.filter(kind=Entry.Kind.STATUS).latest("pk")
    assert (line.title, line.from_company) == (f"{REVIEW}: ответ на запрос получен", False)
    assert "ответ на запрос" in OutboxMessage.objects.get(recipient=administrator.email).subject
    assert REVIEW in OutboxMessage.objects.get(recipient=applicant.email).subject


def test_documents_of_one_press_are_one_answer(case: Case, applicant: User, administrator: User) -> None:
    asks(case, administrator)
    press = uuid.uuid4()
    for title in ("Ещё что-то", DEED, PLAN, "Приложение"):
        adds(case, applicant, title, press=press)

    assert is_back(case)
    assert told() == [(applicant.email, "email"), (administrator.email, "email")]


def test_words_are_answered_by_a_message(case: Case, applicant: User, administrator: User) -> None:
    asks(case, administrator, documents=[], words="Сколько этажей?")

    adds(case, applicant, "Дополнительный материал")
    assert not is_back(case)
    writes(case, applicant)

    assert is_back(case)
    assert told() == [(applicant.email, "email"), (administrator.email, "email")]


def test_documents_and_words_are_both_waited_for(case: Case, applicant: User, administrator: User) -> None:
    asks(case, administrator, documents=[DEED], words="Сколько этажей?")

    writes(case, applicant)
    assert not is_back(case)
    adds(case, applicant, DEED)

    assert is_back(case)


def test_a_question_in_return_is_told_at_once_and_answers_nothing(
    case: Case, applicant: User, administrator: User
) -> None:
    asks(case, administrator)
    writes(case, applicant, "Какой именно план?")

    assert not is_back(case)
    assert told() == [(administrator.email, "email")]


def test_a_document_put_into_its_place_answers_under_any_name(case: Case, applicant: User, administrator: User) -> None:
    asks(case, administrator, documents=[DEED])
    adds(case, applicant, "Моя бумага", answers=asked_of(case)[0])

    assert is_back(case)


def test_an_item_of_another_case_is_no_place(case: Case, applicant: User, administrator: User) -> None:
    other = asks(world.application(applicant), administrator, documents=[DEED])
    asks(case, administrator, documents=[PLAN])
    adds(case, applicant, "Моя бумага", answers=asked_of(other)[0])

    assert not is_back(case)
    other.refresh_from_db()
    assert other.stage == Stage.MISSING


@pytest.mark.parametrize(("file_name", "documents", "title"), [
    ("скан 17.pdf", [PLAN], PLAN),  # the only thing that is missing
    ("vypiska_egrn.pdf", [PLAN, DEED], DEED),
    ("скан 17.pdf", [PLAN, DEED], "Дополнительный материал"),
    ("Соглашение соседей.pdf", ["Соглашение соседей", PLAN], "Соглашение соседей"),
])  # fmt: skip
def test_a_file_without_a_name_is_called_as_what_is_asked(
    case: Case, applicant: User, administrator: User, file_name: str, documents: list[str], title: str
) -> None:
    asks(case, administrator, documents=documents)
    entry = services.add_document(
        case, world.pdf(file_name), title="", comment="", by=applicant, key=uuid.uuid4(), now=LATER
    )

    assert entry.title == title


def test_a_document_taken_back_is_missing_again(case: Case, applicant: User, administrator: User) -> None:
    asks(case, administrator)
    services.withdraw_entry(adds(case, applicant, DEED), reason="не тот файл", by=applicant, now=LATER)

    assert [item.is_answered for item in asked_of(case)] == [False, False]


def test_an_applicant_says_that_there_is_nothing_to_add(case: Case, applicant: User, administrator: User) -> None:
    asks(case, administrator)
    with pytest.raises(NothingSupplied):
        services.send_answer(case, by=applicant, key=uuid.uuid4(), now=LATER)
    adds(case, applicant, DEED)
    for _ in range(2):
        services.send_answer(case, by=applicant, key=uuid.uuid4(), now=LATER)

    assert is_back(case)
    assert told() == [(applicant.email, "email"), (administrator.email, "email")]
    assert f"не добавлено: {PLAN}" in case.entries.filter(kind=Entry.Kind.STATUS).latest("pk").title


def test_a_case_asked_before_lists_were_kept_comes_back_by_any_answer(
    case: Case, applicant: User, administrator: User
) -> None:
    Case.objects.filter(pk=case.pk).update(stage=Stage.MISSING, status=MISSING, assignee=administrator)
    OutboxMessage.objects.all().delete()
    adds(case, applicant, "Дополнительный материал")

    assert is_back(case)
    assert told() == [(applicant.email, "email"), (administrator.email, "email")]


# --- Ending and repeating ---


def test_staff_do_without_it(case: Case, applicant: User, administrator: User) -> None:
    asks(case, administrator)
    for _ in range(2):
        services.close_information(case, by=administrator, now=LATER)

    assert is_back(case)
    assert told() == [(applicant.phone, "sms"), (applicant.email, "email")]


def test_another_status_ends_the_request(case: Case, administrator: User) -> None:
    case = asks(case, administrator)
    services.register(
        case, number="", status=REVIEW, assignee=administrator, version=case.version, by=administrator, now=LATER
    )

    assert is_back(case)


def test_a_case_taken_back_asks_for_nothing(case: Case, applicant: User, administrator: User) -> None:
    asks(case, administrator)
    services.withdraw(case, reason="Передумали", by=applicant, now=LATER)

    assert not case.information_requests.open().exists()


def test_asking_again_replaces_the_list(case: Case, applicant: User, administrator: User) -> None:
    asks(case, administrator)
    adds(case, applicant, DEED)
    asks(case, administrator, documents=[PLAN])

    assert [(item.title, item.is_answered) for item in asked_of(case)] == [(PLAN, False)]


# --- On the screens ---


def page_of(client: Client, case: Case, query: str = "") -> str:
    return words(client.get(f"/cases/{case.pk}/{query}"))


def test_the_form_refuses_the_status_and_opens_the_list(administrator_client: Client, case: Case) -> None:
    answer = administrator_client.post(
        f"/cases/{case.pk}/register/", {"status": MISSING, "number": "1563", "assignee": "", "version": "0"}
    )

    page = words(answer)
    assert answer.status_code == 422
    assert "укажите, чего не хватает" in page
    assert "Какие документы нужны" in page
    assert 'value="1563"' in page
    case.refresh_from_db()
    assert case.stage == Stage.WAITING


def test_staff_ask_by_one_form_and_the_applicant_sees_the_places(
    administrator_client: Client, applicant_client: Client, case: Case
) -> None:
    form = {"documents": [DEED], "others": "Согласие соседей\n\nСогласие супруги", "words": "Сколько этажей?"}
    assert administrator_client.post(f"/cases/{case.pk}/entries/request/", form).status_code == 302

    page = page_of(applicant_client, case)
    for said in (
        DEED,
        "Согласие соседей",
        "Согласие супруги",
        "Сколько этажей?",
        "Отправить недостающее",
        "Требуется действие",
    ):
        assert said in page
    assert "Запрошено у заявителя" in page_of(administrator_client, case)
    assert "Чего не хватает" not in page_of(administrator_client, case)


def test_an_empty_request_is_refused_at_its_field_and_keeps_what_is_typed(
    administrator_client: Client, case: Case
) -> None:
    due = timezone.localdate() + timedelta(days=5)
    answer = administrator_client.post(f"/cases/{case.pk}/entries/request/", {"due_on": f"{due:%d.%m.%Y}"})

    assert answer.status_code == 422
    assert "Отметьте документы, которых не хватает" in words(answer)
    assert f"{due:%d.%m.%Y}" in words(answer)


def test_files_of_every_door_answer_and_the_duty_goes(
    applicant_client: Client, administrator_client: Client, case: Case, applicant: User, administrator: User
) -> None:
    asks(case, administrator, documents=[DEED, PLAN, "Согласие соседей"])
    place = asked_of(case)[2].pk
    upload = world.uploaded(applicant, f"case:{case.pk}:add", world.pdf("egrn.pdf"))
    ready = applicant_client.post(f"/cases/{case.pk}/files/waiting/", {"upload": str(upload.key)})
    assert DEED in ready.json()["html"]

    address = f"/cases/{case.pk}/entries/document/"
    applicant_client.post(address, {"upload": str(upload.key), f"title-{upload.key}": DEED})
    assert "не добавлено" in page_of(applicant_client, case)
    applicant_client.post(address, {"files": [world.pdf("1.pdf")], "title": "", "for": str(place)})
    applicant_client.post(address, {"files": [world.pdf("План.pdf"), world.jpg("фото.jpg")]})

    assert is_back(case)
    assert "Требуется действие" not in page_of(applicant_client, case)
    assert f"/cases/{case.pk}/" in words(administrator_client.get("/cases/?tab=ours"))
    assert f'href="/cases/{case.pk}/' not in words(administrator_client.get("/cases/?tab=waiting"))


def test_the_file_sent_into_a_place_is_named_after_it(
    applicant_client: Client, case: Case, applicant: User, administrator: User
) -> None:
    asks(case, administrator)
    place = asked_of(case)[1].pk
    upload = world.uploaded(applicant, f"case:{case.pk}:add", world.pdf("1.pdf"))
    ready = applicant_client.post(f"/cases/{case.pk}/files/waiting/?for={place}", {"upload": str(upload.key)})

    assert PLAN in ready.json()["html"]
    assert f"waiting/?for={place}" in page_of(applicant_client, case, f"?add=document&for={place}")


def test_the_buttons_end_it(
    applicant_client: Client, administrator_client: Client, case: Case, applicant: User, administrator: User
) -> None:
    asks(case, administrator)
    address = f"/cases/{case.pk}/information/answer/"
    assert "Вы ещё ничего не добавили" in words(applicant_client.post(address, {"do": "send_anyway"}))
    adds(case, applicant, DEED)
    assert "Не добавлено: " + PLAN in words(applicant_client.post(address, {"do": "send_anyway"}, follow=True))
    assert is_back(case)
    asks(case, administrator)
    assert "Изменить запрос" in page_of(administrator_client, case)
    assert "Запрос закрыт" in words(administrator_client.post(f"/cases/{case.pk}/information/close/", follow=True))
    assert is_back(case)


def test_a_repeated_request_begins_with_what_is_still_missing(
    administrator_client: Client, case: Case, applicant: User, administrator: User
) -> None:
    asks(case, administrator, documents=[DEED, "Согласие соседей"], words="Сколько этажей?")
    adds(case, applicant, DEED)
    page = administrator_client.get(f"/cases/{case.pk}/?add=request")

    form = page.context["add_form"]
    assert form["documents"].value() == ["Согласие соседей"]
    assert form["words"].value() == "Сколько этажей?"


def test_a_message_that_is_no_application_is_not_asked_by_a_list(administrator_client: Client, applicant: User) -> None:
    enquiry = world.enquiry(applicant)

    assert "Запросить недостающее" not in page_of(administrator_client, enquiry)
    assert administrator_client.post(f"/cases/{enquiry.pk}/entries/request/", {"words": "Что?"}).status_code == 404
