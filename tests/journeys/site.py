"""The site as `make run` starts it (web server, worker, beat, demonstration), in a home of its own, begun afresh."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2
import redis
from psycopg2 import sql

from embedded import Stack
from embedded.postgres import DATABASE
from embedded.site import WEB_PORT, Site
from tests import prepared
from tests.servers import one_at_a_time

WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))


@contextmanager
def running_site(home: Path) -> Iterator[Site]:
    # Nothing is taken from the environment: what was there before is thrown away, and it must be our own.
    with one_at_a_time():
        stack = Stack.in_first_free(home, fsync=False, configured={})
    # The site listens long after its port was chosen: sites of two workers choose far from each other.
    stack.home.port("web", WEB_PORT + 100 * WORKER)
    site = None
    try:
        begin_afresh(stack)
        copy_what_is_migrated(stack)
        site = Site(stack)
        site.prepare()
        site.start()
        yield site
    finally:
        if site:
            site.stop()
        stack.stop()


def begin_afresh(stack: Stack) -> None:
    """No company, no queue, no limit counted and no letter of an earlier run. Files nobody names may stay."""
    with closing(psycopg2.connect(stack.postgres.superuser_url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(DATABASE)))
    stack.postgres.answers()  # makes the database that is missing
    with redis.Redis.from_url(stack.valkey.url) as valkey:
        valkey.flushall()
    shutil.rmtree(stack.environment["OUTBOX_DIR"], ignore_errors=True)


def copy_what_is_migrated(stack: Stack) -> None:
    """Begin with what other tests have migrated, where they have: migrating takes longer than the demonstration."""
    try:
        psycopg2.connect(prepared.url()).close()
    except psycopg2.OperationalError:
        return
    dump: list[str | Path] = [stack.postgres.binaries / "pg_dump", "--no-owner", prepared.url()]
    restore: list[str | Path] = [stack.postgres.binaries / "psql", "-X", "-q", "-1", "-v", "ON_ERROR_STOP=1"]
    with subprocess.Popen(dump, stdout=subprocess.PIPE) as dumping:
        subprocess.run(
            [*restore, stack.environment["DATABASE_URL"]],
            stdin=dumping.stdout, stdout=subprocess.DEVNULL, check=True,
        )  # fmt: skip
    assert dumping.returncode == 0, "pg_dump has failed"
