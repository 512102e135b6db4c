"""No dead address is left in an address bar or behind the sign-in: each form refused, signed out, signed in again."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve

from config import urls_company, urls_public
from tenancy.company import inside
from tenancy.marker import Marker
from tenants.models import GridCompany
from tests.forms_sent import follow

from .conftest import House
from .routes import COMPANY, OPERATORS, PEOPLE, PLATFORM, Route
from .test_routes import address, numbers_of_the_platform

COLUMNS = {PEOPLE: ("applicant", "administrator"), OPERATORS: ("operator",)}


def forms(table: dict[str, Route], columns: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Every route that takes a POST behind a sign-in, with somebody who may."""
    for route, row in table.items():
        answers = dict(zip(columns, row.answers, strict=True))
        if answers["nobody"] == "in" and row.method != "put":
            yield from ((route, who) for who in COLUMNS[columns] if answers[who] not in {"404", "in"})


def is_page(path: str, urlconf: Any) -> bool:
    return getattr(resolve(urlsplit(path).path, urlconf.__name__).func, "is_page", True)


def opens(client: Client, path: str, told: object) -> None:
    response = follow(client, client.get(path))
    assert response.status_code in {200, 404, 409}, (told, response.status_code)
    if response.status_code == 409:  # the page asks for no such words any more, so they are shown
        assert "Слова" in response.content.decode(), told


def test_every_form_of_a_company(house: House, people: dict[str, Client], addresses: dict[str, str]) -> None:
    users = {"applicant": house.applicant, "administrator": house.administrator}
    for route, who in forms(COMPANY, PEOPLE):
        with transaction.atomic():
            walks(people[who], address(route, addresses), users[who], urls_company)
            transaction.set_rollback(True)


def test_every_form_of_the_platform(operators: dict[str, Client], operator: Any, company: GridCompany) -> None:
    for route, who in forms(PLATFORM, OPERATORS):
        with transaction.atomic():
            walks(operators[who], address(route, numbers_of_the_platform(company)), operator, urls_public)
            transaction.set_rollback(True)


def walks(client: Client, path: str, user: Any, urlconf: Any) -> None:
    cookies = dict(client.cookies)
    # Refused with bad input: what stands in the address bar is the address of the form.
    refused = client.post(path, {})
    if refused.status_code == 405:  # it takes no form
        return
    if refused.streaming:  # one of them is a download: read to its end, or its files stay open
        assert list(refused)
    if refused.status_code >= 400:
        opens(client, path, (path, "refused"))
    # Signed out: with the marker of the page, and without any.
    del client.cookies["session"]
    client.cookies.pop("csrf", None)
    for typed in ({}, {"drawn": marker_of(user, path, urlconf), "reason": "Слова"}):
        out = client.post(path, typed)
        to = urlsplit(out["Location"])
        assert to.path == "/accounts/login/", path
        following = parse_qs(to.query)["next"][0]
        assert is_page(following, urlconf), (path, following)
        # Signed in again.
        client.cookies.load(dict(cookies))
        opens(client, following, (path, following))
        client.cookies.pop("session", None)
    client.cookies.load(cookies)


def marker_of(user: Any, path: str, urlconf: Any) -> str:
    """As a page drawn by a refusal carries it."""
    page = path if is_page(path, urlconf) else "/"
    if urlconf is urls_public:
        return Marker(user.pk, None, page).signed()
    with inside(GridCompany.objects.get(schema_name="gorset")):
        return Marker(user.pk, None, page).signed()


@pytest.mark.parametrize("kind", ["message", "status", "note"])
def test_a_refused_form_of_a_card_knows_its_page(
    people: dict[str, Client], addresses: dict[str, str], kind: str
) -> None:
    """It was drawn at an address that only takes forms; after the sign-in it stands on the card."""
    case = address("cases/<int:pk>/", addresses)
    refused = people["administrator"].post(f"{case}entries/{kind}/", {"text": ""})
    assert refused.status_code == 422

    assert f"|{case}?add={kind}:" in refused.content.decode()
