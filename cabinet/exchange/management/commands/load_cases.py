"""`manage.py load_cases gorset --folder /moved --by admin@example.ru`: applications of another cabinet, with files."""

from argparse import RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import User
from cabinet.applications.models import Application
from cabinet.company.queries import profile
from cabinet.exchange import services
from cabinet.exchange.imports.columns import BY_CODE, IDENTIFIERS, guessed, plain
from cabinet.exchange.imports.folder import Folder
from cabinet.exchange.imports.line import Setting
from cabinet.exchange.imports.table import NOTES, Table
from tenancy.company import inside
from tenancy.errors import DomainError
from tenants.models import GridCompany
from tenants.queries import company_for_host, host_for

NEEDED = ("received_on", "type", "address")
EVERY = 100  # lines after which it says how far it is
HELP = """\
Переносит заявки из другого кабинета: таблица CSV или XLSX и папка с файлами для каждой заявки.

  ПАПКА/заявки.csv        строка на заявку; столбец «Номер в прежней системе» называет её папку
  ПАПКА/17/план.pdf       файлы заявки 17

Без --commit только проверяет: номер строки, поле, что исправить. С --commit вносит строку за строкой, каждую с её
файлами целиком или никак: прерванный запуск продолжается, второй ничего не внесёт дважды.

Переносятся: дата и время поступления (от них идут сроки), регистрационный номер, заявитель, ответы, файлы. Номер и
статус прежней системы остаются в заметке для сотрудников.
Не переносятся: прежние этапы и их даты, сообщения, подписи, решения, счета и платежи, даты файлов (датой файла будет
дата переноса). Новым заявителям с e-mail уйдут письма для входа."""


class Command(BaseCommand):
    help = HELP

    def create_parser(self, *args: Any, **options: Any) -> CommandParser:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **options)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("company", metavar="ПОДДОМЕН", help="чей кабинет, например gorset")
        parser.add_argument("--folder", type=Path, required=True, metavar="ПАПКА")
        parser.add_argument("--by", required=True, metavar="E-MAIL", help="администратор, от имени которого вносится")
        parser.add_argument(
            "--column", action="append", default=[], metavar="ПОЛЕ=ЗАГОЛОВОК",
            help=f"что в столбце, если заголовок не узнан; поля: {', '.join(BY_CODE)}",
        )  # fmt: skip
        parser.add_argument("--type", default="", metavar="КОД", help="тип заявки, если в строке его нет")
        parser.add_argument("--commit", action="store_true", help="внести, а не только проверить")

    def handle(self, *args: Any, **options: Any) -> None:
        company = self._company(options["company"])
        with inside(company):
            try:
                self._load(options)
            except DomainError as refusal:
                raise CommandError(refusal.message) from refusal

    def _company(self, subdomain: str) -> GridCompany:
        found = company_for_host(host_for(subdomain))
        if found is None or found.is_suspended:
            raise CommandError(f"Кабинета «{subdomain}» нет, или он приостановлен.")
        return found

    def _load(self, options: dict[str, Any]) -> None:
        by = User.objects.administrators().filter(email=options["by"].strip().lower(), is_active=True).first()
        if by is None:
            raise CommandError(f"--by: администратора {options['by']} в этом кабинете нет.")
        folder = Folder.opened(options["folder"])
        table = folder.table()
        columns = self._columns(table, options["column"], every_type=options["type"])
        setting = Setting(
            columns, table.heads, type=options["type"], source=Application.Source.OTHER.value,
            file_name=folder.table_path.name,
        )  # fmt: skip
        self._describe(folder, table, setting)
        act = services.enter_lines if options["commit"] else services.try_lines
        report = services.Report()
        for number, _line in enumerate(act(folder, table, setting, report, by=by, now=timezone.now()), start=1):
            if number % EVERY == 0:
                self.stderr.write(f"Строк пройдено: {number} из {len(table.lines)}")
        self._tell(report, is_committed=options["commit"])

    def _columns(self, table: Table, named: list[str], *, every_type: str) -> dict[str, int]:
        columns = guessed(table.heads, profile().import_columns)
        heads = {plain(head): number for number, head in enumerate(table.heads)}
        for pair in named:
            code, _, head = pair.partition("=")
            if code not in BY_CODE:
                raise CommandError(f"--column {pair}: поля «{code}» нет, есть: {', '.join(BY_CODE)}.")
            if plain(head) not in heads:
                raise CommandError(f"--column {pair}: столбца «{head}» в таблице нет, есть: {', '.join(table.heads)}.")
            columns = {other: column for other, column in columns.items() if column != heads[plain(head)]}
            columns[code] = heads[plain(head)]
        missing = [
            BY_CODE[code].label for code in NEEDED if code not in columns and not (code == "type" and every_type)
        ]
        if not set(IDENTIFIERS) & set(columns):
            missing.append("СНИЛС, ИНН или ОГРН")
        if missing:
            raise CommandError(f"Не узнаны столбцы: {'; '.join(missing)}. Назовите их: --column ПОЛЕ=ЗАГОЛОВОК.")
        return columns

    def _describe(self, folder: Folder, table: Table, setting: Setting) -> None:
        self.stdout.write(f"{folder.table_path.name}: строк {len(table.lines)}")
        for code, column in setting.columns.items():
            self.stdout.write(f"  {BY_CODE[code].label} — столбец «{table.heads[column]}»")
        for note in table.notes:
            self.stdout.write(f"  {NOTES[note]}")
        external = setting.columns.get("external")
        if external is None:
            self.stdout.write("  Столбец «Номер в прежней системе» не узнан: файлы из папок не переносятся")
            return
        numbers = {line.cell(external) for line in table.lines}
        for name in folder.unclaimed(numbers):
            self.stdout.write(f"  Папка «{name}» не относится ни к одной строке")

    def _tell(self, report: services.Report, *, is_committed: bool) -> None:
        for one in sorted(report.mistakes, key=lambda mistake: mistake.line):
            self.stdout.write(f"Строка {one.line}, {one.field}: {one.said}")
        done = "Внесено" if is_committed else "Будет внесено"
        self.stdout.write(
            f"{done}: {len(report.entered)}, новых заявителей: {report.new_applicants}, "
            f"внесены раньше: {len(report.known)}, ошибок: {len(report.mistakes)}"
        )
        if report.mistakes:
            raise CommandError("Есть ошибки: строки с ними не внесены. Исправьте их и повторите команду.")
        if not is_committed:
            self.stdout.write("Это была проверка. Чтобы внести, повторите с --commit.")
