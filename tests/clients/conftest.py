"""The site as production serves it, a company with real commits, and somebody who types commands."""

import os
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from accounts import synthetic
from accounts.models import User
from config import server
from embedded import Stack
from tenancy.company import inside
from tenants import services
from tenants.models import GridCompany
from tests import scratch, world
from tests.moment import NOW
from tests.server.served import Served, wait_for_answer

from .line import Line

PORT = 8561


@pytest.fixture(scope="module")
def company_online(django_db_setup: None, django_db_blocker: Any) -> Iterator[GridCompany]:
    with django_db_blocker.unblock():
        scratch.provide_spare()
        company = services.open_company(
            name="ООО «Связь»", short_name="ООО «Связь»", inn=synthetic.inn10(997), ogrn=synthetic.ogrn(997),
            kpp=synthetic.kpp(997), kind="electricity", subdomain="online",
            administrator_email="admin@online.example.ru", by=None, key=uuid.uuid4(), now=NOW,
        )  # fmt: skip
        try:
            yield company
        finally:
            scratch.take_back(company)


@pytest.fixture(scope="module")
def served(stack: Stack, company_online: GridCompany, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    port = stack.home.port("client-web", PORT)
    environment = {
        "DATABASE_URL": database,
        "PLATFORM_PORT": str(port),
        "OUTBOX_DIR": str(tmp_path_factory.mktemp("outbox")),
        "PYTHONPATH": f"{settings.ROOT}:{settings.ROOT / 'platform'}",
    }
    child = stack.child("client-web", server.command("127.0.0.1", port, workers=1, threads=4), environment=environment)
    try:
        web = Served(child, port, tmp_path_factory.mktemp("marks"))
        wait_for_answer(web, "/health/ready")
        yield web
    finally:
        child.stop()


@pytest.fixture
def line(served: Served) -> Iterator[Line]:
    with Line(served.port) as line:
        yield line


@dataclass
class Program:
    """A key of somebody, and the address at which it is used."""

    user: User
    key: str
    url: str


@pytest.fixture
def program(company_online: GridCompany, line: Line) -> Callable[..., Program]:
    def of(user: User, *scopes: str) -> Program:
        with inside(company_online):
            _, key = world.api_key(user, *scopes, now=timezone.now())
        return Program(user, key, f"http://online.localhost:{line.port}")

    return of


@pytest.fixture
def builder(program: Callable[..., Program], company_online: GridCompany, people: Callable[[], int]) -> Program:
    """An applicant whose system works by a key."""
    with inside(company_online):
        user = world.person(people())
    return program(user)


@pytest.fixture
def archive(program: Callable[..., Program], company_online: GridCompany, people: Callable[[], int]) -> Program:
    """A system of the company."""
    with inside(company_online):
        user = world.staff(people())
    return program(user)


@pytest.fixture(scope="session")
def people() -> Callable[[], int]:
    numbers = iter(range(100, 1000))
    return lambda: next(numbers)


@pytest.fixture
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, without a key of anybody."""
    for name in ("KABINET_KEY", "KABINET_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("KABINET_CONFIG", str(tmp_path / "settings" / "config.json"))
    monkeypatch.chdir(tmp_path)
    return tmp_path
