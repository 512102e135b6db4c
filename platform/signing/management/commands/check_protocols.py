from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django_tenants.utils import get_tenant_model

from signing.protocols import examination, heads
from tenancy.company import inside
from ui.words import plural


class Command(BaseCommand):
    help = (
        "Проверяет протоколы простых подписей: печати, номера, цепочку, подписанные файлы, записи о них "
        "и суммы цепочки, которые были отправлены"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--company", default="", help="схема одной организации; без неё — все")
        parser.add_argument(
            "--head",
            action="append",
            default=[],
            metavar="НОМЕР:СУММА",
            help="сумма цепочки из письма организации; можно несколько раз, только вместе с --company",
        )
        parser.add_argument(
            "--heads",
            action="append",
            default=[],
            metavar="ФАЙЛ",
            help="письмо с суммой цепочки, сохранённое в файл; можно несколько раз, только вместе с --company",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        brought = self.heads_of(options["head"], options["heads"])
        companies = get_tenant_model().objects.all()
        if name := options["company"]:
            companies = companies.filter(schema_name=name)
            if not companies:
                raise CommandError(f"Организации со схемой {name} нет")
        elif brought:
            raise CommandError("Укажите --company: сумма цепочки относится к одной организации")
        count = sum(self.check_company(company, brought) for company in companies)
        if count:
            raise CommandError(f"Найдено: {plural(count, 'неполадка', 'неполадки', 'неполадок')}")

    def heads_of(self, typed: list[str], files: list[str]) -> list[heads.Head]:
        """The heads given on the command line. A file without any is an error: it must not pass for a clean check."""
        found: list[heads.Head] = []
        for text in typed:
            if not (written := heads.written(text)):
                raise CommandError(f"«{text}» — не сумма цепочки. Нужно как в письме: номер, двоеточие, 64 знака")
            found += written
        for name in files:
            try:
                content = Path(name).read_bytes()
            except OSError as problem:
                raise CommandError(f"Файл {name} не читается: {problem.strerror}") from None
            if not (written := heads.in_file(content)):
                raise CommandError(f"В файле {name} нет суммы цепочки")
            found += written
        return list(dict.fromkeys(found))

    def check_company(self, company: Any, brought: list[heads.Head]) -> int:
        """Write every fault. Returns their number."""
        with inside(company):
            found = 0
            for fault in examination.faults(brought=brought, now=timezone.now()):
                found += 1
                self.stderr.write(f"{company.short_name}: {fault}")
            if not found:
                checked = plural(examination.count(), "протокол", "протокола", "протоколов")
                self.stdout.write(f"{company.short_name}: {checked}, всё верно")
        return found
