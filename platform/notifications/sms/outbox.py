"""Embedded mode: a folder that /outbox/ shows replaces the gateway."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from django.conf import settings

from ..directory import OutboxDirectory
from ..models import OutboxMessage
from .gateways import Handed, Question, Report


class Outbox:
    name = "outbox"
    has_reports = False

    def send(self, message: OutboxMessage) -> Handed:
        OutboxDirectory(Path(settings.OUTBOX_DIR)).send(message)
        return Handed(ids=(str(message.key),))

    def find(self, message: OutboxMessage) -> Handed | None:
        return None  # a repeat replaces the file

    def ask(self, questions: Sequence[Question]) -> Iterable[Report]:
        return []

    def read(self, told: Mapping[str, str]) -> Report | None:
        return None
