"""A real PgBouncer before the test database: the program named by PGBOUNCER, or the one that the system has."""

import os
import pwd
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Any

import psycopg2
from django.db import connection

PROGRAM = os.environ.get("PGBOUNCER") or shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
TRACKS_SINCE = (1, 25, 1)  # it tracks `search_path`, with PostgreSQL 18 behind it: docs/adr/0005
# As in the chart.
TRACKING = "track_extra_parameters = IntervalStyle,search_path"
NOT_TRIED = "PGBOUNCER WAS NOT TRIED"
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
{extra}
"""


@cache
def version() -> tuple[int, ...]:
    """Of the program; () without one."""
    if PROGRAM is None:
        return ()
    said = subprocess.run([PROGRAM, "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"PgBouncer ([0-9.]+)", said)
    assert found, said
    return tuple(int(part) for part in found[1].split("."))


@contextmanager
def running(folder: Path, *, mode: str, size: int, extra: str = "") -> Iterator[partial[Any]]:
    """A real PgBouncer before the test database; gives what opens connections through it."""
    behind = connection.get_connection_params()
    host, port = behind.get("host") or "127.0.0.1", behind.get("port") or 5432
    listen_port = free_port()
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
            extra=extra,
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
    assert PROGRAM is not None
    if os.getuid() != 0:
        return [PROGRAM, str(config)]
    # It refuses to run as root; the owner of the database's socket can reach that.
    owner = pwd.getpwuid(os.stat(host).st_uid).pw_name if host.startswith("/") else "nobody"
    return [PROGRAM, "-u", owner, str(config)]


def _wait(port: int) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with closing(socket.socket()) as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("pgbouncer did not start")


def free_port() -> int:
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
