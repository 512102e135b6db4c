"""The host chooses the company, and nothing else does."""

import pytest
from django.test import Client

from accounts.models import User
from notifications.models import OutboxMessage
from tenancy.company import inside
from tenants.models import Domain, GridCompany
from tests.world import words


@pytest.mark.parametrize(
    "host",
    [
        "unknown.localhost",
        "public.localhost",
        "gorset",
        "gorset.localhost.",
        "gorset.localhost.evil.example",
        "evil.gorset.localhost",
        "gorset.teploset.localhost",
        "localhost.evil.example",
        "127.0.0.1",
        "[::1]",
        "xn--c1avg.localhost",
        "gorset_.localhost",
        "gorset.localhost:80:80",
        "gorset.localhost/x",
        "",
        "горсеть.localhost",
    ],
)
@pytest.mark.parametrize("path", ["/", "/cases/", "/accounts/login/", "/companies/"])
def test_a_host_nobody_owns_gets_a_plain_page(company: GridCompany, host: str, path: str) -> None:
    answer = Client(HTTP_HOST=host).get(path)

    assert answer.status_code == 404
    assert "Кабинет не найден" in words(answer)
    assert "Горсеть" not in words(answer)
    assert "session" not in answer.cookies


@pytest.mark.parametrize(
    "host", ["gorset.localhost", "gorset.localhost:8000", "GORSET.localhost", "Gorset.LOCALHOST:1"]
)
def test_case_and_port_of_a_host_do_not_matter(company: GridCompany, host: str) -> None:
    assert "Горсеть" in words(Client(HTTP_HOST=host).get("/accounts/login/"))


@pytest.mark.parametrize(
    "header", ["X-Forwarded-Host", "X-Host", "X-Original-Host", "Forwarded", "X-HTTP-Host-Override"]
)
def test_no_other_header_chooses_the_company(company: GridCompany, header: str) -> None:
    answer = Client(HTTP_HOST=company.host).get("/accounts/login/", headers={header: "teploset.localhost"})

    assert "Горсеть" in words(answer)
    assert "Теплосеть" not in words(answer)


def test_the_links_of_letters_are_of_the_stored_host(company: GridCompany, applicant: User) -> None:
    browser = Client(HTTP_HOST="GORSET.localhost:31337")
    browser.post("/accounts/password/reset/", {"login": applicant.email}, headers={"X-Forwarded-Host": "evil.example"})

    with inside(company):
        letter = OutboxMessage.objects.latest("pk")
    assert "http://gorset.localhost:8000/accounts/password/reset/" in letter.text
    assert "31337" not in letter.text + letter.html
    assert "evil.example" not in letter.text + letter.html


def test_a_second_address_of_a_company_shows_the_same_cabinet(company: GridCompany) -> None:
    Domain.objects.create(tenant=company, domain="lk.gorset.example.ru", is_primary=False)

    assert "Горсеть" in words(Client(HTTP_HOST="lk.gorset.example.ru").get("/accounts/login/"))


@pytest.mark.parametrize("path", ["/companies/", "/companies/new/", "/outbox/"])
def test_a_company_has_no_pages_of_the_platform(browser: Client, path: str) -> None:
    assert browser.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/cases/", "/information/", "/settings/", "/accounts/signup/", "/updates/"])
def test_the_platform_has_no_pages_of_a_company(platform_browser: Client, path: str) -> None:
    assert platform_browser.get(path).status_code == 404


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example/", "http://teploset.localhost:8000/", "\\\\evil.example"]
)
def test_nobody_is_sent_to_another_host(company: GridCompany, applicant: User, target: str) -> None:
    browser = Client(HTTP_HOST=company.host)
    right = {"login": applicant.email, "password": "три слова и число 17", "next": target}

    assert browser.post("/accounts/login/", right)["Location"] == "/"
    assert browser.get("/sight/", {"next": target})["Location"] == "/"
