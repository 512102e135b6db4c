from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django_tenants.utils import get_tenant_model

from documents.upkeep.alarm import tell_operators
from documents.upkeep.integrity import Verdict, sample, verify
from tenancy.company import inside
from tenancy.errors import StorageUnavailable


class Command(BaseCommand):
    help = "Перечитывает файлы и сверяет их с записанными хешами: выборку по каждой организации или все"

    def add_arguments(self, parser: CommandParser) -> None:
        much = parser.add_mutually_exclusive_group()
        much.add_argument("--sample", type=int, default=100, help="сколько файлов каждой организации (100)")
        much.add_argument("--all", action="store_true", help="все файлы")
        parser.add_argument("--company", help="схема одной организации; без неё — все организации")

    def handle(self, *args: Any, **options: Any) -> None:
        companies = get_tenant_model().objects.order_by("pk")
        if options["company"]:
            companies = companies.filter(schema_name=options["company"])
            if not companies:
                raise CommandError(f"Организации «{options['company']}» нет")
        alarms = 0
        for company in companies:
            verdict = Verdict()
            with inside(company):
                try:
                    verify(sample(None if options["all"] else options["sample"]).iterator(), verdict)
                except StorageUnavailable as error:
                    raise CommandError("Хранилище не отвечает, проверка не закончена") from error
            self.stdout.write(f"{company.schema_name}: {verdict.summary}")
            if verdict.is_alarming:
                alarms += 1
                tell_operators(company, verdict)
        if alarms:
            raise CommandError(f"Файлы пропали или изменились, организаций: {alarms}. Операторам отправлено письмо")
