import uuid
from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from tenancy.company import connection


class EndpointQuerySet(models.QuerySet["Endpoint"]):
    def here(self) -> Self:
        """Those of the company of the moment: the table is shared, and every look at it begins with this."""
        return self.filter(schema_name=connection.schema_name)

    def visible_to(self, user: User) -> Self:
        """One's own, made for whom the person acts now; an administrator sees all of the company's."""
        mine = self.here().filter(removed_at=None)
        if user.is_administrator:
            return mine.filter(acts_for=None)
        if user.is_staff_of_company or user.applicant is None:
            return mine.none()
        return mine.filter(user_number=user.pk, acts_for=user.applicant.pk)

    def listening(self) -> Self:
        """Those for which events are written down. A paused one misses nothing that is not too old."""
        return self.here().filter(removed_at=None)


class Endpoint(models.Model):
    """An address of a program to which events are sent. Stands in `public`, because a table of a company is dear.

    It refers to the person and the applicant by their numbers in the company's schema, as the journal does.
    """

    schema_name = models.CharField("схема", max_length=63)
    user_number = models.BigIntegerField("чей")
    # As that of a key of the API. Empty for an endpoint of the company itself.
    acts_for = models.BigIntegerField("за какого заявителя", null=True)
    name = models.CharField("название", max_length=100)
    url = models.CharField("адрес", max_length=500)
    events = models.JSONField("события", default=list)  # codes of `audit.told`; none: all
    kinds = models.JSONField("виды обращений", default=list)  # none: all
    secret = models.TextField("секрет")  # encrypted, see `webhooks.secret`
    press = models.UUIDField("ключ формы", editable=False)
    made_at = models.DateTimeField("создан")
    failing_since = models.DateTimeField("не отвечает с", null=True)
    paused_at = models.DateTimeField("приостановлен", null=True)
    removed_at = models.DateTimeField("удалён", null=True)

    objects: ClassVar[EndpointQuerySet] = EndpointQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "вебхук"
        verbose_name_plural = "вебхуки"
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["schema_name", "user_number", "press"], name="webhook_made_once")
        ]
        indexes = [
            models.Index(fields=["schema_name", "acts_for"], condition=Q(removed_at=None), name="webhook_listening")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("webhook", args=[self.pk])

    @property
    def is_paused(self) -> bool:
        return self.paused_at is not None

    def wants(self, event: str, kind: str) -> bool:
        return (not self.events or event in self.events) and (not self.kinds or not kind or kind in self.kinds)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def waiting(self) -> Self:
        return self.filter(delivered_at=None, ended_at=None).order_by("pk")


class Delivery(models.Model):
    """One event on its way to one endpoint: what only this channel knows of an `OutboxMessage` of the same key.

    Its body is made by the first attempt and kept, so that a repeat sends the same bytes under the same `webhook_id`.
    """

    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="deliveries", verbose_name="вебхук")
    key = models.UUIDField("ключ сообщения", default=uuid.uuid4, unique=True)
    webhook_id = models.UUIDField("webhook-id", default=uuid.uuid4)  # by which the receiver tells doubles
    event = models.CharField("событие", max_length=60)
    record_number = models.BigIntegerField("запись журнала", null=True)  # a test event is of none
    body = models.TextField("тело", blank=True)
    made_at = models.DateTimeField("создано")
    attempts = models.PositiveSmallIntegerField("попыток", default=0)
    tried_at = models.DateTimeField("последняя попытка", null=True)
    status = models.PositiveSmallIntegerField("код ответа", null=True)
    answer = models.CharField("ответ", max_length=300, blank=True)
    delivered_at = models.DateTimeField("доставлено", null=True)
    ended_at = models.DateTimeField("больше не отправляется", null=True)

    objects: ClassVar[DeliveryQuerySet] = DeliveryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "доставка вебхука"
        verbose_name_plural = "доставки вебхуков"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["endpoint", "id"], name="webhook_log"),
            models.Index(
                fields=["endpoint", "id"], condition=Q(delivered_at=None, ended_at=None), name="webhook_waiting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.webhook_id}"

    @property
    def is_waiting(self) -> bool:
        return self.delivered_at is None and self.ended_at is None

    def note_answer(self, *, status: int | None, answer: str, now: datetime) -> None:
        self.attempts += 1
        self.tried_at, self.status, self.answer = now, status, answer[:300]
