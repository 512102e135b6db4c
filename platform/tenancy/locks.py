"""Locks that do not need a row, for rules that count rows which do not exist yet."""

from django.db import connection as database
from django.db.transaction import TransactionManagementError

from .company import connection


def one_at_a_time(name: str) -> None:
    """Wait until nobody else in the current schema holds the lock `name`; it is let go when this transaction ends.

    An advisory lock stops only those who ask for it: other writers of the same table go on. It belongs to a
    transaction, so a pooler that hands connections out by transaction keeps it right.
    """
    if not database.in_atomic_block:
        raise TransactionManagementError(f"the lock {name} would be let go at once: there is no transaction")
    with database.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{connection.schema_name} {name}"])


def beside_others(name: str) -> None:
    """Wait only for whoever holds the lock `name` alone (`one_at_a_time`); any number go on side by side."""
    if not database.in_atomic_block:
        raise TransactionManagementError(f"the lock {name} would be let go at once: there is no transaction")
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 0))", [f"{connection.schema_name} {name}"]
        )
