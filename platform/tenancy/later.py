"""Tasks that are sent after a commit. Rows decide what is to be done; the queue only speeds it up."""

import logging
from functools import partial
from typing import Any

from celery import current_app
from celery.exceptions import OperationalError as BrokerError
from django.db import transaction
from kombu.exceptions import OperationalError as KombuError
from redis.exceptions import RedisError

from .company import connection

log = logging.getLogger(__name__)


def after_commit(task: str, *args: Any) -> None:
    """Send the task of this name once the data it needs is committed, to the company it was asked for.

    By name, because tasks stand above services and import them. The schema is read now: when the callback runs, the
    connection may already be elsewhere.
    """
    transaction.on_commit(partial(send, task, args, connection.schema_name))


def send(task: str, args: tuple[Any, ...], schema_name: str, **options: Any) -> None:
    """Hand the task to the queue now. If the broker is down, the work only waits for the sweep."""
    try:
        current_app.send_task(task, args=args, headers={"_schema_name": schema_name}, retry=False, **options)
    except (BrokerError, KombuError, RedisError, OSError):
        log.warning("broker does not answer, %s waits for the sweep", task)
