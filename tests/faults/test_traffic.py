"""Web, worker and database are replaced, killed and restarted while people write: what was acknowledged is there, once.

Each writer keeps a record of its own of what it was told, and presses again with the same key when it was told nothing.
"""

import http.client
import os
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from django.conf import settings
from django.db import close_old_connections, connection
from django.middleware.csrf import _get_new_csrf_string
from django.utils import timezone

from cabinet.cases.models import Case, Entry
from config import server
from embedded import Stack
from embedded.processes import Child
from notifications.models import OutboxMessage
from tenancy import due
from tenancy.company import in_public, inside
from tenancy.models import DueWork
from tenants.models import GridCompany

from .conftest import Visitor

WRITERS = 3
AT_LEAST = 8  # acknowledged writes of each before, and again after, what happens
PATIENCE = 90  # seconds
PORTS = (8551, 8552)


@dataclass
class Release:
    """The processes of one version of the site."""

    stack: Stack
    name: str
    port: int
    environment: dict[str, str]
    children: list[Child] = field(default_factory=list)

    def start(self) -> "Release":
        celery = [sys.executable, "-m", "celery", "-A", "config.celery", "worker", "--concurrency=1", "--loglevel=INFO"]
        lines = {"web": server.command("127.0.0.1", self.port, workers=1, threads=4), "worker": celery}
        self.children = [
            self.stack.child(f"{self.name}-{title}", line, environment=self.environment)
            for title, line in lines.items()
        ]
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            assert self.web.is_alive, self.web.output
            assert time.monotonic() < deadline, self.web.output
            time.sleep(0.1)
        return self

    @property
    def web(self) -> Child:
        return self.children[0]

    @property
    def worker(self) -> Child:
        return self.children[1]

    def stop(self) -> None:
        for child in self.children:
            child.ask_to_stop()
        for child in self.children:
            child.stop()

    def _answers(self) -> bool:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)) as probe:
            try:
                probe.request("GET", "/health/ready")
                return probe.getresponse().status == http.HTTPStatus.OK
            except OSError:
                return False


@dataclass
class Writer:
    """A browser that sends messages into a case, to whichever server takes the connection."""

    path: str
    headers: dict[str, str]
    ports: list[int]
    acknowledged: list[str] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)  # statuses that are no acknowledgement
    is_over: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        while not self.is_over.is_set():
            key = str(uuid.uuid4())
            body = urlencode({"key": key, "text": f"Сообщение {key}"})
            while not self._is_told(body):
                if self.is_over.wait(0.05):
                    return
            self.acknowledged.append(key)

    def _is_told(self, body: str) -> bool:
        for port in list(self.ports):
            try:
                with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as browser:
                    browser.request("POST", self.path, body, self.headers)
                    status = browser.getresponse().status
            except (OSError, http.client.HTTPException):
                continue
            if status == http.HTTPStatus.FOUND:
                return True
            self.refused.append(status)
        return False


@pytest.fixture
def path(visitor: Visitor, scratch_company: GridCompany) -> str:
    """Where messages are written into a submitted application; its own letters have been sent."""
    card: str = visitor.press("submit")["Location"]
    with inside(scratch_company):
        OutboxMessage.objects.all().delete()
    with in_public():
        DueWork.objects.filter(schema_name=scratch_company.schema_name).delete()
    return f"{card}entries/message/"


@pytest.fixture
def environment(stack: Stack, tmp_path: Path) -> dict[str, str]:
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    (tmp_path / "outbox").mkdir()
    return {
        "DATABASE_URL": database,
        "OUTBOX_DIR": str(tmp_path / "outbox"),
        "PYTHONPATH": f"{settings.ROOT}:{settings.ROOT / 'platform'}",
    }


@pytest.fixture
def old(stack: Stack, environment: dict[str, str]) -> Iterator[Release]:
    release = Release(stack, "old", PORTS[0], environment)
    yield release.start()
    release.stop()


