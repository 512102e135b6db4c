from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models

# A gateway is asked so many minutes after it took the message; then a report is no longer hoped for.
ASKED_AFTER_MINUTES = (1, 2, 5, 15, 30, 60, 120, 240, 480, 960, 1440)


class AwaitedReportQuerySet(models.QuerySet["AwaitedReport"]):
    def due(self, now: datetime) -> Self:
        return self.filter(next_at__lte=now).order_by("next_at", "pk")


class AwaitedReport(models.Model):
    """What a gateway has taken and not yet reported on: whose message it is. A row for each id, in `public` only.

    Nothing personal: neither number nor text. A report arrives under the gateway's id alone and must find its company.
    """

    gateway = models.CharField("шлюз", max_length=30)
    gateway_id = models.CharField("номер у шлюза", max_length=64)
    schema_name = models.CharField("схема", max_length=63)
    message_key = models.UUIDField("ключ сообщения", db_index=True)
    handed_at = models.DateTimeField("передано шлюзу")
    next_at = models.DateTimeField("следующий вопрос", null=True, db_index=True)

    objects: ClassVar[AwaitedReportQuerySet] = AwaitedReportQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "ожидаемый отчёт"
        verbose_name_plural = "ожидаемые отчёты"
        constraints = [models.UniqueConstraint(fields=["gateway", "gateway_id"], name="one_message_by_gateway_id")]

    def __str__(self) -> str:
        return f"{self.gateway} {self.gateway_id}"

    def note_asked(self, now: datetime) -> None:
        """When it is asked about next: never, if this was the last time. A question that is late is not made up for."""
        moments = (self.handed_at + timedelta(minutes=minutes) for minutes in ASKED_AFTER_MINUTES)
        self.next_at = next((moment for moment in moments if moment > now), None)
