from getpass import getpass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from ...services import make_operator


class Command(BaseCommand):
    help = "Создаёт оператора платформы. Пароль спрашивается или читается из файла, в историю команд он не попадает"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", required=True)
        parser.add_argument("--last-name", required=True)
        parser.add_argument("--first-name", required=True)
        parser.add_argument("--password-file", type=Path, help="файл с паролем; без него пароль спрашивается")

    def handle(self, *args: Any, **options: Any) -> None:
        given: Path | None = options["password_file"]
        password = given.read_text().strip() if given else getpass("Пароль: ")
        try:
            operator = make_operator(
                email=options["email"],
                password=password,
                last_name=options["last_name"],
                first_name=options["first_name"],
                now=timezone.now(),
            )
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        self.stdout.write(f"Оператор {operator.email} может войти.")
