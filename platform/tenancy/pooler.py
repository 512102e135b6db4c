"""Is it safe to choose the company by `search_path` on this database address?

A transaction pooler hands a server connection to whoever asks next. Unless it carries `search_path` along with the
client, one company reads and writes another's rows, silently. So the site asks before it starts, and in its health
check: a pooler can be reconfigured later. See docs/adr/0005-refuse-untracked-pooler.md.
"""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import psycopg2
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

Connect = Callable[..., Any]

ROUNDS = 8  # turns of two clients; the order alternates, which defeats a round robin in lockstep


@dataclass(frozen=True)
class Verdict:
    safe: bool
    kind: Literal["direct", "session", "tracked", "untracked"]
    detail: str


def verdict() -> Verdict:
    """What stands between the site and its database, asked over connections of its own: 3–8 ms."""
    parameters = connection.get_connection_params()
    return probe(lambda **extra: psycopg2.connect(**{**parameters, **extra}))


def refuse_untracked_pooler() -> None:
    """Called when a server process or a worker starts.

    A database that does not answer stops nothing: it may come later, and the health check asks again.
    """
    try:
        found = verdict()
    except psycopg2.OperationalError:
        return
    if not found.safe:
        raise ImproperlyConfigured(
            "The pooler in front of PostgreSQL does not keep search_path for each client, so companies would see each "
            f"other's data ({found.detail}). Use PgBouncer 1.25.1 or newer before PostgreSQL 18 with "
            "track_extra_parameters = IntervalStyle,search_path, or a session pool, or no pooler. / "
            "Пул соединений перед PostgreSQL не хранит search_path клиента: компании увидят данные друг друга. "
            "Запуск остановлен."
        )


def probe(connect: Connect) -> Verdict:
    """Tell a direct connection, a session pool, a tracking transaction pool and a dangerous one apart.

    `connect(**extra)` opens a new psycopg2 connection exactly as the site does and takes extra libpq keywords. No
    table is read, nothing is written. SET is sent only where start-up has proved tracking, so that a pooler which
    does not track is never left with a poisoned server connection.
    """
    opened: list[Any] = []

    def client(**extra: str) -> Any:
        made = connect(**extra)
        opened.append(made)
        made.autocommit = True  # every statement is a transaction, so a pooler may move us at every one
        return made

    try:
        return _judge(client(), client(), client)
    finally:
        for made in opened:
            made.close()


def _judge(a: Any, b: Any, client: Connect) -> Verdict:
    own = _each_keeps_its_own_back_end(a, b)
    # A pooler hands out a cancel key of its own making; PostgreSQL's carries the real process id.
    if own and all(_ask(c)[0] == c.info.backend_pid for c in (a, b)):
        return Verdict(True, "direct", "no pooler between")
    path = "probe_" + secrets.token_hex(6)
    if reason := _why_not_tracked(a, path, client):
        if own:
            return Verdict(True, "session", "each client kept its own back end")
        return Verdict(False, "untracked", f"back ends are shared and {reason}")
    return _prove_tracking({a: f"{path}_a", b: f"{path}_b"})


def _each_keeps_its_own_back_end(a: Any, b: Any) -> bool:
    pids: dict[Any, set[int]] = {a: set(), b: set()}
    for conn, pid, _path in _interleaved(a, b):
        pids[conn].add(pid)
    return len(pids[a]) == len(pids[b]) == 1 and pids[a] != pids[b]


def _why_not_tracked(conn: Any, path: str, client: Connect) -> str:
    """A tracking pooler honours search_path as a start-up parameter; others refuse it or ignore it."""
    if conn.get_parameter_status("search_path") is None:
        return "the server does not report search_path (PostgreSQL before 18)"
    try:
        got = _ask(client(options=f"-c search_path={path}"))[1]
    except psycopg2.OperationalError as error:
        return "search_path at start-up is refused: " + str(error).strip().splitlines()[-1]
    return "" if got == path else f"search_path at start-up is ignored (got {got})"


def _prove_tracking(wanted: dict[Any, str]) -> Verdict:
    """Two clients, two paths, turn about: each may see only its own."""
    for conn, path in wanted.items():
        _run(conn, f"SET search_path = {path}")
    for conn, _pid, path in _interleaved(*wanted):
        if path != wanted[conn]:
            return Verdict(False, "untracked", f"asked for {wanted[conn]}, got {path}")
    for conn in wanted:
        _run(conn, "RESET search_path")
    return Verdict(True, "tracked", "paths are kept over shared back ends")


def _interleaved(a: Any, b: Any) -> Iterator[tuple[Any, int, str]]:
    for turn in range(ROUNDS):
        for conn in (a, b) if turn % 2 else (b, a):
            yield conn, *_ask(conn)


def _ask(conn: Any) -> tuple[int, str]:
    with conn.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid(), current_setting('search_path')")
        pid, path = cursor.fetchone()
        return pid, path


def _run(conn: Any, statement: str) -> None:
    with conn.cursor() as cursor:
        cursor.execute(statement)
