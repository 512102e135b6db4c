"""PostgreSQL, Valkey and S3 as child processes: the real servers, for `make run` and the tests."""

from .errors import AlreadyRunning, NotRunning
from .stack import Stack

__all__ = ["AlreadyRunning", "NotRunning", "Stack"]
