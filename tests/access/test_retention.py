"""What a browser may keep: nothing behind a sign-in, and elsewhere what the page itself says."""

from typing import Any

from django.test import Client

from config import urls_company, urls_public
from tenants.models import GridCompany

from .routes import COMPANY, PLATFORM
from .test_routes import address, numbers_of_the_platform, routes

NOT_KEPT = "private, no-store"


def test_nothing_behind_the_sign_in_of_a_company_is_kept(people: dict[str, Client], addresses: dict[str, str]) -> None:
    for route, view in routes(urls_company).items():
        for client in people.values():
            response = getattr(client, COMPANY[route].method)(address(route, addresses), COMPANY[route].data)
            if view.access:
                assert response["Cache-Control"] == NOT_KEPT, route
            assert told(response), route


def test_nothing_behind_the_sign_in_of_the_platform_is_kept(operators: dict[str, Client], company: GridCompany) -> None:
    for route, view in routes(urls_public).items():
        path = address(route, numbers_of_the_platform(company))
        for client in operators.values():
            response = getattr(client, PLATFORM[route].method)(path, PLATFORM[route].data)
            if view.access:
                assert response["Cache-Control"] == NOT_KEPT, route
            assert told(response), route


def told(response: Any) -> bool:
    """Either not at all, or for a time that is said."""
    said = response["Cache-Control"]
    return "no-store" in said or "max-age=" in said


def test_pages_for_anybody_say_for_how_long(people: dict[str, Client]) -> None:
    browser = people["nobody"]
    for page in ("/help/", "/consent/personal-data/"):
        assert browser.get(page)["Cache-Control"] == "private, max-age=300"
        assert people["administrator"].get(page)["Cache-Control"] == NOT_KEPT  # the frame says who is there
    keys = browser.get("/.well-known/setevoy-kabinet-seal-keys.json")
    assert keys["Cache-Control"] == "max-age=3600, public"
    assert "no-store" in browser.get("/accounts/login/")["Cache-Control"]
    assert browser.get("/nowhere/")["Cache-Control"] == NOT_KEPT
    style = browser.get("/accounts/login/").content.decode().split('<link rel="stylesheet" href="')[1].split('"')[0]
    assert "immutable" in browser.head(style)["Cache-Control"]
    assert browser.get("/health/live")["Cache-Control"] == "no-store"
