import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from tenants.spares import keep_spares


class Command(BaseCommand):
    help = "Готовит запасные схемы, чтобы подключение организации занимало доли секунды"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--count", type=int, default=settings.SPARE_SCHEMAS, help="сколько схем должно быть готово")

    def handle(self, *args: Any, count: int, **options: Any) -> None:
        began = time.monotonic()
        made = keep_spares(count=count, now=timezone.now())
        self.stdout.write(f"Подготовлено схем: {made}, {time.monotonic() - began:.1f} с")
