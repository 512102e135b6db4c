"""Is a pooler told from a direct connection? Asked of the real ones."""

import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from tenancy import pooler

PGBOUNCER = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
needs_pgbouncer = pytest.mark.skipif(
    PGBOUNCER is None, reason="NO POOLER WAS TRIED: install pgbouncer (apt-get install pgbouncer)"
)
CONFIG = """
[databases]
* = host={host} port={port} user={user} password={password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {listen_port}
unix_socket_dir =
auth_type = any
pool_mode = {mode}
default_pool_size = {size}
"""


@pytest.mark.django_db
def test_the_embedded_database_is_reached_directly():
    assert pooler.verdict() == pooler.Verdict(True, "direct", "no pooler between")
    pooler.refuse_untracked_pooler()


@pytest.mark.django_db
@needs_pgbouncer
def test_a_transaction_pooler_that_does_not_track_is_dangerous(tmp_path):
    with pgbouncer(tmp_path, mode="transaction", size=1) as connect:
        found = pooler.probe(connect)

    assert (found.safe, found.kind) == (False, "untracked")
    assert "back ends are shared" in found.detail


@pytest.mark.django_db
@needs_pgbouncer
def test_a_session_pooler_is_safe(tmp_path):
    with pgbouncer(tmp_path, mode="session", size=5) as connect:
        assert pooler.probe(connect).kind == "session"


@pytest.mark.django_db
@needs_pgbouncer
def test_the_site_refuses_to_start_behind_the_dangerous_one(tmp_path, monkeypatch):
    with pgbouncer(tmp_path, mode="transaction", size=1) as connect:
        monkeypatch.setattr(connection, "get_connection_params", lambda: connect.keywords)

        with pytest.raises(ImproperlyConfigured, match="track_extra_parameters"):
            pooler.refuse_untracked_pooler()


@pytest.mark.django_db
def test_a_database_that_is_down_does_not_stop_the_start(monkeypatch):
    monkeypatch.setattr(connection, "get_connection_params", lambda: {"host": "127.0.0.1", "port": str(_free_port())})

    pooler.refuse_untracked_pooler()


@contextmanager
def pgbouncer(folder: Path, *, mode: str, size: int) -> Iterator[partial[Any]]:
    """A real PgBouncer before the test database; gives what opens connections through it."""
    behind = connection.get_connection_params()
    host, port = behind.get("host") or "127.0.0.1", behind.get("port") or 5432
    listen_port = _free_port()
    config = folder / "pgbouncer.ini"
    config.write_text(
        CONFIG.format(
            host=host,
            port=port,
            user=behind["user"],
            password=behind.get("password", ""),
            mode=mode,
            size=size,
            listen_port=listen_port,
        )
    )
    through = {
        "host": "127.0.0.1", "port": listen_port, "dbname": behind["dbname"], "user": behind["user"]
    }  # fmt: skip
    process = subprocess.Popen(_command(config, host), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(listen_port)
        yield partial(psycopg2.connect, **through)
    finally:
        process.terminate()
        process.wait(timeout=10)


def _command(config: Path, host: str) -> list[str]:
    assert PGBOUNCER is not None
    if os.getuid() != 0:
        return [PGBOUNCER, str(config)]
    # It refuses to run as root; the owner of the database's socket can reach that.
    owner = pwd.getpwuid(os.stat(host).st_uid).pw_name if host.startswith("/") else "nobody"
    return [PGBOUNCER, "-u", owner, str(config)]


def _wait(port: int) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with closing(socket.socket()) as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("pgbouncer did not start")


def _free_port() -> int:
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
