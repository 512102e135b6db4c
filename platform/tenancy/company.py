"""The current company. Middleware, tasks and commands choose it; services never do."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, Protocol, cast

from django.db import connection as django_connection
from django.utils import timezone
from django_tenants.utils import get_public_schema_name, get_tenant_model


class Connection(Protocol):
    """What django-tenants adds to the connection."""

    schema_name: str
    tenant: Any

    def set_tenant(self, tenant: Any) -> None: ...
    def set_schema(self, schema_name: str) -> None: ...
    def set_schema_to_public(self) -> None: ...


connection = cast(Connection, django_connection)


class NoCompany(Exception):
    """Code that belongs to a company ran in the public schema."""


@contextmanager
def inside(company: Any) -> Iterator[None]:
    """Work in the schema of `company` and go back afterwards.

    A transaction is opened inside this block, never around it: a task promised to `after_commit` is sent when the
    transaction ends, and it must end where it began.
    """
    before = connection.tenant
    connection.set_tenant(company)
    try:
        with in_zone_of(company):
            yield
    finally:
        connection.set_tenant(before)


def in_zone_of(company: Any) -> AbstractContextManager[object]:
    """Days begin and end in the zone of the company. (What knows only the name of a schema has none of its own.)"""
    zone = getattr(company, "time_zone", "")
    return timezone.override(zone) if zone else nullcontext()


@contextmanager
def inside_schema(name: str) -> Iterator[None]:
    """Like `inside`, for code that knows only the name of the schema (spares, repair)."""
    before = connection.tenant
    connection.set_schema(name)
    try:
        yield
    finally:
        connection.set_tenant(before)


@contextmanager
def in_public() -> Iterator[None]:
    """Work in the public schema, that is with the shared tables."""
    with inside_schema(get_public_schema_name()):
        yield


def is_public() -> bool:
    return bool(connection.schema_name == get_public_schema_name())


def current_company() -> Any:
    """The GridCompany this request or task works for.

    Raises NoCompany in the public schema.
    """
    if is_public():
        raise NoCompany("this belongs to a company, but no company is chosen")
    company = connection.tenant
    if not isinstance(company, get_tenant_model()):  # a task knows only the schema's name
        company = get_tenant_model().objects.get(schema_name=connection.schema_name)
        connection.set_tenant(company)
    return company
