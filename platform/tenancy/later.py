"""What is done after a commit. The row is the truth, the queue is only a nudge."""

import logging
from functools import partial
from typing import Any

from celery import Task
from celery.exceptions import OperationalError as BrokerError
from django.db import transaction
from kombu.exceptions import OperationalError as KombuError
from redis.exceptions import RedisError

from .company import connection

log = logging.getLogger(__name__)


def after_commit(task: Task, *args: Any) -> None:
    """Send the task once the data it needs is committed, to the company it was asked for.

    The schema is read now: when the callback runs, the connection may already be elsewhere.
    """
    transaction.on_commit(partial(_nudge, task, args, connection.schema_name))


def _nudge(task: Task, args: tuple[Any, ...], schema_name: str) -> None:
    """A dead broker costs nothing but time: a sweeper finds the row."""
    try:
        task.apply_async(args=args, headers={"_schema_name": schema_name}, retry=False)
    except (BrokerError, KombuError, RedisError, OSError):
        log.warning("broker does not answer, %s waits for the sweeper", task.name)
