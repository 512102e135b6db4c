from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cabinet.demo import accounts_shown, services


class Command(BaseCommand):
    help = "Создаёт демонстрационные организации, людей и обращения; повторный запуск ничего не меняет"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--show", action="store_true", help="только показать адреса и учётные записи")

    def handle(self, *args: Any, show: bool, **options: Any) -> None:
        if not settings.EMBEDDED:
            raise CommandError("Демонстрация с известными всем паролями возможна только в режиме EMBEDDED=1")
        if show:
            self.stdout.write(accounts_shown.table())
            return
        made = services.make(now=timezone.now())
        self.stdout.write(f"Создано: {', '.join(made)}" if made else "Всё уже есть")
