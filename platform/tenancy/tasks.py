"""Tasks that belong to a company."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from celery import Task, shared_task

from .company import NoCompany, is_public


def company_task(**options: Any) -> Callable[[Callable[..., Any]], Task]:
    """A Celery task which refuses to run without a company.

    A message that lost its header would otherwise run in `public`, silently and on the wrong tables.
    """

    def decorate(run: Callable[..., Any]) -> Task:
        @wraps(run)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if is_public():
                raise NoCompany(f"task {run.__module__}.{run.__name__} was sent without a company")
            return run(*args, **kwargs)

        return shared_task(**options)(guarded)

    return decorate
