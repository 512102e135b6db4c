"""Two companies always exist; each has its people. Everything is made by the services that make it in life."""

import gc
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from celery import current_app
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext, teardown_databases

from accounts import synthetic
from accounts.models import Invitation, User
from accounts.security import constant_time
from documents.sandbox import inspector
from documents.sandbox.inspection.answer import answer_about
from notifications.models import OutboxMessage
from tenancy.company import connection as company_connection
from tenancy.company import in_public, inside
from tenancy.models import DueWork
from tenants import services
from tenants.models import GridCompany
from tenants.outages.queries import forget_outages
from tenants.queries import forget_hosts
from tests import parts, pgbouncer, prepared, scratch, world
from tests.moment import NOW

HERE = Path(__file__).parent
COMPANIES = [("gorset", "ООО «Горсеть»", "electricity"), ("teploset", "АО «Теплосеть»", "heat")]


# Where files are inspected as in production, each by a child process of its own.
IN_A_CHILD = {"documents", "faults", "journeys", "server"}


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    return parts.has_no_test_of(collection_path, config.getoption("markexpr")) or None


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Iterator[None]:
    for item in items:
        if part := parts.part_of(item.path):
            item.add_marker(part)
    yield  # they are chosen and shuffled
    if hasattr(config, "workerinput"):  # one of several workers
        parts.put_longest_files_first(items)


def pytest_collection_finish() -> None:
    """The collector of garbage need not walk time and again over the tests themselves and what they have imported."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reasons = {str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])}
    if any(pgbouncer.NOT_TRIED in reason for reason in reasons):
        terminalreporter.section("PGBOUNCER НЕ ИСПЫТАН", sep="!", red=True, bold=True)
        since = ".".join(map(str, pgbouncer.TRACKS_SINCE))
        terminalreporter.line(f"Нужен PgBouncer {since} или новее: PGBOUNCER=/путь/к/pgbouncer make test", red=True)


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Content of a file is no name of a test: made anew in each worker, it would name another test in each."""
    return argname if isinstance(val, bytes) else None


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: Any
) -> Iterator[None]:
    """A database with the two companies of the run; what a test writes into them is rolled back.

    pytest-django's own fixture makes no database when none of the chosen tests is marked, and those with real commits
    are not: they would run on the database that is not for tests.
    """
    with django_db_blocker.unblock():
        made = prepared.set_up()
        for n, (subdomain, name, kind) in enumerate(COMPANIES, start=1):
            company = open_company(n, subdomain, name, kind)
            # As in a company of some age: what stumbles over numbers of four digits shows.
            world.number_from(company, 1500)
            with inside(company):
                # The letter to the administrator is told of elsewhere: a test begins with an empty outbox.
                OutboxMessage.objects.all().delete()
                Invitation.objects.all().delete()
                DueWork.objects.all().delete()
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


def open_company(n: int, subdomain: str, name: str, kind: str, key: uuid.UUID | str | None = None) -> GridCompany:
    return services.open_company(
        name=name,
        short_name=name,
        inn=synthetic.inn10(n),
        ogrn=synthetic.ogrn(n),
        kpp=synthetic.kpp(n),
        kind=kind,
        subdomain=subdomain,
        administrator_email=f"admin@{subdomain}.example.ru",
        by=None,
        key=uuid.UUID(str(key)) if key else uuid.uuid4(),
        now=NOW,
    )


@pytest.fixture
def scratch_company(django_db_setup: None, django_db_blocker: Any) -> Iterator[GridCompany]:
    """ООО «Проба», for tests which need real commits: a company of their own, removed with all that is in it.

    Not `transaction=True`: its flush would empty the tables of the companies that the whole run shares.
    """
    with django_db_blocker.unblock():
        scratch.provide_spare()
        company = open_company(998, "scratch", "ООО «Проба»", "electricity")
        try:
            yield company
        finally:
            scratch.take_back(company)


@pytest.fixture(scope="session", autouse=True)
def _static_files_are_collected() -> None:
    call_command("collectstatic", interactive=False, verbosity=0)


@pytest.fixture(scope="session", autouse=True)
def _passwords_are_hashed_in_no_time() -> None:
    """The same algorithm with the least work: hundreds of people are made in a run."""
    Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 8, 1


@pytest.fixture(scope="session", autouse=True)
def _answers_come_as_soon_as_they_can() -> None:
    constant_time.FLOOR = 0.0


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> Iterator[None]:
    """No host, no outage, no rate limit and no company of an earlier test."""
    forget_hosts()
    forget_outages()
    cache.clear()
    yield
    company_connection.set_schema_to_public()


