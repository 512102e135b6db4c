from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django_tenants.utils import get_tenant_model

from signing import auditing
from tenancy.company import inside
from ui.words import plural


class Command(BaseCommand):
    help = "Проверяет протоколы простых подписей: печати, номера, цепочку и подписанные файлы"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--company", default="", help="схема одной организации; без неё — все")

    def handle(self, *args: Any, **options: Any) -> None:
        companies = get_tenant_model().objects.all()
        if name := options["company"]:
            companies = companies.filter(schema_name=name)
            if not companies:
                raise CommandError(f"Организации со схемой {name} нет")
        count = sum(self.check_company(company) for company in companies)
        if count:
            raise CommandError(f"Найдено: {plural(count, 'неполадка', 'неполадки', 'неполадок')}")

    def check_company(self, company: Any) -> int:
        """How many faults there are; each is written."""
        with inside(company):
            found = 0
            for fault in auditing.faults():
                found += 1
                self.stderr.write(f"{company.short_name}: {fault}")
            if not found:
                checked = plural(auditing.count(), "протокол", "протокола", "протоколов")
                self.stdout.write(f"{company.short_name}: {checked}, всё верно")
        return found
