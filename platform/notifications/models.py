import uuid
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

# A message is tried this often: with the pauses below that is more than two days.
MAX_ATTEMPTS = 18
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=6)
# The task that hands a message over.
DELIVER = "notifications.deliver"
# How long an SMS without a term of its own may still go to another gateway when the first has not delivered it.
SMS_TERM = timedelta(days=1)
# A gateway that was asked to take an SMS and did not answer may have taken it: nobody else is asked for so long.
SILENCE = timedelta(minutes=1)


class OutboxMessageQuerySet(models.QuerySet["OutboxMessage"]):
    def undelivered(self) -> Self:
        return self.filter(delivered_at__isnull=True, attempts__lt=MAX_ATTEMPTS, fate="")

    def due(self, now: datetime) -> Self:
        return self.undelivered().filter(next_attempt_at__lte=now).order_by("next_attempt_at", "pk")


class OutboxMessage(models.Model):
    """A letter or an SMS that must leave. Written in the transaction of what it tells about."""

    class Channel(models.TextChoices):
        EMAIL = "email", "Письмо"
        SMS = "sms", "СМС"

    class Fate(models.TextChoices):
        """What is known of an SMS after it was handed over, or of a message that will not be."""

        RECEIVED = "received", "Доставлено"
        UNDELIVERED = "undelivered", "Не доставлено"
        EXPIRED = "expired", "Не отправлено в срок"
        REFUSED = "refused", "Неверный номер"

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
    expires_at = models.DateTimeField("не отправлять после", null=True)
    # Of SMS only.
    gateway = models.CharField("шлюз", max_length=30, blank=True)
    gateway_id = models.TextField("номера у шлюза", blank=True)  # one for each part, divided by blanks
    asked_at = models.DateTimeField("шлюз спрошен и не ответил", null=True)
    undelivered_by = models.CharField("шлюзы, которые не доставили", max_length=200, blank=True)
    received_at = models.DateTimeField("получено телефоном", null=True)
    fate = models.CharField("исход", max_length=12, choices=Fate, blank=True)

    objects: ClassVar[OutboxMessageQuerySet] = OutboxMessageQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "исходящее сообщение"
        verbose_name_plural = "исходящие сообщения"
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=Q(delivered_at__isnull=True), name="outbox_undelivered"),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.key}"

    @property
    def is_undelivered(self) -> bool:
        """As the queryset: it is still to be handed over."""
        return self.delivered_at is None and self.attempts < MAX_ATTEMPTS and not self.fate

    @property
    def term_ends_at(self) -> datetime:
        """Until then another gateway may try."""
        return self.expires_at or self.created_at + SMS_TERM

    def is_asked(self, now: datetime) -> bool:
        """A gateway is being asked just now, or was and may still answer by delivering it."""
        return self.asked_at is not None and now < self.asked_at + SILENCE

    def mark_delivered(self, now: datetime) -> None:
        """What it said goes with it: links in letters are keys, and there is no need to keep copies of them."""
        self.attempts += 1
        self.delivered_at = now
        self.failure = self.text = self.html = ""

    def mark_failed(self, reason: str, now: datetime) -> None:
        """Twice as long a pause after each failure; a term that ends earlier is looked at when it does."""
        self.next_attempt_at = now + min(FIRST_PAUSE * 2**self.attempts, LONGEST_PAUSE)
        if self.expires_at is not None:
            self.next_attempt_at = min(self.next_attempt_at, self.expires_at)
        self.attempts += 1
        self.failure = reason[:200]

    def mark_ended(self, fate: Fate, reason: str) -> None:
        """It will not be sent, or not again."""
        self.fate, self.failure, self.asked_at = fate, reason[:200], None
        self.text = self.html = ""

    def mark_handed(self, gateway: str, ids: tuple[str, ...], now: datetime, *, keeps_text: bool) -> None:
        """A gateway has taken it. The text stays while another may still have to send it."""
        text = self.text
        self.mark_delivered(now)
        self.gateway, self.gateway_id, self.asked_at = gateway, " ".join(ids), None
        self.text = text if keeps_text else ""

    def mark_received(self, at: datetime) -> None:
        self.received_at, self.fate, self.text = at, self.Fate.RECEIVED, ""

    def mark_undelivered_by(self, gateway: str, reason: str, now: datetime) -> None:
        """The gateway has given up: the next one may try."""
        self.undelivered_by = f"{self.undelivered_by} {gateway}".strip()
        self.delivered_at, self.next_attempt_at, self.failure = None, now, reason[:200]
