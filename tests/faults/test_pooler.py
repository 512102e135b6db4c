"""The site behind a real PgBouncer: thousands of mixed requests of two companies, and none sees a row of the other.

Before PostgreSQL 18 a PgBouncer that tracks `search_path` shares its connections among all requests; where none is
found that can, the run says so at its end. Any PgBouncer gives each process a connection of its own (`session`).
"""

import http.client
import os
import re
import threading
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.middleware.csrf import _get_new_csrf_string
from django.test import Client

from cabinet.cases.models import Entry
from embedded import Stack
from tenancy.company import inside
from tenants.models import GridCompany
from tests import pgbouncer, scratch, world
from tests.conftest import open_company

from .test_traffic import Release

PORT = 8553
READERS_OF_EACH = 3
# Rounds of each reader: a list, a card, a message, the history. A session pool shares nothing that could be mixed up.
ROUNDS = {"session": 20, "tracking": 150}
POOLS: dict[str, dict[str, Any]] = {
    "session": {"mode": "session", "size": 40},
    "tracking": {"mode": "transaction", "size": 3, "extra": pgbouncer.TRACKING},
}


@dataclass
class Reader:
    """An applicant of one company, who looks and writes by turns."""

    mine: str  # the name that stands on each page
    others: str
    case: int
    rounds: int
    headers: dict[str, str]
    said: list[str] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    foreign: list[str] = field(default_factory=list)
    nameless: list[str] = field(default_factory=list)

    def run(self) -> None:
        with closing(http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)) as browser:
            for _ in range(self.rounds):
                self._look(browser, "/cases/")
                self._look(browser, f"/cases/{self.case}/")
                text = f"{self.mine} {uuid.uuid4()}"
                body = urlencode({"key": str(uuid.uuid4()), "text": text})
                if self._ask(browser, "POST", f"/cases/{self.case}/entries/message/", body)[0] == http.HTTPStatus.FOUND:
                    self.said.append(text)
                self._look(browser, f"/cases/{self.case}/history/")

    def _look(self, browser: http.client.HTTPConnection, path: str) -> None:
        status, page = self._ask(browser, "GET", path)
        if self.others in page:
            self.foreign.append(path)
        if status == http.HTTPStatus.OK and self.mine not in page:
            self.nameless.append(path)

    def _ask(self, browser: http.client.HTTPConnection, method: str, path: str, body: str = "") -> tuple[int, str]:
        browser.request(method, path, body or None, self.headers)
        answer = browser.getresponse()
        text = answer.read().decode()
        self.statuses[answer.status] += 1
        return answer.status, text


@pytest.fixture
def second_company(scratch_company: GridCompany) -> Iterator[GridCompany]:
    scratch.provide_spare()
    company = open_company(996, "second", "ООО «Вторая»", "electricity")
    yield company
    scratch.take_back(company)


@pytest.fixture
def behind(stack: Stack, tmp_path: Path, pool: str) -> Iterator[Release]:
    """The site of one web process, whose database is reached through the pooler."""
    with pgbouncer.running(tmp_path, **POOLS[pool]) as connect:
        through = connect.keywords
        address = f"postgres://{through['user']}@127.0.0.1:{through['port']}/{connection.settings_dict['NAME']}"
        (tmp_path / "outbox").mkdir()
        environment = {
            "DATABASE_URL": address,
            "DATABASE_DIRECT_URL": "",
            "OUTBOX_DIR": str(tmp_path / "outbox"),
            "PYTHONPATH": f"{settings.ROOT}:{settings.ROOT / 'platform'}",
        }
        release = Release(stack, "pooled", PORT, {**os.environ, **environment})
        yield release.start()
        release.stop()


def pools() -> Iterator[Any]:
    found = pgbouncer.version()
    for name in POOLS:
        needed = pgbouncer.TRACKS_SINCE if name == "tracking" else (1,)
        has = ".".join(map(str, found)) or "none"
        reason = f"{pgbouncer.NOT_TRIED}, {name}: {'.'.join(map(str, needed))} or newer is needed, found {has}"
        yield pytest.param(name, marks=pytest.mark.skipif(found < needed, reason=reason), id=name)


@pytest.mark.parametrize("pool", list(pools()))
def test_no_company_sees_another(
    scratch_company: GridCompany, second_company: GridCompany, pool: str, behind: Release
) -> None:
    both = (scratch_company, second_company)
    rounds = ROUNDS[pool]
    readers = [reader for mine, other in (both, both[::-1]) for reader in readers_of(mine, other, rounds)]
    threads = [threading.Thread(target=reader.run) for reader in readers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    statuses = sum((reader.statuses for reader in readers), Counter())
    assert set(statuses) == {http.HTTPStatus.OK, http.HTTPStatus.FOUND}, statuses
    assert statuses.total() == len(readers) * rounds * 4
    assert [path for reader in readers for path in reader.foreign] == []
    assert [path for reader in readers for path in reader.nameless] == []
    for company in both:
        with inside(company):
            kept = Counter(Entry.objects.filter(kind=Entry.Kind.MESSAGE).values_list("html", flat=True))
        said = Counter(text for reader in readers if reader.mine == company.short_name for text in reader.said)
        assert {words(text): count for text, count in kept.items()} == dict(said)


def readers_of(company: GridCompany, other: GridCompany, rounds: int) -> list[Reader]:
    made = []
    for n in range(1, READERS_OF_EACH + 1):
        with inside(company):
            applicant = world.person(n)
            case = world.application(applicant)
            client = Client(HTTP_HOST=company.host)
            client.force_login(applicant)
        made.append(Reader(company.short_name, other.short_name, case.pk, rounds, headers_of(client, company)))
    return made


def headers_of(client: Client, company: GridCompany) -> dict[str, str]:
    token = _get_new_csrf_string()
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {
        "Host": company.host,
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={token}",
        "X-CSRFToken": token,
        "Origin": f"http://{company.host}",
    }


def words(text: str) -> str:
    """A message is kept as HTML."""
    return re.sub(r"<[^>]+>", "", text)
