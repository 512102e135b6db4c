"""Up to which number the journal is complete: nothing with a lower number can still appear.

Numbers are given when a record is written and are seen when its transaction commits, so a transaction that has begun
earlier may show a lower number later, and a reader who remembers only the highest number seen would skip it for ever.

Each writing transaction therefore holds a shared advisory lock until it ends (a trigger takes it before the number is
given, see the migration). What is locked is the table and the highest number that was given before: the transaction
can only write higher ones. A reader first looks how far numbers have been given, then which locks are held, and reads
in a later statement. A transaction that holds no lock by then has either ended, so its records are seen, or will be
given numbers above the first look.

Transaction ids (xid8) are not stored for this, because they begin anew when a schema is restored in another cluster,
and cursors that outlive that would skip what is written after it. Numbers of records go on.
"""

from django.db import connection

# The sequence is looked at before the locks, because the second part needs what the first has found. A lock keeps only
# the lower 31 bits of a number; the number itself is the nearest one below the highest.
_SQL = """
WITH given AS MATERIALIZED (
    SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END AS top FROM audit_record_id_seq
)
SELECT least(
    given.top,
    (
        SELECT min(given.top - ((given.top - objid::bigint) & 2147483647))
        FROM pg_locks
        WHERE locktype = 'advisory' AND objsubid = 2 AND classid = 'audit_record'::regclass
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND pid <> pg_backend_pid()
    )
)
FROM given
"""


def complete_up_to() -> int:
    """The number below and at which every record of this schema that will ever be seen is seen by the next statement.

    What this very transaction has written is seen by itself, so its own lock is left out.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SQL)
        (number,) = cursor.fetchone()
    found: int = number
    return found
