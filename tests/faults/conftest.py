"""Real servers that stop in the middle of something, and a company with real commits."""

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import close_old_connections, connection
from django.test import Client

from accounts.models import User
from embedded import Stack
from notifications.models import OutboxMessage
from tenancy.company import inside
from tenants.models import GridCompany
from tests import world

from .dying import DEATH

FORM = {**world.ANSWERS, "max_power_kw": "15"}


@dataclass
class Visitor:
    """An applicant at a browser. As in production, every request first checks that the connection still stands."""

    client: Client
    page: str = ""

    @property
    def session(self) -> str:
        return self.client.cookies[settings.SESSION_COOKIE_NAME].value

    def get(self, path: str) -> Any:
        close_old_connections()
        return self.client.get(path)

    def post(self, path: str, data: dict[str, Any]) -> Any:
        close_old_connections()
        return self.client.post(path, {"key": str(uuid.uuid4()), **data})

    def begin(self) -> None:
        self.page = world.one_page(self.post("/applications/new/", {})["Location"])

    def press(self, button: str, *files: SimpleUploadedFile) -> Any:
        return self.post(self.page, {**FORM, "do": button, "files": list(files)})


def die_at(moment: str, visitor: Visitor, *acts: tuple[str, Any]) -> None:
    """Another process of the site does this for the same browser (`dying`), and is killed just before `moment`."""
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    host = visitor.client.defaults["HTTP_HOST"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.dying", host, visitor.session, moment, *map(json.dumps, acts)],
        cwd=settings.ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": database,
            "PYTHONPATH": f"{settings.ROOT}:{settings.ROOT / 'platform'}",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == DEATH, done.stderr


@pytest.fixture
def applicant(scratch_company: GridCompany) -> User:
    with inside(scratch_company):
        user = world.person(1)
        OutboxMessage.objects.all().delete()  # of the registration
    return user


@pytest.fixture
def visitor(scratch_company: GridCompany, applicant: User) -> Visitor:
    client = Client(HTTP_HOST=scratch_company.host, raise_request_exception=False)
    with inside(scratch_company):
        client.force_login(applicant)
    visitor = Visitor(client)
    visitor.begin()
    return visitor


@pytest.fixture
def outbox(settings: Any, tmp_path: Path) -> Path:
    """Where letters arrive."""
    settings.OUTBOX_DIR = tmp_path
    return tmp_path


@pytest.fixture(autouse=True)
def _everything_runs_afterwards(stack: Stack, scratch_company: GridCompany) -> Iterator[None]:
    yield
    for server in stack.servers:
        if server.child is None or not server.child.is_alive:
            server.start()
    connection.close()
