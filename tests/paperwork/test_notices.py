"""Requests, refusals and notices of the company: made with the decision, placed or sent to be signed."""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from cabinet.cases import services as cases
from cabinet.cases.asked import current_items
from cabinet.cases.models import Case, Entry
from cabinet.cases.stages import Stage
from cabinet.paperwork.models import Paper
from cabinet.rules.packs import current_pack
from documents.errors import FileRefused
from documents.models import Document
from notifications.models import OutboxMessage
from signing.models import SignatureRequest
from tenancy import due
from tenancy.company import inside
from tenants.models import GridCompany
from tests import world
from tests.moment import NOW
from tests.world import words

from .conftest import content_of, made, text_of

pytestmark = pytest.mark.usefixtures("here")

EVENTS = {
    "missing_requested": ("missing_notice", {"текст": "Пришлите план."}, "Пришлите план."),
    "refused": ("refusal", {"причина": "Сведения недостоверны", "причина_пункт": "15"}, "Сведения недостоверны"),
    "voided": ("void_notice", {"причина": "Счёт не оплачен"}, "Счёт не оплачен"),
    "notice": ("readiness_notice", {"текст": "Напряжение можно подать."}, "Напряжение можно подать."),
}


def want(case: Case, event: str, by: User, said: Mapping[str, Any], *, is_signed: bool = False) -> None:
    cases.want_papers(case, event, by=by, key=uuid.uuid4(), now=timezone.now(), said=said, is_signed=is_signed)


@pytest.mark.parametrize("event", EVENTS)
def test_a_notice_says_what_was_decided_and_is_filed_under_its_code(
    case: Case, administrator: User, applicant_client: Client, event: str
) -> None:
    code, said, expected = EVENTS[event]
    want(case, event, administrator, said)

    entry = made(case, code)

    filed = next(one for one in current_pack().made if one.code == code)
    assert (entry.code, entry.author, entry.from_company) == (filed.document, administrator, True)
    told = text_of(content_of(entry))
    for words_of_it in (expected, "Орлова Анна", "Лугореченск, ул. Салимжанова, 1", administrator.short_name):
        assert words_of_it in told.replace("\xa0", " ")
    assert entry.title in words(applicant_client.get(case.get_absolute_url()))


def test_the_applicant_gets_a_letter_of_a_notice_and_none_of_a_receipt(case: Case, administrator: User) -> None:
    OutboxMessage.objects.all().delete()
    made(case)
    assert not OutboxMessage.objects.exists()

    want(case, "notice", administrator, {})
    made(case, "readiness_notice")

    assert OutboxMessage.objects.filter(recipient="person1@example.ru").count() == 1


def asks(case: Case, by: User, **given: Any) -> Case:
    want: dict[str, Any] = {"documents": ["План участка", "Паспорт"], "words": "Сколько этажей?", "due_on": None}
    cases.ask_information(case, **{**want, "key": uuid.uuid4(), "now": timezone.now(), **given}, by=by)
    return Case.objects.get(pk=case.pk)


def test_a_request_makes_its_document_by_itself(case: Case, administrator: User, applicant_client: Client) -> None:
    remarks = {"План участка": "скан нечитаем"}
    case = asks(case, administrator, remarks=remarks, due_on=date(2030, 3, 20))

    entry = made(case, "missing_notice")

    assert (entry.code, entry.author, entry.from_company) == ("missing_notice", administrator, True)
    told = text_of(content_of(entry)).replace("\xa0", " ")
    for expected in ("План участка: скан нечитаем", "Паспорт", "Сколько этажей?", "20 марта 2030"):
        assert expected in told
    assert entry.title in words(applicant_client.get(case.get_absolute_url()))


def test_a_request_that_is_pressed_twice_makes_one_document(case: Case, administrator: User) -> None:
    key = uuid.uuid4()
    for _twice in range(2):
        asks(case, administrator, key=key)

    assert Paper.objects.filter(case=case, code="missing_notice").count() == 1


