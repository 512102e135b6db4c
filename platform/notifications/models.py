import uuid
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

# A message is tried this often: with the pauses below that is more than two days.
MAX_ATTEMPTS = 18
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=6)
# How long a nudge already given may take before the sweeper gives another.
NUDGE_TERM = timedelta(seconds=20)


class OutboxMessageQuerySet(models.QuerySet["OutboxMessage"]):
    def undelivered(self) -> Self:
        return self.filter(delivered_at__isnull=True, attempts__lt=MAX_ATTEMPTS)

    def due(self, now: datetime) -> Self:
        return self.undelivered().filter(next_attempt_at__lte=now).order_by("next_attempt_at", "pk")


class OutboxMessage(models.Model):
    """A letter or an SMS that must leave. Written in the transaction of what it tells about."""

    class Channel(models.TextChoices):
        EMAIL = "email", "Письмо"
        SMS = "sms", "СМС"

    key = models.UUIDField("ключ", default=uuid.uuid4, unique=True)
    channel = models.CharField("канал", max_length=10, choices=Channel)
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

    objects: ClassVar[OutboxMessageQuerySet] = OutboxMessageQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "исходящее сообщение"
        verbose_name_plural = "исходящие сообщения"
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=Q(delivered_at__isnull=True), name="outbox_undelivered"),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.key}"

    def mark_delivered(self, now: datetime) -> None:
        """What it said goes with it: links in letters are keys, and there is no need to keep copies of them."""
        self.attempts += 1
        self.delivered_at = now
        self.failure = self.text = self.html = ""

    def mark_failed(self, reason: str, now: datetime) -> None:
        """Twice as long a pause after each failure."""
        self.next_attempt_at = now + min(FIRST_PAUSE * 2**self.attempts, LONGEST_PAUSE)
        self.attempts += 1
        self.failure = reason[:200]
