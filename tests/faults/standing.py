"""A worker that stands still at a chosen moment, so that it can be killed there.

`celery -A tests.faults.standing worker`; `STAND_AT` names a function. Instead of running it, the worker writes the
file `STOOD` and waits for its end.
"""

import os
import time
from pathlib import Path
from typing import Any
from unittest import mock

from celery.signals import worker_ready

from config.celery import app

__all__ = ["app"]

FOREVER = 3600  # seconds: longer than any test


@worker_ready.connect
def stand(**kwargs: Any) -> None:
    mock.patch(os.environ["STAND_AT"], _wait).start()


def _wait(*args: Any, **kwargs: Any) -> None:
    Path(os.environ["STOOD"]).touch()
    time.sleep(FOREVER)
