from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models

from ..models import OutboxMessage

# How long an SMS without an expiry of its own may still go to another gateway when the first has not delivered it.
SMS_LIFETIME = timedelta(days=1)
# A gateway that was asked to take an SMS and did not answer may have taken it: nobody else is asked for so long.
SILENCE = timedelta(minutes=1)

# A gateway is asked so many minutes after it took the message. After the last time no report is expected.
ASKED_AFTER_MINUTES = (1, 2, 5, 15, 30, 60, 120, 240, 480, 960, 1440)


class AwaitedReportQuerySet(models.QuerySet["AwaitedReport"]):
    def due(self, now: datetime) -> Self:
        return self.filter(next_at__lte=now).order_by("next_at", "pk")


class AwaitedReport(models.Model):
    """A message that a gateway has taken and not yet reported on. One row for each id, in `public` only.

    It holds neither number nor text. A report has only the gateway's id, and this row says which company it concerns.
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
        """Set the next time to ask; None after the last one. Times that were missed are skipped."""
        moments = (self.handed_at + timedelta(minutes=minutes) for minutes in ASKED_AFTER_MINUTES)
        self.next_at = next((moment for moment in moments if moment > now), None)


class SmsDelivery(models.Model):
    """What is known of an SMS beside its message: which gateway has it, and whether the telephone has it.

    Made when the message is handed over for the first time, and written under the lock of the message's row. The
    table stands in every schema, as that of messages does; therefore the model belongs to their application.
    """

    class Status(models.TextChoices):
        """What became of an SMS after it was handed over, or why it will not be."""

        RECEIVED = "received", "Доставлено"
        UNDELIVERED = "undelivered", "Не доставлено"
        EXPIRED = "expired", "Не отправлено в срок"
        REFUSED = "refused", "Неверный номер"

    message = models.OneToOneField(
        OutboxMessage, models.CASCADE, primary_key=True, related_name="sms", verbose_name="сообщение"
    )
    gateway = models.CharField("шлюз", max_length=30, blank=True)
    gateway_ids = models.TextField("номера у шлюза", blank=True)  # one for each part, divided by spaces
    asked_at = models.DateTimeField("шлюз спрошен и не ответил", null=True)
    undelivered_by = models.CharField("шлюзы, которые не доставили", max_length=200, blank=True)
    received_at = models.DateTimeField("получено телефоном", null=True)
    delivery_status = models.CharField("исход", max_length=12, choices=Status, blank=True)

    class Meta:
        app_label = "notifications"
        verbose_name = "доставка СМС"
        verbose_name_plural = "доставка СМС"

    def __str__(self) -> str:
        return f"{self.gateway} {self.gateway_ids}"

    @property
    def lifetime_ends_at(self) -> datetime:
        """Until then another gateway may try."""
        return self.message.expires_at or self.message.created_at + SMS_LIFETIME

    def is_asked(self, now: datetime) -> bool:
        """A gateway is being asked just now, or was and may still answer by delivering it."""
        return self.asked_at is not None and now < self.asked_at + SILENCE

    def mark_handed(self, gateway: str, ids: tuple[str, ...], now: datetime, *, keeps_text: bool) -> None:
        """A gateway has taken it. The text stays while another may still have to send it."""
        text = self.message.text
        self.message.mark_delivered(now)
        self.message.text = text if keeps_text else ""
        self.gateway, self.gateway_ids, self.asked_at = gateway, " ".join(ids), None

    def mark_received(self, at: datetime) -> None:
        self.received_at, self.delivery_status, self.message.text = at, self.Status.RECEIVED, ""

    def mark_undelivered_by(self, gateway: str, reason: str, now: datetime) -> None:
        """The gateway has given up: the next one may try."""
        self.undelivered_by = f"{self.undelivered_by} {gateway}".strip()
        message = self.message
        message.delivered_at, message.next_attempt_at, message.failure = None, now, reason[:200]

    def mark_ended(self, status: Status, reason: str) -> None:
        """It will not be sent, or not again."""
        self.delivery_status, self.asked_at = status, None
        self.message.mark_ended(reason)

    def save_with_message(self) -> None:
        """Both rows as they stand now. In one transaction."""
        self.message.save(
            update_fields=["attempts", "next_attempt_at", "delivered_at", "failure", "text", "html", "is_ended"]
        )
        self.save()
