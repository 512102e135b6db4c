"""Making and migrating schemas: the DDL of the platform."""

import hashlib
import pkgutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader


@cache
def migrations_digest() -> str:
    """The version of a company's schema: which migrations this code has for it.

    Read from the names of the files, as `migrate` itself decides; nothing is imported, so it costs milliseconds.
    """
    names = [f"{label}.{name}" for label in _company_labels() for name in _migration_names(label)]
    return hashlib.sha256("\n".join(sorted(names)).encode()).hexdigest()


def migration_files() -> list[Path]:
    """The modules behind that version."""
    folders = [folder for label in _company_labels() for folder in _migration_folders(label)]
    return sorted(path for folder in folders for path in Path(folder).glob("*.py"))


def _company_labels() -> list[str]:
    return [config.label for config in apps.get_app_configs() if config.name in settings.TENANT_APPS]


def _migration_names(label: str) -> list[str]:
    found = pkgutil.iter_modules(_migration_folders(label))
    return [module.name for module in found if not module.ispkg and module.name[0] not in "_~"]


def _migration_folders(label: str) -> list[str]:
    module, _explicit = MigrationLoader.migrations_module(label)
    if module is None:  # MIGRATION_MODULES says that there are none
        return []
    try:
        return list(import_module(module).__path__)
    except ModuleNotFoundError:  # an app without models
        return []


@contextmanager
def direct_connection() -> Iterator[None]:
    """Go past the pooler for the length of the block, where DATABASE_DIRECT_URL says how.

    The default connection itself is exchanged, because a router lets migrations run on that alias only. Inside a
    transaction nothing is exchanged: its work must stay in it.
    """
    if "direct" not in connections.settings or connection.in_atomic_block:
        yield
        return
    pooled = connections["default"]
    direct = connections.create_connection("direct")
    direct.alias = "default"
    connections["default"] = direct
    try:
        yield
    finally:
        direct.close()
        connections["default"] = pooled


def create_schema(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {connection.ops.quote_name(name)}")


def drop_schema(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {connection.ops.quote_name(name)} CASCADE")


def rename_schema(name: str, *, to: str) -> None:
    """Only ever a spare: RENAME does not wait for those who are using the schema, their next query fails."""
    with connection.cursor() as cursor:
        quote = connection.ops.quote_name
        cursor.execute(f"ALTER SCHEMA {quote(name)} RENAME TO {quote(to)}")


def migrate_schema(name: str) -> None:
    """Every migration of a company in one schema. Never clone_schema: it slows down with the number of companies."""
    call_command("migrate_schemas", tenant=True, schema_name=name, interactive=False, verbosity=0)
