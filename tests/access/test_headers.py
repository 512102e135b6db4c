"""Headers and cookies of every kind of page, error pages included."""

import json
import os
import re
import subprocess
import sys
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as current
from django.db import connection
from django.test import Client

from tenants.models import GridCompany
from tests import world

POLICY = {
    "default-src": {"'self'"},
    "script-src": {"'self'", "'nonce'"},
    "style-src": {"'self'", "'nonce'"},
    "img-src": {"'self'", "data:"},
    "object-src": {"'none'"},
    "base-uri": {"'none'"},
    "frame-ancestors": {"'none'"},
    "form-action": {"'self'"},
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
AT_A_COMPANY = {
    "/accounts/login/": 200,
    "/accounts/signup/": 200,
    "/help/": 200,
    "/cases/": 302,
    "/invitation/invented/": 410,
    "/nowhere/": 404,
}
FOR_AN_ADMINISTRATOR = {"/cases/": 200, "/pages/": 200, "/settings/": 200, "/information/": 404, "/updates/": 200}
AT_THE_PLATFORM = {
    "/accounts/login/": 302,
    "/companies/": 200,
    "/companies/new/": 200,
    "/outbox/": 200,
    "/nowhere/": 404,
}


def policy(response: Any) -> dict[str, set[str]]:
    """By directives; a nonce that no tag of the page asked for is not sent, and need not be."""
    found = {}
    for directive in response["Content-Security-Policy"].split(";"):
        name, *sources = re.sub(r"'nonce-[^']+'", "'nonce'", directive.strip()).split()
        found[name] = set(sources) | ({"'nonce'"} if name in {"script-src", "style-src"} else set())
    return found


def has_all(response: Any) -> None:
    assert {name: response[name] for name in HEADERS} == HEADERS
    assert policy(response) == POLICY
    for cookie in response.cookies.values():
        assert not cookie["domain"]  # host-only: a sibling company never gets it
        assert cookie["path"] == "/"
        assert cookie["samesite"] == "Lax"
        assert cookie["httponly"] or cookie.key == "sight"


@pytest.mark.parametrize(("page", "status"), AT_A_COMPANY.items())
def test_pages_for_anyone(browser: Client, page: str, status: int) -> None:
    response = browser.get(page)

    assert response.status_code == status
    has_all(response)


@pytest.mark.parametrize(("page", "status"), FOR_AN_ADMINISTRATOR.items())
def test_pages_of_staff(administrator_client: Client, page: str, status: int) -> None:
    response = administrator_client.get(page)

    assert response.status_code == status
    has_all(response)


@pytest.mark.parametrize(("page", "status"), AT_THE_PLATFORM.items())
def test_pages_of_operators(operator_client: Client, page: str, status: int) -> None:
    response = operator_client.get(page)

    assert response.status_code == status
    has_all(response)


def test_a_host_nobody_owns(db: None) -> None:
    has_all(Client(HTTP_HOST="unknown.localhost").get("/"))


def test_a_forged_form(company: GridCompany) -> None:
    response = Client(HTTP_HOST=company.host, enforce_csrf_checks=True).post("/accounts/login/")

    assert response.status_code == 403
    has_all(response)


def test_our_own_failure(company: GridCompany, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any) -> None:
        raise RuntimeError("in the middle")

    monkeypatch.setattr("cabinet.home.views.current", fail)
    response = Client(HTTP_HOST=company.host, raise_request_exception=False).get("/help/")

    assert response.status_code == 500
    has_all(response)


def test_a_script_runs_only_with_the_nonce_of_its_page(administrator_client: Client) -> None:
    nonces = set()
    for _ in range(2):
        response = administrator_client.get("/pages/")
        page = response.content.decode()
        (nonce,) = set(re.findall(r"'nonce-([^']+)'", response["Content-Security-Policy"])) or {""}
        for tag in re.findall(r"<script[^>]*>", page):
            assert 'src="/static/' in tag or f'nonce="{nonce}"' in tag
        assert not re.findall(r"<[^>]+\s(?:on\w+|style)=", page)
        nonces.add(nonce)

    assert len(nonces) == 2 or nonces == {""}


def test_signing_in_sets_cookies_of_this_host_only(company: GridCompany, applicant: Any) -> None:
    client = Client(HTTP_HOST=company.host)
    has_all(client.post("/accounts/login/", {"login": applicant.email, "password": world.PASSWORD}))

    assert client.cookies["session"]["httponly"]


def test_what_one_person_saw_is_not_kept_for_the_next(administrator_client: Client) -> None:
    """A cache on the way must not show one person's applications to another."""
    for page in ("/cases/", "/settings/"):
        assert "Cookie" in administrator_client.get(page)["Vary"]


PRODUCTION = """
import json, django
django.setup()
from django.conf import settings
from django.test import Client
browser = Client(HTTP_HOST="gorset.localhost")
page = browser.get("/accounts/login/", secure=True)
plain = browser.get("/accounts/login/")
print(json.dumps({
    "status": page.status_code,
    "headers": dict(page.headers),
    "cookies": {name: {key: value for key, value in cookie.items() if value} for name, cookie in page.cookies.items()},
    "plain": [plain.status_code, plain["Location"]],
    "session": [settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY],
    "outbox": Client(HTTP_HOST="localhost").get("/outbox/", secure=True).status_code,
    "components": browser.get("/components/", secure=True).status_code,
}))
"""


@pytest.fixture(scope="module")
def production(django_db_setup: None) -> dict[str, Any]:
    """What the same code answers when it is set up for production, with the companies of this run."""
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    environment = {**os.environ, "EMBEDDED": "0", "PLATFORM_SCHEME": "https", "PLATFORM_PORT": "",
                   "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings",
                   "STATIC_ROOT": str(current.STATIC_ROOT)}  # fmt: skip
    command = [sys.executable, "-c", PRODUCTION]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, cwd=current.ROOT)
    answers: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return answers


def test_in_production_cookies_are_bound_to_host_and_https(production: dict[str, Any]) -> None:
    assert production["status"] == 200
    assert production["session"] == ["__Host-session", True, True]
    (cookie,) = production["cookies"].items()
    assert cookie[0] == "__Host-csrf"
    assert cookie[1]["secure"]
    assert cookie[1]["httponly"]
    assert cookie[1]["path"] == "/"
    assert "domain" not in cookie[1]


def test_in_production_https_is_demanded(production: dict[str, Any]) -> None:
    assert production["plain"] == [301, "https://gorset.localhost/accounts/login/"]
    assert production["headers"]["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"


def test_in_production_nobodys_letters_are_shown(production: dict[str, Any]) -> None:
    assert (production["outbox"], production["components"]) == (404, 404)
