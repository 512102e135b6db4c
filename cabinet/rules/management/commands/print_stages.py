from typing import Any

from django.core.management.base import BaseCommand

from cabinet.rules.stage_tables import stage_tables


class Command(BaseCommand):
    help = "Prints docs/stages.md: the stages and transitions of every rule pack."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(stage_tables(), ending="")
