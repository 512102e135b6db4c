"""«Заявители» of the company's staff."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.identifiers import format_snils
from accounts.models import ApplicantDetails, StaffRole, User
from audit.models import Record
from tests import world
from tests.world import words

PAGE = "/applicants/"


@pytest.mark.parametrize("asked", ["Орлова", "орл анна", "person1@", "snils"])
def test_a_person_is_found(administrator_client: Client, applicant: User, stranger: User, asked: str) -> None:
    asked = asked.replace("snils", format_snils(world.applicant_of(applicant).snils).replace(" ", "-"))
    found = words(administrator_client.get(PAGE, {"q": asked}))

    assert "Орлова Анна" in found
    assert "Лугов" not in found


def test_nobody_found_is_said(administrator_client: Client, applicant: User) -> None:
    assert "Никого не нашлось" in words(administrator_client.get(PAGE, {"q": "Небывалов"}))


def test_the_list_is_paged_and_costs_the_same(
    administrator_client: Client, queries: Callable[..., Any], here: None
) -> None:
    costs = []
    for begin, end in ((1, 3), (3, 25)):
        for n in range(begin, end):
            world.person(n)
        administrator_client.get(PAGE)  # notes that somebody is here, now and then
        with queries() as asked:
            page = administrator_client.get(PAGE)
        costs.append(len(asked))

    assert len(page.context["page"]) == 20
    assert page.context["page"].paginator.count == 24
    assert costs[0] == costs[1] <= 8


def test_the_card_shows_who_it_is_and_what_they_filed(administrator_client: Client, applicant: User) -> None:
    case = world.application(applicant)
    world.draft(applicant, address="черновик не виден")
    ApplicantDetails.objects.create(applicant=world.applicant_of(applicant), passport_number="654321")
    card = words(administrator_client.get(f"{PAGE}{world.applicant_of(applicant).pk}/"))

    assert "654321" in card
    assert case.get_absolute_url() in card
    assert "черновик не виден" not in card


def test_a_block_works_at_the_next_request_and_can_be_lifted(
    administrator_client: Client, applicant_client: Client, applicant: User
) -> None:
    case = world.application(applicant)
    card = f"{PAGE}{world.applicant_of(applicant).pk}/"
    assert applicant_client.get(f"/cases/{case.pk}/").status_code == 200
    assert administrator_client.post(f"{card}block/", {"reason": ""}).status_code == 422
    administrator_client.post(f"{card}block/", {"reason": "Чужие документы"})

    assert applicant_client.get(f"/cases/{case.pk}/").status_code == 404
    assert applicant_client.post("/applications/new/").status_code == 404
    told = words(applicant_client.get("/information/"))
    assert "Доступ к кабинету закрыт сетевой организацией" in told
    assert "Чужие документы" not in told
    assert "Чужие документы" in words(administrator_client.get(card))
    assert "Орлова" in words(administrator_client.get(PAGE, {"blocked": "on"}))

    administrator_client.post(f"{card}unblock/")
    assert applicant_client.get(f"/cases/{case.pk}/").status_code == 200
    assert list(Record.objects.filter(event__endswith="blocked").values_list("details", flat=True)) == [{}, {}]


def test_an_observer_only_looks(signed_in: Any, company: Any, applicant: User) -> None:
    observer = signed_in(world.staff(5, StaffRole.OBSERVER), company)
    card = f"{PAGE}{world.applicant_of(applicant).pk}/"

    assert "Заблокировать" not in words(observer.get(card))
    assert observer.post(f"{card}block/", {"reason": "так"}).status_code == 404
