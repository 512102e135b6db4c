"""The page of the embedded mode where sent messages are read."""

from importlib import reload
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import clear_url_caches

from notifications import services, tasks

from .conftest import letter

pytestmark = pytest.mark.usefixtures("here")

OUTBOX = "/outbox/"


@pytest.fixture
def browser(platform_browser: Client) -> Client:
    return platform_browser


def send(to: str) -> str:
    message = letter(to=to)
    tasks.deliver(message.pk)
    return str(message.key)


def words(response: Any) -> str:
    return str(response.content.decode()).replace("\u00a0", " ")


def test_anyone_reads_them_newest_first(browser: Client) -> None:
    send("first@example.ru")
    send("second@example.ru")
    page = browser.get(OUTBOX).content.decode()

    assert page.index("second@example.ru") < page.index("first@example.ru")


def test_an_empty_outbox_says_what_it_is_for(browser: Client) -> None:
    assert "Пока ничего не отправлено" in words(browser.get(OUTBOX))


def test_search_by_recipient_and_channel(browser: Client) -> None:
    send("anna@example.ru")
    sms = services.send_sms(key=uuid4(), to="+79001112233", text="Код 1234")
    tasks.deliver(sms.pk)

    assert "Код" not in browser.get(OUTBOX, {"recipient": " ANNA"}).content.decode()
    assert "anna@" not in browser.get(OUTBOX, {"channel": "sms"}).content.decode()
    assert "Ничего не нашлось" in words(browser.get(OUTBOX, {"recipient": "boris"}))


def test_a_letter_is_read_and_its_links_can_be_followed(browser: Client) -> None:
    key = send("anna@example.ru")
    page = browser.get(f"{OUTBOX}{key}/").content.decode()

    assert '<a href="http://gorset.localhost/accounts/password/reset/MQ/abc-def/"' in page
    assert f'src="{OUTBOX}{key}/html/"' in page


def test_the_letter_itself_stands_in_a_sandbox(browser: Client) -> None:
    response = browser.get(f"{OUTBOX}{send('anna@example.ru')}/html/")

    assert response["Content-Security-Policy"].startswith("sandbox allow-popups")
    assert "script-src" not in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert '<base target="_blank">' in response.content.decode()


def test_an_unknown_message_is_not_found(browser: Client) -> None:
    assert browser.get(f"{OUTBOX}{uuid4()}/").status_code == 404
    assert browser.get(f"{OUTBOX}..%2f..%2fetc%2fpasswd/").status_code == 404


def test_a_company_has_no_such_page() -> None:
    assert Client(HTTP_HOST="gorset.localhost").get(OUTBOX).status_code == 404


def test_production_has_no_such_page(browser: Client, settings: Any, here: Path) -> None:
    import config.urls_public

    settings.EMBEDDED = False
    try:
        reload(config.urls_public)
        clear_url_caches()
        assert all("outbox" not in str(route.pattern) for route in config.urls_public.urlpatterns)
    finally:
        settings.EMBEDDED = True
        reload(config.urls_public)
        clear_url_caches()