def test_what_is_asked_for_again_makes_a_document_of_that_alone(
    case: Case, administrator: User, applicant: User
) -> None:
    case = asks(case, administrator)
    items = {item.title: item for item in current_items(case)}
    for title in ("План участка", "Паспорт"):
        cases.put_file(items[title], world.pdf(), by=applicant, key=uuid.uuid4(), now=timezone.now())
    cases.put_words(items["Сколько этажей?"], text="Три", by=applicant, now=timezone.now())
    cases.send_answer(case, by=applicant, key=uuid.uuid4(), now=timezone.now())

    verdicts = [
        cases.Verdict(item.pk, is_accepted=item.title != "Паспорт", remark="нет страницы 3") for item in items.values()
    ]
    cases.check_answer(case, verdicts, by=administrator, key=uuid.uuid4(), now=timezone.now())

    first, again = Paper.objects.filter(case=case, code="missing_notice").order_by("pk")
    assert len(first.values["недостающее"]) == 3
    assert [row["название"] for row in again.values["недостающее"]] == ["Паспорт: нет страницы 3"]


def test_a_request_is_told_of_in_one_letter(case: Case, administrator: User) -> None:
    OutboxMessage.objects.all().delete()
    made(asks(case, administrator), "missing_notice")

    assert OutboxMessage.objects.filter(recipient="person1@example.ru").count() == 1


def test_a_notice_can_wait_for_the_signature_of_the_company(
    case: Case, administrator: User, applicant_client: Client
) -> None:
    """The applicant sees it when it is signed, as any document that is sent for signing."""
    want(case, "refused", administrator, {}, is_signed=True)

    entry = made(case, "refusal")

    assert entry.placed_at is None
    assert SignatureRequest.objects.get(document=entry.document).side == SignatureRequest.Side.COMPANY
    assert "Мотивированный отказ" not in words(applicant_client.get(case.get_absolute_url()))


def test_an_annulled_case_takes_its_notice(case: Case, administrator: User) -> None:
    Case.objects.filter(pk=case.pk).update(stage=Stage.VOIDED)
    want(Case.objects.get(pk=case.pk), "voided", administrator, {})

    assert made(case, "void_notice").placed_at is not None


def test_the_same_key_asks_once(case: Case, administrator: User) -> None:
    key = uuid.uuid4()
    for _twice in range(2):
        cases.want_papers(case, "refused", by=administrator, key=key, now=NOW)

    assert Paper.objects.filter(code="refusal").count() == 1


def test_words_for_which_a_document_has_no_field_are_a_mistake_of_ours(case: Case, administrator: User) -> None:
    with pytest.raises(KeyError):
        want(case, "refused", administrator, {"причины": "опечатка"})


def test_later_changes_of_the_case_do_not_change_what_was_decided(case: Case, administrator: User) -> None:
    want(case, "refused", administrator, {"причина": "Первая причина"})
    cases.register(case, number="ТП-9", status="", assignee=None, version=case.version, by=administrator, now=NOW)

    assert "ТП-9" not in text_of(content_of(made(case, "refusal")))


def test_no_space_left_is_tried_again_later(
    case: Case, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from cabinet.paperwork.tasks import make_paper
    from documents import services as documents

    def full(*_args: Any, **_asked: Any) -> Document:
        raise FileRefused("Места больше нет")

    paper = Paper.objects.get()
    with monkeypatch.context() as patch:
        patch.setattr(documents, "take", full)
        make_paper(paper.pk)

    assert due.is_planned("paperwork.make_paper", paper.pk)
    assert "could not be made" in caplog.text
    assert made(case).code == "receipt"


def test_heat_has_its_own_documents(other_company: GridCompany) -> None:
    with inside(other_company):
        applicant = world.person(1)
        case = world.application(applicant, type="new", max_power_kw="0.1")
        told = text_of(content_of(made(case)))

    assert "теплоснабжения" in told
    assert "электр" not in told
    assert not Entry.objects.exists()
