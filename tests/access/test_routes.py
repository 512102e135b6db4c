"""Every route × everybody. A route that is not in the table, or a row without a route, fails."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from config import urls_company, urls_public
from tenancy.access import Role
from tenants.models import GridCompany
from tests.billing.subscriptions import shop
from tests.forms_sent import follow

from .routes import COMPANY, OF_OTHER_SUPPLIER, OF_SUPPLIER, OPERATORS, PEOPLE, PLATFORM, Route

ROLES = {
    "nobody": set(),
    "applicant": {Role.APPLICANT},
    "stranger": {Role.APPLICANT},
    "specialist": {Role.STAFF, Role.CLERK},
    "administrator": {Role.STAFF, Role.CLERK, Role.ADMINISTRATOR},
    "operator": {Role.OPERATOR},
}

API = "api/v1/"
# Called by machines, which have neither a session nor a form of ours; a secret in the address lets them in.
WITHOUT_FORMS = {
    "sms/reports/<slug:gateway>/<str:secret>/",
    "payments/notices/<slug:name>/<str:secret>/",
}


def routes(urlconf: Any) -> dict[str, Any]:
    """Of pages. The API knows no sessions, its routes have a table of their own: `test_api_routes`."""
    found = _walk(get_resolver(urlconf.__name__))
    return {route: view for route, view in found if not route.startswith(API)}


def api_routes(urlconf: Any) -> dict[str, Any]:
    found = _walk(get_resolver(urlconf.__name__))
    return {route.removeprefix(API): view for route, view in found if route.startswith(API)}


def _walk(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield prefix + str(pattern.pattern), pattern.callback
        else:
            yield from _walk(pattern, prefix + str(pattern.pattern))


def address(route: str, addresses: dict[str, str]) -> str:
    if route in addresses:
        return f"/{addresses[route]}"
    for part, value in addresses.items():
        route = route.replace(part, value)
    assert "<" not in route
    return f"/{route}"


def answer(client: Client, route: Route, path: str) -> str:
    """As the table writes it."""
    response = getattr(client, route.method)(path, route.data)
    if response.streaming:
        response.getvalue()  # which closes the file it is read from
    if response.status_code == 302 and response["Location"].startswith("/accounts/login/?next="):
        return "in"
    return str(response.status_code)


@pytest.mark.parametrize(("urlconf", "table"), [(urls_company, COMPANY), (urls_public, PLATFORM)])
def test_the_table_has_every_route_and_no_other(urlconf: Any, table: dict[str, Route]) -> None:
    assert sorted(routes(urlconf)) == sorted(table)


@pytest.mark.parametrize("urlconf", [urls_company, urls_public])
def test_every_route_declares_who_may_use_it(urlconf: Any) -> None:
    assert [route for route, view in routes(urlconf).items() if not hasattr(view, "access")] == []


@pytest.mark.parametrize(
    ("urlconf", "table", "columns"), [(urls_company, COMPANY, PEOPLE), (urls_public, PLATFORM, OPERATORS)]
)
def test_the_table_says_what_the_views_declare(urlconf: Any, table: dict[str, Route], columns: tuple[str, ...]) -> None:
    for route, view in routes(urlconf).items():
        for who, told in zip(columns, table[route].answers, strict=True):
            if view.access and who == "nobody":
                assert told == "in", route
            elif view.access and not view.access & ROLES[who]:
                assert told == "404", (route, who)
            else:
                assert told != "in", (route, who)


@pytest.mark.parametrize("route", COMPANY)
def test_a_route_of_a_company(route: str, people: dict[str, Client], addresses: dict[str, str]) -> None:
    row, path = COMPANY[route], address(route, addresses)
    expected = dict(zip(PEOPLE, row.answers, strict=True))
    expected |= dict.fromkeys(("foreign administrator", "operator"), expected["nobody"])  # nobody here

    assert {who: answer(client, row, path) for who, client in people.items()} == expected


@pytest.mark.parametrize(("who", "table"), [("seller", OF_SUPPLIER), ("other seller", OF_OTHER_SUPPLIER)])
def test_every_route_for_people_of_suppliers(
    who: str, table: dict[str, str], sellers: dict[str, Client], addresses: dict[str, str]
) -> None:
    """What is open to anybody is no matter here."""
    guarded = {route for route, view in routes(urls_company).items() if view.access}

    answers = {
        route: answer(sellers[who], row, address(route, addresses))
        for route, row in COMPANY.items()
        if route in guarded
    }

    assert answers == dict.fromkeys(guarded, "404") | table


@pytest.mark.parametrize("route", PLATFORM)
def test_a_route_of_the_platform(route: str, operators: dict[str, Client], company: GridCompany) -> None:
    row, path = PLATFORM[route], address(route, numbers_of_the_platform(company))
    expected = dict(zip(OPERATORS, row.answers, strict=True))
    expected |= dict.fromkeys(("applicant", "administrator"), expected["nobody"])

    assert {who: answer(client, row, path) for who, client in operators.items()} == expected


def test_an_address_of_a_form_leads_to_the_page_of_the_form(
    people: dict[str, Client], addresses: dict[str, str]
) -> None:
    """And changes nothing: whoever reloads, restores or copies what a refusal has left in the address bar."""
    for route, row in COMPANY.items():
        if row.method != "get" and route not in WITHOUT_FORMS:
            for who, client in people.items():
                opens(client, address(route, addresses), route=f"{route} {who}")


def test_an_address_of_a_form_of_operators_leads_to_its_page(
    operators: dict[str, Client], company: GridCompany
) -> None:
    for route, row in PLATFORM.items():
        if row.method != "get":
            for who, client in operators.items():
                opens(client, address(route, numbers_of_the_platform(company)), route=f"{route} {who}")


def opens(client: Client, path: str, *, route: str) -> None:
    response = client.get(path)
    if response.status_code != 404:
        assert response.status_code == 302, route
        to = urlsplit(response["Location"])
        if to.path == "/accounts/login/":
            following = parse_qs(to.query).get("next", ["/"])[0]
            assert getattr(resolve(urlsplit(following).path, client_routes(client)).func, "is_page", True), route
        else:
            page = follow(client, response)
            assert page.status_code == 200, (route, to)
            assert page["Content-Type"].startswith("text/html"), route


def client_routes(client: Client) -> str:
    return (urls_public if client.defaults["HTTP_HOST"] == "localhost" else urls_company).__name__


def test_a_forged_form_is_refused_at_a_company(people: dict[str, Client], addresses: dict[str, str]) -> None:
    for client in people.values():
        client.handler.enforce_csrf_checks = True
        for route in COMPANY.keys() - WITHOUT_FORMS:
            assert client.post(address(route, addresses), COMPANY[route].data).status_code == 403, route


def test_a_forged_form_is_refused_at_the_platform(operators: dict[str, Client], company: GridCompany) -> None:
    for client in operators.values():
        client.handler.enforce_csrf_checks = True
        for route in PLATFORM.keys() - WITHOUT_FORMS:
            assert client.post(address(route, numbers_of_the_platform(company)), {}).status_code == 403, route


def numbers_of_the_platform(company: GridCompany) -> dict[str, str]:
    sold = shop.everything(company)
    return {
        **sold,
        "operators/<int:pk>/second-factor/": "operators/0/second-factor/",
        "<int:pk>": str(company.pk),
        "<str:handle>": "0123456789abcdef",
        "<uuid:key>": "6f1c1c5e-0000-4000-8000-000000000000",
        "<str:number>/<str:token>": "MQ/abc-def",
        "<slug:gateway>/<str:secret>": "smsc/invented",
    }


def test_a_door_tells_nothing_of_what_is_behind_it(people: dict[str, Client], addresses: dict[str, str]) -> None:
    """A page of others and a page that does not exist are one and the same to those who may not see it."""
    closed = people["stranger"].get(address("cases/<int:pk>/", addresses))
    absent = people["stranger"].get("/cases/999999999/")

    assert closed.status_code == absent.status_code == 404
    assert "Страница не" in closed.content.decode()
