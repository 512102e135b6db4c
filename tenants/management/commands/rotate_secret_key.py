from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.security.key_rotation import Outcome, renew
from tenancy.company import in_public, inside
from tenants.models import GridCompany


class Command(BaseCommand):
    help = "Перешифровывает ключом SECRET_KEY то, что зашифровано прежними (SECRET_KEY_FALLBACKS). Повторять можно"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="только посчитать")
        parser.add_argument("--company", help="схема одной организации; без неё — операторы и все организации")

    def handle(self, *args: Any, **options: Any) -> None:
        companies = GridCompany.objects.order_by("pk")
        total = Outcome()
        if options["company"]:
            companies = companies.filter(schema_name=options["company"])
            if not companies:
                raise CommandError(f"Организации «{options['company']}» нет")
        else:
            with in_public():
                self._tell("операторы", renew(only_look=options["check"]), total)
        for company in companies:
            with inside(company):
                self._tell(company.schema_name, renew(only_look=options["check"]), total)
        self.stdout.write(f"Всего: {total.summary}")
        if total.unreadable:
            raise CommandError("Остальное зашифровано ключом, которого нет в настройках. Верните его")
        if options["check"] and total.rewritten:
            raise CommandError("Прежний ключ ещё нужен: запустите команду без --check")
        if settings.SECRET_KEY_FALLBACKS and not total.rewritten and not options["company"]:
            self.stdout.write("Прежним ключом ничего не зашифровано")

    def _tell(self, whose: str, outcome: Outcome, total: Outcome) -> None:
        self.stdout.write(f"{whose}: {outcome.summary}")
        total.rewritten += outcome.rewritten
        total.current += outcome.current
        total.unreadable += outcome.unreadable