@pytest.fixture(scope="module", autouse=True)
def _files_are_inspected_in_this_process(request: pytest.FixtureRequest) -> Iterator[None]:
    """By the same code: a child costs 40 ms for each of the hundreds of files that tests of other things send."""
    if request.path.relative_to(HERE).parts[0] in IN_A_CHILD:
        yield
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inspector, "run", lambda _argv, *, input, limits: answer_about(input).encode())
        yield


@pytest.fixture(scope="module")
def built_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """For what is dear to build: it lasts for a module, and each test rolls back what it does to it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def gorset(built_once: None) -> GridCompany:
    """ООО «Горсеть», for what a module builds there once. A test reads what it needs of it anew, by `here`."""
    with in_public():
        return GridCompany.objects.get(schema_name="gorset")


@pytest.fixture
def company(db: None) -> GridCompany:
    """ООО «Горсеть», electricity."""
    with in_public():
        return GridCompany.objects.get(schema_name="gorset")


@pytest.fixture
def other_company(db: None) -> GridCompany:
    """АО «Теплосеть», heat. Nothing of one may be seen at the other."""
    with in_public():
        return GridCompany.objects.get(schema_name="teploset")


@pytest.fixture
def here(company: GridCompany) -> Iterator[None]:
    """The test runs inside Горсеть."""
    with inside(company):
        yield


@pytest.fixture
def browser(company: GridCompany) -> Client:
    """Nobody, at Горсеть."""
    return Client(HTTP_HOST=company.host)


@pytest.fixture
def other_browser(other_company: GridCompany) -> Client:
    return Client(HTTP_HOST=other_company.host)


@pytest.fixture
def platform_browser(db: None, settings: Any) -> Client:
    return Client(HTTP_HOST=settings.PLATFORM_HOST)


@pytest.fixture
def applicant(here: None) -> User:
    """Анна Орлова, a person, signs in at Горсеть."""
    return world.person(1, last_name="Орлова", first_name="Анна", middle_name="Андреевна")


@pytest.fixture
def stranger(here: None) -> User:
    """Пётр Лугов, another applicant of Горсеть."""
    return world.person(2, last_name="Лугов", first_name="Пётр", middle_name="Ильич")


@pytest.fixture
def administrator(here: None) -> User:
    """Мария Иванова, administrator of Горсеть."""
    return world.staff(1, last_name="Иванова", first_name="Мария", middle_name="Сергеевна")


@pytest.fixture
def operator(db: None) -> User:
    """Тимур Соколов, an operator of the platform."""
    return world.operator()


@pytest.fixture
def signed_in(settings: Any) -> Callable[..., Client]:
    """A browser in which somebody is signed in: `signed_in(user, company)`; no company is the platform's host."""

    def sign_in(user: User, company: GridCompany | None = None) -> Client:
        client = Client(HTTP_HOST=company.host if company else settings.PLATFORM_HOST)
        with inside(company) if company else in_public():
            client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def applicant_client(signed_in: Callable[..., Client], applicant: User, company: GridCompany) -> Client:
    return signed_in(applicant, company)


@pytest.fixture
def stranger_client(signed_in: Callable[..., Client], stranger: User, company: GridCompany) -> Client:
    return signed_in(stranger, company)


@pytest.fixture
def administrator_client(signed_in: Callable[..., Client], administrator: User, company: GridCompany) -> Client:
    return signed_in(administrator, company)


@pytest.fixture
def operator_client(signed_in: Callable[..., Client], operator: User) -> Client:
    return signed_in(operator)


@pytest.fixture
def sent_tasks(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, Any]]:
    """What was handed to the queue: the schema, the name of the task, its argument."""
    sent: list[tuple[str, str, Any]] = []

    def take(name: str, args: tuple[Any], headers: dict[str, str], **options: Any) -> None:
        sent.append((headers["_schema_name"], name, *args))

    monkeypatch.setattr(current_app, "send_task", take)
    return sent


@pytest.fixture
def queries() -> Callable[[], AbstractContextManager[list[str]]]:
    """`with queries() as asked: ...` leaves in `asked` the questions to the database, but the choice of a company."""

    @contextmanager
    def listen() -> Iterator[list[str]]:
        asked: list[str] = []
        with CaptureQueriesContext(connection) as captured:
            yield asked
        asked += [query["sql"] for query in captured if "search_path" not in query["sql"]]

    return listen
