"""A document taken back: its page is gone at once, a link given out before dies within its minute."""

import time
import urllib.error
import urllib.request
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from cabinet.cases import services
from cabinet.cases.models import Entry
from tests import world
from tests.moment import NOW

PATIENCE = 20  # seconds


def is_alive(link: str) -> bool:
    try:
        with urllib.request.urlopen(link, timeout=5) as answer:
            return bool(answer.read())
    except urllib.error.HTTPError as refusal:
        refusal.close()
        return False


@pytest.fixture
def entry(applicant: User) -> Entry:
    return world.application(applicant).entries.get(kind=Entry.Kind.DOCUMENT)


def test_the_page_is_gone_at_once_and_the_link_soon(
    entry: Entry, applicant: User, administrator_client: Client, settings: Any
) -> None:
    settings.S3_LINK_SECONDS = 3
    address = f"/documents/{entry.pk}/"
    link = administrator_client.get(address)["Location"]
    assert is_alive(link)

    services.withdraw_entry(entry, reason="опечатка", by=applicant, now=NOW)
    assert administrator_client.get(address).status_code == 404
    assert administrator_client.get(f"{address}preview/").status_code == 404
    deadline = time.monotonic() + PATIENCE
    while is_alive(link):
        assert time.monotonic() < deadline, "the link lives on"
        time.sleep(0.2)
