"""`manage.py describe_api > docs/api/openapi.yaml`: what is checked in, and read by programs of others."""

from typing import Any

from django.core.management.base import BaseCommand

from api.description import as_yaml


class Command(BaseCommand):
    help = "Print the OpenAPI description of the API."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(as_yaml().decode(), ending="")
