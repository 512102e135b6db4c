"""A log line is one JSON object: when, how grave, who says it, what, and of which request."""

import logging
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from . import context


class Known(logging.Filter):
    """Hangs what is known of the request on each record, before another thread could write it."""

    def filter(self, record: logging.LogRecord) -> bool:
        for name, value in context.known().items():
            if not hasattr(record, name):
                setattr(record, name, value)
        return True


class Json(JsonFormatter):
    """With the names that collectors of logs expect. `extra` of a call comes as it is."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            "{asctime}{levelname}{name}{message}",
            style="{",
            rename_fields={"asctime": "time", "levelname": "level", "name": "logger"},
            json_ensure_ascii=False,
            **options,
        )
