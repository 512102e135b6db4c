"""Bringing the companies' schemas up to the code.

`migrate_schemas` asks every schema what it lacks: 0.4 s each among 2 000, even when it lacks nothing. The version a
company was brought to stands in its row, and those who have it already are not asked.
"""

from tenants.models import GridCompany
from tenants.schema import migrate_schema, migrations_digest


def outdated_companies() -> list[GridCompany]:
    return list(GridCompany.objects.exclude(migrations_digest=migrations_digest()).order_by("pk"))


def migrate_company(company: GridCompany) -> None:
    """Safe to repeat: the version is written after the schema has it."""
    migrate_schema(company.schema_name)
    company.migrations_digest = migrations_digest()
    company.save(update_fields=["migrations_digest"])
