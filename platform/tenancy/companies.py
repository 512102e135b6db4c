"""Nightly work in every company, in batches. An error in one company does not stop the others."""

import logging
from collections.abc import Callable, Iterable
from typing import Any

from celery import Task, shared_task
from django_tenants.utils import get_public_schema_name, get_tenant_model

from .company import in_public, inside_schema
from .later import send

log = logging.getLogger(__name__)

BATCH = 50  # companies of one task


def each(schema_names: Iterable[str], act: Callable[[], object], *, what: str) -> None:
    """Call `act` inside each schema. `what` names the act in the log when it fails."""
    for name in schema_names:
        try:
            with inside_schema(name):
                act()
        except Exception:
            log.exception("%s failed in %s", what, name)


def nightly(name: str, **options: Any) -> Callable[[Callable[[], object]], Task]:
    """Make a task called `name` of a function that works inside one schema. Beat sends it by `fan_out`."""

    def decorate(act: Callable[[], object]) -> Task:
        def visit(schema_names: list[str]) -> None:
            each(schema_names, act, what=name)

        visit.__doc__ = act.__doc__
        return shared_task(name=name, **options)(visit)

    return decorate


def fan_out(task: str, *, with_public: bool = False) -> None:
    """Send a nightly task for every company, a batch at a time, so that many workers share the night."""
    with in_public():
        names = list(get_tenant_model().objects.order_by("pk").values_list("schema_name", flat=True))
    if with_public:
        names.insert(0, get_public_schema_name())
    for start in range(0, len(names), BATCH):
        send(task, (names[start : start + BATCH],), get_public_schema_name())
