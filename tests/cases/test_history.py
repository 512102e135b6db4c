"""«История» of a card: everything that happened, of which an applicant reads what concerns them and no names."""

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from cabinet.cases import history, services
from cabinet.cases.models import Case
from tests import world
from tests.world import words

Queries = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def case(applicant: User) -> Case:
    return world.application(applicant)


@pytest.fixture
def eventful(case: Case, applicant: User, administrator: User) -> Case:
    """Something of every kind, from both sides."""
    now = timezone.now()

    def at(minutes: int, by: User) -> dict[str, Any]:
        return {"by": by, "key": uuid.uuid4(), "now": now + timedelta(minutes=minutes)}

    services.add_message(case, text="Когда ответите?", **at(1, applicant))
    services.add_note(case, text="Проверить границы участка", **at(2, administrator))
    services.add_message(case, text="Завтра", **at(3, administrator))
    entry = services.add_document(case, world.pdf("ту.pdf"), title="ТУ", comment="", **at(4, administrator))
    services.withdraw_entry(entry, reason="Опечатка", by=administrator, now=now + timedelta(minutes=5))
    services.add_status(case, text="Ведётся проектирование", **at(6, administrator))
    case.refresh_from_db()
    return case


def told(case: Case, user: User, **asked: Any) -> list[str]:
    return [one.what for one in history.page_of(case, user, **asked).object_list]


def test_staff_read_everything_newest_first(eventful: Case, administrator: User) -> None:
    read = told(eventful, administrator)

    wanted = ["Статус: Ведётся проектирование", "Отозвано: документ «ТУ». Причина: Опечатка",
              "Документ «ТУ», файл ту.pdf", "Сообщение", "Внутренняя заметка", "Сообщение"]  # fmt: skip
    assert [one for one in read if one in wanted] == wanted
    assert "Обращение подано, документов: 1" in read
    page = history.page_of(eventful, administrator)
    moments = [one.at for one in page.object_list]
    assert moments == sorted(moments, reverse=True)


def test_staff_read_who_it_was(eventful: Case, administrator: User, administrator_client: Client) -> None:
    page = words(administrator_client.get(f"/cases/{eventful.pk}/history/"))

    for shown in ("Иванова Мария Сергеевна", "Орлова Анна Андреевна", "Проверить границы участка", "Когда ответите?"):
        assert shown in page


def test_an_applicant_reads_what_concerns_them_without_names(eventful: Case, applicant_client: Client) -> None:
    page = words(applicant_client.get(f"/cases/{eventful.pk}/history/"))

    for shown in ("Ведётся проектирование", "Опечатка", "Завтра", "Обращение подано, документов: 1"):
        assert shown in page
    for hidden in ("Иванова", "Мария", "заметка", "Проверить границы", "Исполнителем стал"):
        assert hidden not in page


def test_the_stage_is_told_by_its_label(case: Case, administrator: User, administrator_client: Client) -> None:
    review = "Заявка на рассмотрении сетевой организацией"
    services.register(
        case, number="ТП-7", status=review, assignee=None, version=case.version, by=administrator, now=timezone.now()
    )

    page = words(administrator_client.get(f"/cases/{case.pk}/history/"))

    assert "этап «На рассмотрении»" in page
    assert "review" not in page


def test_what_staff_have_looked_at_is_their_own_business(
    case: Case, applicant: User, administrator: User, administrator_client: Client
) -> None:
    entry = world.with_pictures(case)
    administrator_client.get(f"/documents/{entry.pk}/preview/")

    assert [one for one in told(case, administrator, kind="looks") if "просмотр" in one]
    assert told(case, applicant, kind="looks") == []


@pytest.mark.parametrize("kind", list(history.KINDS))
def test_each_event_is_of_one_kind(kind: str, eventful: Case, administrator: User) -> None:
    everything = told(eventful, administrator)
    of_kinds = [one for code in history.KINDS for one in told(eventful, administrator, kind=code)]

    assert sorted(of_kinds) == sorted(everything)
    assert len(told(eventful, administrator, kind=kind)) < len(everything)


def test_each_event_is_of_one_side(eventful: Case, administrator: User) -> None:
    of_sides = [one for code in history.SIDES for one in told(eventful, administrator, side=code)]

    assert sorted(of_sides) == sorted(told(eventful, administrator))
    of_applicant = told(eventful, administrator, side="applicant")
    assert {"Сообщение", "Обращение подано, документов: 1"} <= set(of_applicant)
    assert not [one for one in of_applicant if "ТУ" in one or "заметка" in one]


def test_both_filters_at_once(eventful: Case, administrator: User, administrator_client: Client) -> None:
    assert told(eventful, administrator, kind="messages", side="applicant") == ["Сообщение"]
    page = administrator_client.get(f"/cases/{eventful.pk}/history/?kind=messages&side=applicant").content.decode()
    assert "?side=applicant&amp;kind=documents" in page
    assert "Когда ответите?" in page
    assert "Завтра" not in page


def test_nonsense_in_the_address_shows_everything(eventful: Case, administrator_client: Client) -> None:
    page = administrator_client.get(f"/cases/{eventful.pk}/history/?kind=%00&side=zzz&page=99")

    assert page.status_code == 200
    assert "Завтра" in words(page)


def test_page_by_page(
    eventful: Case, administrator: User, administrator_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = told(eventful, administrator)
    monkeypatch.setattr(history, "PAGE_SIZE", 3)
    pages = [told(eventful, administrator, number=str(n)) for n in range(1, 1 + -(-len(whole) // 3))]

    assert [one for page in pages for one in page] == whole
    assert "?page=2" in administrator_client.get(f"/cases/{eventful.pk}/history/").content.decode()


def test_it_costs_the_same_however_much_has_happened(
    eventful: Case, administrator: User, applicant: User, queries: Queries
) -> None:
    costs = []
    for _ in range(2):
        with queries() as asked:
            told(eventful, administrator)
        costs.append(len(asked))
        for n in range(5):
            services.add_message(eventful, text=f"{n}", by=applicant, key=uuid.uuid4(), now=timezone.now())

    assert costs[0] == costs[1] <= 6


def test_a_stranger_finds_no_history(eventful: Case, stranger: User, signed_in: Any, company: Any) -> None:
    assert signed_in(stranger, company).get(f"/cases/{eventful.pk}/history/").status_code == 404


def test_a_draft_has_none(applicant: User, applicant_client: Client) -> None:
    assert applicant_client.get(f"/cases/{world.draft(applicant).pk}/history/").status_code == 404


def test_the_card_leads_there(eventful: Case, applicant_client: Client, administrator_client: Client) -> None:
    for client in (applicant_client, administrator_client):
        assert f'href="/cases/{eventful.pk}/history/"' in client.get(f"/cases/{eventful.pk}/").content.decode()
