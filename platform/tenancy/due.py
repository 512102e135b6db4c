"""The list of due work: what must be done later, in whatever company, is found without visiting companies.

`plan` is called in the transaction of the row that needs the work, so neither exists without the other; `settle` in the
transaction that has done it. The queue is only a nudge: `sweep` hands over again what was lost on the way. A task must
therefore ask the database what is still to be done, because it may be called twice.
"""

import logging
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django_tenants.utils import get_public_schema_name, get_tenant_model

from .company import connection, in_public
from .later import after_commit, send
from .models import DueWork

log = logging.getLogger(__name__)

# If the queue has lost the first message, the sweep sends another after this time.
NUDGE_TERM = timedelta(minutes=1)
# How long a worker may take. Then the message has expired in the queue, and the sweep sends another.
LEASE = timedelta(minutes=5)
BATCH = 500


def plan(task: str, subject: int, *, at: datetime) -> None:
    """Have `task` called with `subject` in the current schema at `at`. A later plan replaces an earlier one."""
    DueWork.objects.bulk_create(
        [DueWork(schema_name=connection.schema_name, task=task, subject=subject, due_at=at)],
        update_conflicts=True,
        unique_fields=["schema_name", "task", "subject"],
        update_fields=["due_at"],
    )


def plan_many(task: str, moments: Mapping[int, datetime]) -> None:
    """As `plan`, for many subjects at once: {subject: when}."""
    DueWork.objects.bulk_create(
        [
            DueWork(schema_name=connection.schema_name, task=task, subject=subject, due_at=at)
            for subject, at in sorted(moments.items())
        ],
        update_conflicts=True,
        unique_fields=["schema_name", "task", "subject"],
        update_fields=["due_at"],
    )


def plan_now(task: str, subject: int, *, now: datetime) -> None:
    """Have `task` called as soon as this transaction is committed, and again if the queue loses it."""
    plan(task, subject, at=now + NUDGE_TERM)
    after_commit(task, subject)


def plan_once(task: str, subject: int, *, at: datetime) -> None:
    """As `plan`, but what is planned already stays. For work that many transactions ask for at the same time: they do
    not wait for each other."""
    DueWork.objects.bulk_create(
        [DueWork(schema_name=connection.schema_name, task=task, subject=subject, due_at=at)], ignore_conflicts=True
    )


def is_planned(task: str, subject: int) -> bool:
    """Work of this kind is still listed for `subject` in the current schema."""
    return DueWork.objects.filter(schema_name=connection.schema_name, task=task, subject=subject).exists()


def subjects(task: str) -> set[int]:
    """For what work of this kind is listed in the current schema."""
    mine = DueWork.objects.filter(schema_name=connection.schema_name, task=task)
    return set(mine.values_list("subject", flat=True))


def moments(task: str, subjects: Collection[int]) -> dict[int, datetime]:
    """When work of this kind is listed for each of these subjects in the current schema; without those of no list."""
    mine = DueWork.objects.filter(schema_name=connection.schema_name, task=task, subject__in=subjects)
    return dict(mine.values_list("subject", "due_at"))


def settle(task: str, subject: int) -> None:
    """Remove work of this kind for `subject` from the list, if it is there."""
    DueWork.objects.filter(schema_name=connection.schema_name, task=task, subject=subject).delete()


def sweep(*, now: datetime) -> int:
    """Hand to the queue what is due, in all schemas; each piece to one worker at a time. Returns how many pieces.

    The work of a schema that is gone is forgotten: a name that resolves to nothing would lead into `public`.
    """
    with in_public():
        handed = 0
        while batch := _claim(now=now):
            handed += batch
            if batch < BATCH:
                break
        return handed


@transaction.atomic
def _claim(*, now: datetime) -> int:
    rows = list(DueWork.objects.due(now).select_for_update(skip_locked=True, no_key=True)[:BATCH])
    if not rows:
        return 0
    schemas = {row.schema_name for row in rows}
    known = {get_public_schema_name()} | set(
        get_tenant_model().objects.filter(schema_name__in=schemas).values_list("schema_name", flat=True)
    )
    DueWork.objects.filter(pk__in=[row.pk for row in rows]).update(due_at=now + LEASE)
    for row in rows:
        if row.schema_name in known:
            transaction.on_commit(partial(send, row.task, (row.subject,), row.schema_name, expires=LEASE.seconds))
    if schemas - known:
        log.error("work of unknown schemas is forgotten: %s", ", ".join(sorted(schemas - known)))
        DueWork.objects.filter(schema_name__in=schemas - known).delete()
    return len(rows)
