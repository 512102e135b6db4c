"""The site's own processes on a started stack, and the preparations before they start."""

import http.client
import importlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2

from .errors import NotRunning
from .processes import Child
from .stack import Stack
from .stamps import Stamp
from .steps import Step

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [ROOT / name for name in ("platform", "tenants", "cabinet", "billing")]
LIBRARIES = ROOT / "requirements" / "run.txt"  # libraries have migrations and static files of their own
WEB_PORT = 8000
FIRST_ANSWER_SECONDS = 60
CELERY = [sys.executable, "-m", "celery", "-A", "config.celery"]


class Site:
    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.folder = stack.home.folder
        self.port = stack.home.port("web", WEB_PORT)
        self.environment = {**stack.environment, "PLATFORM_PORT": str(self.port)}
        self.url = f"http://localhost:{self.port}"
        self.children: dict[str, Child] = {}

    def prepare(self) -> None:
        """Do those preparations that are not up to date; most of the time there are none."""
        static_root = Path(os.environ.get("STATIC_ROOT", ROOT / "static"))
        static = Stamp(self.folder / "stamps" / "static", static_sources(), str(static_root))
        collecting = None
        if not (static.is_fresh and static_root.exists()):
            collecting = self.manage("Статические файлы", "collectstatic", "--noinput", "--clear", "--verbosity=0")
        database = Stamp(self.folder / "stamps" / "database", migrations(), self._database_identity())
        if not database.is_fresh:
            self.manage("Миграции", "migrate_companies").wait()
            self.manage("Запасные схемы", "prepare_spares").wait()
            self.manage("Демонстрационные данные", "make_demo").wait()
            database.renew()
        if collecting:
            collecting.wait()
            static.renew()

    def start(self) -> str:
        """Start the three processes and wait for the first answer. Returns the accounts to show."""
        server = importlib.import_module(
            "config.server"
        )  # imported by name, because this package may not depend on the site
        self._child("web", server.command("127.0.0.1", self.port))
        accounts = self.manage("Учётные записи", "make_demo", "--show")
        # Without gossip, mingle and heartbeats, because there is only one worker.
        quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        self._child("worker", [*CELERY, "worker", "--pool=prefork", "--concurrency=2", "--loglevel=INFO", *quiet])
        self._child("beat", [*CELERY, "beat", f"--schedule={self.folder / 'beat'}", "--loglevel=INFO"])
        shown = accounts.wait()
        self._wait_for_answer()
        return shown

    def stop(self) -> None:
        for child in self.children.values():
            child.ask_to_stop()
        for child in self.children.values():
            child.stop()

    def manage(self, title: str, command: str, *arguments: str) -> Step:
        line = [sys.executable, str(ROOT / "manage.py"), command, *arguments]
        return Step(title, self.stack.child(command, line, environment=self.environment))

    def _child(self, name: str, command: list[str]) -> None:
        self.children[name] = self.stack.child(name, command, environment=self.environment)

    def _database_identity(self) -> str:
        """What identifies the database: a new one has to be filled although no file has changed."""
        connection = psycopg2.connect({**os.environ, **self.environment}["DATABASE_URL"])
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT system_identifier FROM pg_control_system()")
                cluster = cursor.fetchone()
                cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
                return f"{cluster} {cursor.fetchone()}"
        finally:
            connection.close()

    def _wait_for_answer(self) -> None:
        deadline = time.monotonic() + FIRST_ANSWER_SECONDS
        web = self.children["web"]
        while not _is_ready(self.port):
            if not web.is_alive or time.monotonic() > deadline:
                raise NotRunning("Сайт", web.log)
            time.sleep(0.1)


def static_sources() -> Iterator[Path]:
    yield LIBRARIES
    for source in SOURCES:
        for folder in [*source.rglob("static"), *source.rglob("css")]:
            yield from (path for path in folder.rglob("*") if path.is_file())


def migrations() -> Iterator[Path]:
    yield LIBRARIES
    for source in SOURCES:
        yield from source.rglob("migrations/*.py")


def _is_ready(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