@pytest.fixture
def writers(old: Release, path: str, visitor: Visitor, scratch_company: GridCompany) -> Iterator[list[Writer]]:
    token = _get_new_csrf_string()
    session = visitor.client.cookies[settings.SESSION_COOKIE_NAME].value
    headers = {
        "Host": scratch_company.host,
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={token}",
        "X-CSRFToken": token,
        "Origin": f"http://{scratch_company.host}",
    }
    made = [Writer(path, headers, [old.port]) for _ in range(WRITERS)]
    threads = [threading.Thread(target=writer.run) for writer in made]
    for thread in threads:
        thread.start()
    yield made
    for writer in made:
        writer.is_over.set()
    for thread in threads:
        thread.join(60)


def go_on(writers: list[Writer]) -> None:
    """Until each has been acknowledged so many times more."""
    wanted = [len(writer.acknowledged) + AT_LEAST for writer in writers]
    deadline = time.monotonic() + PATIENCE
    while any(len(writer.acknowledged) < count for writer, count in zip(writers, wanted, strict=True)):
        assert time.monotonic() < deadline, [(len(writer.acknowledged), writer.refused) for writer in writers]
        time.sleep(0.1)


def end(writers: list[Writer]) -> None:
    for writer in writers:
        writer.is_over.set()
    time.sleep(1)  # the last answers
    close_old_connections()


def nothing_is_lost_or_doubled(writers: list[Writer], company: GridCompany) -> None:
    acknowledged = [key for writer in writers for key in writer.acknowledged]
    with inside(company):
        case = Case.objects.get()
        kept = [str(key) for key in case.entries.filter(kind=Entry.Kind.MESSAGE).values_list("key", flat=True)]
    assert len(kept) == len(set(kept))
    assert set(acknowledged) <= set(kept)
    assert len(kept) <= len(acknowledged) + len(writers)  # what each wrote last may have no answer yet


def every_letter_leaves_once(company: GridCompany, *, attempts: int) -> None:
    """The sweep of due work comes as often as one likes; a letter leaves once."""
    deadline = time.monotonic() + PATIENCE
    while True:
        with inside(company):
            waiting = OutboxMessage.objects.undelivered().count()
        if not waiting:
            break
        assert time.monotonic() < deadline, waiting
        with in_public():
            DueWork.objects.filter(schema_name=company.schema_name).update(due_at="2020-01-01T00:00Z")
            due.sweep(now=timezone.now())
        time.sleep(0.5)
    with inside(company):
        told = OutboxMessage.objects.values_list("attempts", flat=True)
        assert told
        assert max(told) <= attempts


def test_a_new_release_takes_over_and_nobody_notices(
    stack: Stack, environment: dict[str, str], old: Release, writers: list[Writer], scratch_company: GridCompany
) -> None:
    go_on(writers)
    new = Release(stack, "new", PORTS[1], environment).start()
    try:
        for writer in writers:  # both are in the service; then the old one is told to stop
            writer.ports.append(new.port)
        go_on(writers)
        old.stop()
        go_on(writers)
        end(writers)
        nothing_is_lost_or_doubled(writers, scratch_company)
        every_letter_leaves_once(scratch_company, attempts=1)
        assert [writer.refused for writer in writers] == [[]] * WRITERS
    finally:
        new.stop()


def _kill_web(stack: Stack, old: Release) -> None:
    old.web.kill()
    old.worker.stop()
    old.start()


def _kill_worker(stack: Stack, old: Release) -> None:
    old.worker.kill()
    old.web.stop()
    old.start()


def _kill_postgres(stack: Stack, old: Release) -> None:
    stack.postgres.kill()
    stack.postgres.start()


def _kill_redis(stack: Stack, old: Release) -> None:
    stack.valkey.kill()
    stack.valkey.start()


@pytest.mark.parametrize("happens", [_kill_web, _kill_worker, _kill_postgres, _kill_redis])
def test_what_was_acknowledged_outlives_a_crash(
    stack: Stack,
    old: Release,
    writers: list[Writer],
    scratch_company: GridCompany,
    happens: Callable[[Stack, Release], None],
) -> None:
    go_on(writers)
    happens(stack, old)
    go_on(writers)
    end(writers)
    nothing_is_lost_or_doubled(writers, scratch_company)
    every_letter_leaves_once(scratch_company, attempts=2)
    assert {status for writer in writers for status in writer.refused} <= {500, 503}
