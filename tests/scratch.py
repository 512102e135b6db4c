"""A company for tests that commit for real. Its schema is emptied and used again: making one takes a second."""

import secrets

from django.db import connection, transaction

from tenancy.company import in_public
from tenancy.models import DueWork
from tenants.models import GridCompany, SpareSchema
from tenants.names import SPARE_PREFIX
from tenants.schema import migrations_digest, rename_schema
from tenants.spares import prepare_spare
from tests.moment import NOW

_EMPTY_SCHEMAS: list[str] = []


def provide_spare() -> None:
    """Have a spare schema ready for the next opening: the one of an earlier test, or a new one."""
    with in_public():
        if not _EMPTY_SCHEMAS:
            prepare_spare()
            return
        SpareSchema.objects.create(
            name=_EMPTY_SCHEMAS.pop(),
            made_at=NOW,
            migrations_digest=migrations_digest(),
            state=SpareSchema.State.READY,
        )


def take_back(company: GridCompany) -> None:
    """Remove the company and keep its schema, without a row, for the next test."""
    name = SPARE_PREFIX + secrets.token_hex(8)
    with in_public(), transaction.atomic(), connection.cursor() as cursor:
        quote = connection.ops.quote_name
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = %s AND tablename <> 'django_migrations'",
            [company.schema_name],
        )
        tables = [f"{quote(company.schema_name)}.{quote(table)}" for (table,) in cursor.fetchall()]
        cursor.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY")
        rename_schema(company.schema_name, to=name)
        DueWork.objects.filter(schema_name=company.schema_name).delete()
        company.delete()
    _EMPTY_SCHEMAS.append(name)
