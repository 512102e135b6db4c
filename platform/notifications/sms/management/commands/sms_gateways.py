from typing import Any

from django.core.management.base import BaseCommand

from ...callbacks import report_url
from ...gateways import gateways


class Command(BaseCommand):
    help = "Gateways of SMS in the order of preference, with the addresses to give them for delivery reports."

    def handle(self, *args: Any, **options: Any) -> None:
        for number, gateway in enumerate(gateways(), start=1):
            self.stdout.write(f"{number}. {gateway.name}  {report_url(gateway.name)}")
