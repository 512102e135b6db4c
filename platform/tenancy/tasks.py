"""Tasks that belong to a company, and those of the kernel itself."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from celery import Task, shared_task
from django.utils import timezone

from . import companies, due
from .company import NoCompany, current_company, in_zone_of, is_public


def company_task(name: str, **options: Any) -> Callable[[Callable[..., Any]], Task]:
    """A Celery task which refuses to run without a company.

    A message that lost its header would otherwise run in `public`, silently and on the wrong tables.
    """

    def decorate(run: Callable[..., Any]) -> Task:
        @wraps(run)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if is_public():
                raise NoCompany(f"task {name} was sent without a company")
            with in_zone_of(current_company()):
                return run(*args, **kwargs)

        return shared_task(name=name, **options)(guarded)

    return decorate


def task(name: str, **options: Any) -> Callable[[Callable[..., Any]], Task]:
    """Celery's `shared_task` with types. For tasks that work in whichever schema they were sent for."""

    def decorate(run: Callable[..., Any]) -> Task:
        return shared_task(name=name, **options)(run)

    return decorate


@task("tenancy.sweep", expires=20)
def sweep() -> None:
    """Sent by beat: hand over all due work, in every company."""
    due.sweep(now=timezone.now())


@task("tenancy.fan_out")
def fan_out(task: str, with_public: bool = False) -> None:
    """Sent by beat: send a nightly task to every company."""
    companies.fan_out(task, with_public=with_public)
