"""S3 takes every request and answers none: the threads of the site stay free for pages that have no files."""

import http.client
import os
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection

from cabinet.cases.models import Case
from config import server
from embedded import Stack
from tenancy.company import inside
from tenants.models import GridCompany
from tests import world
from tests.server.served import FIRST_PORT, HOST, SOON, Served, wait_for_answer

from .conftest import Visitor
from .proxy import Proxy, silent

DOWNLOADS = 2 * server.THREADS


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    between = Proxy(settings.S3_ENDPOINT_URL)
    between.start()
    yield between
    between.stop()


@pytest.fixture
def site(stack: Stack, proxy: Proxy, scratch_company: GridCompany, tmp_path: Path) -> Iterator[Served]:
    """The site at the database of this run, one worker with the threads of production."""
    port = stack.home.port("served-hanging", FIRST_PORT)
    url = urlsplit(os.environ["DATABASE_URL"])
    environment = {
        "DATABASE_URL": urlunsplit(url._replace(path=f"/{connection.settings_dict['NAME']}")),
        "S3_ENDPOINT_URL": proxy.url,
        "S3_SECONDS": str(SOON),  # nobody is freed by a time-out while the test lasts
    }
    child = stack.child("served-hanging", server.command(HOST, port, workers=1), environment=environment)
    try:
        served = Served(child, port, tmp_path)
        wait_for_answer(served, "/health/live")
        yield served
    finally:
        child.stop()


def test_pages_are_answered_while_downloads_hang(
    visitor: Visitor, site: Served, proxy: Proxy, scratch_company: GridCompany
) -> None:
    visitor.press("attach", world.pdf())
    with inside(scratch_company):
        entry = Case.objects.get().entries.get()
    headers = {"Host": scratch_company.host, "Cookie": f"session={visitor.client.cookies['session'].value}"}
    waiting: list[Any] = []

    def download() -> None:
        with closing(http.client.HTTPConnection(HOST, site.port, timeout=SOON)) as client:
            client.request("GET", f"/documents/{entry.pk}/", headers=headers)
            waiting.append(client.getresponse().status)

    readers = [threading.Thread(target=download) for _ in range(DOWNLOADS)]
    with proxy.misbehaving(silent):
        for reader in readers:
            reader.start()
        deadline = time.monotonic() + SOON
        while len(proxy.seen) < settings.S3_CALLS_AT_ONCE:
            assert time.monotonic() < deadline, proxy.seen
            time.sleep(0.02)
        for path in ("/cases/", "/profile/"):
            assert site.get(path, headers)[0] == 200
        hanging = [reader for reader in readers if reader.is_alive()]
        assert len(hanging) >= settings.S3_CALLS_AT_ONCE
        assert len(proxy.seen) == settings.S3_CALLS_AT_ONCE
    for reader in readers:
        reader.join()
    assert set(waiting) <= {302, 503}
