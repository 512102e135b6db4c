import uuid
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from telemetry import metrics

# How many attempts are made: with the pauses below they take more than two days.
MAX_ATTEMPTS = 18
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=6)
# The task that hands a message over.


class OutboxMessageQuerySet(models.QuerySet["OutboxMessage"]):
    def undelivered(self) -> Self:
        return self.filter(delivered_at__isnull=True, attempts__lt=MAX_ATTEMPTS, is_ended=False)

    def due(self, now: datetime) -> Self:
        return self.undelivered().filter(next_attempt_at__lte=now).order_by("next_attempt_at", "pk")

    def claim(self, message_id: int) -> "OutboxMessage | None":
        """The message, locked until the transaction ends; None if it is not to be sent, or another process has it."""
        return self.undelivered().select_for_update(skip_locked=True, no_key=True).filter(pk=message_id).first()


class OutboxMessage(models.Model):
    """A message that must leave by one of the channels. Written in the transaction of what it tells about.

    What only one channel knows stands in a row beside it, such as `sms.models.SmsDelivery`.
    """

    key = models.UUIDField("ключ", default=uuid.uuid4, unique=True)
    channel = models.CharField("канал", max_length=10)  # a name of `notifications.channels`
    recipient = models.CharField("получатель", max_length=254)
    subject = models.CharField("тема", max_length=300, blank=True)
    text = models.TextField("текст")
    html = models.TextField("HTML", blank=True)
    case_ref = models.CharField("обращение", max_length=60, blank=True)
    created_at = models.DateTimeField("создано")
    attempts = models.PositiveSmallIntegerField("попыток", default=0)
    next_attempt_at = models.DateTimeField("следующая попытка")
    delivered_at = models.DateTimeField("отправлено", null=True)
    failure = models.CharField("причина неудачи", max_length=200, blank=True)
    expires_at = models.DateTimeField("не отправлять после", null=True)
    is_ended = models.BooleanField("больше не отправлять", default=False, db_default=False)

    objects: ClassVar[OutboxMessageQuerySet] = OutboxMessageQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "исходящее сообщение"
        verbose_name_plural = "исходящие сообщения"
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=Q(delivered_at__isnull=True), name="outbox_undelivered"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.key}"

    @property
    def is_undelivered(self) -> bool:
        """The message is still to be handed over, as `undelivered` of the queryset."""
        return self.delivered_at is None and self.attempts < MAX_ATTEMPTS and not self.is_ended

    def mark_delivered(self, now: datetime) -> None:
        """The text is deleted: links in e-mails are secrets, and copies of them are not needed."""
        self.attempts += 1
        self.delivered_at = now
        metrics.deliveries.labels(self.channel, "delivered").inc()
        self.failure = self.text = self.html = ""

    def mark_failed(self, reason: str, now: datetime) -> None:
        """Double the pause after each failure, but try again no later than the message expires."""
        self.next_attempt_at = now + min(FIRST_PAUSE * 2**self.attempts, LONGEST_PAUSE)
        if self.expires_at is not None:
            self.next_attempt_at = min(self.next_attempt_at, self.expires_at)
        self.attempts += 1
        self.failure = reason[:200]
        metrics.deliveries.labels(self.channel, "failed").inc()

    def mark_ended(self, reason: str) -> None:
        """It will not be sent, or not again."""
        self.is_ended, self.failure = True, reason[:200]
        self.text = self.html = ""
        metrics.deliveries.labels(self.channel, "ended").inc()
