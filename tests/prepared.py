"""The database of a run before its companies: migrated, with spare schemas. Kept for the next run of these migrations.

Migrating takes most of the start of a small run; copying what an earlier run has migrated takes a tenth of it.
"""

import hashlib
import os
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.db import connection
from django.test.utils import setup_databases

from tenants import spares
from tests.moment import NOW

ROOT = Path(__file__).parents[1]
PREFIX = "prepared_"
SPARES = 5  # two for the companies that always exist, the others for tests of openings
LIBRARIES = ("Django", "django-allauth", "django-tenants")  # they bring migrations, or run ours


def set_up() -> list[Any]:
    """Make the test database. Returns what Django's teardown_databases takes."""
    name = _name()
    known = _prepared()
    if name in known:
        connection.settings_dict["TEST"]["TEMPLATE"] = name
    made = setup_databases(verbosity=0, interactive=False, aliases={"default": None})
    if name in known:
        _log_the_sequences()
    spares.keep_spares(count=SPARES, now=NOW)
    if name not in known:
        _keep(name, instead_of=known)
    return made


def url() -> str:
    """Where it would be kept on the servers of this process, whether it is there or not."""
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{_name()}").geturl()


@cache
def _name() -> str:
    """After the digest of all migrations and of what runs them."""
    digest = hashlib.sha256(" ".join(version(library) for library in LIBRARIES).encode())
    folders = [path for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")]
    for path in sorted(found for folder in folders for found in folder.rglob("migrations/*.py")):
        digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return PREFIX + digest.hexdigest()[:16]


def _prepared() -> list[str]:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        return [name for (name,) in cursor.fetchall()]


def _log_the_sequences() -> None:
    """Make each sequence of the copied database survive the death of the server.

    PostgreSQL logs thirty-two numbers of a sequence ahead. A copied sequence still counts on what was logged in its
    source, logs nothing for as long, and gives the same numbers again after a crash. `setval` begins a new count.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(setval(format('%I.%I', schemaname, sequencename)::regclass, last_value))"
            " FROM pg_sequences WHERE last_value IS NOT NULL"
        )


def _keep(name: str, *, instead_of: list[str]) -> None:
    quote = connection.ops.quote_name
    source = connection.settings_dict["NAME"]
    connection.close()  # a database is copied while nobody uses it
    with connection._nodb_cursor() as cursor:
        for old in instead_of:
            cursor.execute(f"DROP DATABASE {quote(old)}")
        cursor.execute(f"CREATE DATABASE {quote(name)} TEMPLATE {quote(source)}")
