import time
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tenants.migrating import migrate_company, outdated_companies
from tenants.schema import direct_connection
from tenants.spares import throw_away_useless


class Command(BaseCommand):
    help = "Обновляет общие таблицы, затем схемы организаций, которым это нужно; устаревшие запасные схемы удаляет"

    def handle(self, *args: Any, **options: Any) -> None:
        with direct_connection():
            call_command("migrate_schemas", shared=True, interactive=False, verbosity=options["verbosity"])
            failed = self.migrate_companies()
        throw_away_useless(now=timezone.now())
        if failed:
            raise CommandError(f"Не обновлены: {', '.join(failed)}. Остальные обновлены; повторите команду")

    def migrate_companies(self) -> list[str]:
        """One company that cannot be migrated does not hold up the others; the names of those are returned."""
        companies = outdated_companies()
        failed = []
        for number, company in enumerate(companies, 1):
            began = time.monotonic()
            try:
                migrate_company(company)
            except Exception as error:  # whatever a migration may raise
                failed.append(company.schema_name)
                self.stderr.write(f"[{number}/{len(companies)}] {company.schema_name}: {error}")
            else:
                spent = time.monotonic() - began
                self.stdout.write(f"[{number}/{len(companies)}] {company.schema_name}: {spent:.1f} с")
        return failed
