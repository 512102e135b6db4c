"""A method that an address does not have is answered before any view, and nothing is asked of the database for it."""

from typing import Any

import pytest
from django.test import Client

from config import urls_company, urls_public
from tenants.models import GridCompany

from .test_routes import WITHOUT_FORMS, address, numbers_of_the_platform, routes

STRANGE = ["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "OPTIONS", "BREW"]
PUTS = {"uploads/<uuid:key>/parts/<int:number>/"}


@pytest.fixture
def company_addresses(addresses: dict[str, str]) -> dict[str, str]:
    return {route: address(route, addresses) for route in routes(urls_company)}


def test_every_route_of_a_company_refuses_strange_methods(
    company_addresses: dict[str, str], people: dict[str, Client], queries: Any
) -> None:
    for client in (people["nobody"], people["administrator"], people["applicant"]):
        client.handler.enforce_csrf_checks = True
        client.get("/help/")  # the company of the host is known by now
        for route, path in company_addresses.items():
            for method in STRANGE:
                if method == "PUT" and route in PUTS:
                    continue
                with queries() as asked:
                    refused(client.generic(method, path), (route, method))
                # Whose host it is may have to be looked up anew after a few seconds; of the subject nothing is asked.
                assert [sql for sql in asked if "tenants_" not in sql] == [], (route, method)


def test_every_route_of_the_platform_refuses_strange_methods(
    operators: dict[str, Client], company: GridCompany
) -> None:
    for route in routes(urls_public):
        for method in STRANGE:
            path = address(route, numbers_of_the_platform(company))
            refused(operators["operator"].generic(method, path), (route, method))


def refused(response: Any, told: tuple[str, str]) -> None:
    assert response.status_code == 405, told
    allowed = set(response["Allow"].split(", "))
    assert allowed <= {"GET", "HEAD", "POST", "PUT"}, told
    assert "GET" in allowed or (told[0] in WITHOUT_FORMS and allowed == {"POST"}), told


def test_what_is_allowed_is_what_is_told(company_addresses: dict[str, str], people: dict[str, Client]) -> None:
    """A page that takes no form says so: a POST to it is a 405 too, once its token is right."""
    client = people["administrator"]
    for route, path in company_addresses.items():
        told = client.generic("DELETE", path)["Allow"].split(", ")
        posted = client.generic("POST", path)
        assert (posted.status_code == 405) == ("POST" not in told), route


@pytest.mark.parametrize("path", ["/nowhere/", "/cases/1/nowhere/", "/static/nothing.css", "/health/nowhere"])
@pytest.mark.parametrize("method", STRANGE)
def test_an_address_that_nobody_knows_is_no_failure(browser: Client, path: str, method: str) -> None:
    assert browser.generic(method, path).status_code in {404, 405}


@pytest.mark.parametrize("method", [*STRANGE, "POST"])
def test_static_files_and_health_are_read_only(browser: Client, method: str) -> None:
    page = browser.get("/accounts/login/").content.decode()
    style = page.split('<link rel="stylesheet" href="')[1].split('"')[0]
    for path in (style, "/health/live", "/health/ready"):
        answer = browser.generic(method, path)
        assert answer.status_code == 405, path
        assert answer["Allow"] == "GET, HEAD", path


@pytest.mark.parametrize("method", STRANGE)
def test_a_suspended_company_refuses_them_as_well(company: GridCompany, browser: Client, method: str) -> None:
    from tenancy.company import in_public
    from tenants import services
    from tests import world
    from tests.moment import NOW

    with in_public():
        services.suspend(company, reason="долг", by=world.operator(), now=NOW)

    assert browser.generic(method, "/cases/").status_code == 405
