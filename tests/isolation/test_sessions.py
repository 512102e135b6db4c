"""A session belongs to a company: its cookie is worth nothing at another."""

import pytest
from django.test import Client

from accounts.models import Session, User
from tenancy.company import in_public, inside
from tenants.models import GridCompany
from tests import world

from .conftest import Side


def at(company_host: str, cookie: str, settings: object) -> Client:
    """A browser at this host with a cookie from elsewhere."""
    client = Client(HTTP_HOST=company_host)
    client.cookies["session"] = cookie
    return client


@pytest.mark.parametrize("who", ["applicant", "administrator"])
def test_a_cookie_of_one_company_is_nobodys_at_the_other(twins: tuple[Side, Side], who: str, settings: object) -> None:
    """With the same number and the same password on both sides."""
    north, south = twins
    with inside(south.company):
        User.objects.update(password=getattr(north, who).password)
    client = at(south.company.host, north.client_of(who).cookies["session"].value, settings)

    assert client.get("/cases/")["Location"].startswith("/accounts/login/")
    assert client.get("/")["Location"] == "/accounts/login/"


def test_an_operators_cookie_is_nobodys_at_a_company(
    operator_client: Client, company: GridCompany, settings: object
) -> None:
    client = at(company.host, operator_client.cookies["session"].value, settings)

    assert client.get("/cases/")["Location"].startswith("/accounts/login/")


def test_a_companys_cookie_is_nobodys_at_the_platform(twins: tuple[Side, Side], settings: object) -> None:
    north, _south = twins
    client = at("localhost", north.administrator_client.cookies["session"].value, settings)

    assert client.get("/companies/")["Location"].startswith("/accounts/login/")


def test_sessions_are_kept_where_they_belong(twins: tuple[Side, Side]) -> None:
    north, south = twins
    key = north.applicant_client.cookies["session"].value
    for company, found in ((north.company, True), (south.company, False)):
        with inside(company):
            assert Session.objects.filter(session_key=key).exists() is found
    with in_public():
        assert not Session.objects.filter(session_key=key).exists()


def test_signing_out_of_one_is_not_signing_out_of_the_other(twins: tuple[Side, Side]) -> None:
    north, south = twins
    north.applicant_client.post("/accounts/logout/")

    assert north.applicant_client.get("/cases/").status_code == 302
    assert south.applicant_client.get("/cases/").status_code == 200


def test_wrong_guesses_at_one_close_no_door_at_the_other(twins: tuple[Side, Side]) -> None:
    north, south = twins
    for _ in range(12):
        guess = {"login": north.applicant.email, "password": "не тот"}
        answer = Client(HTTP_HOST=north.company.host).post("/accounts/login/", guess)
    assert answer.status_code == 429

    right = {"login": south.applicant.email, "password": world.PASSWORD}
    answer = Client(HTTP_HOST=south.company.host).post("/accounts/login/", right)
    assert answer.status_code == 302
