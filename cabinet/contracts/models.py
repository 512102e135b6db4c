import uuid
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F

from accounts.models import User
from cabinet.cases.models import Case


class FactQuerySet(models.QuerySet["Fact"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(case__in=Case.objects.visible_to(user).submitted())


class Fact(models.Model):
    """Something that has happened to the contract of a case or after it. Never changed: the database refuses it too.

    What came of it later is one more fact that names it by `about`.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="facts", verbose_name="обращение", db_index=False)
    code = models.CharField("код", max_length=40)  # of `codes.Code`, or of a milestone of the rule pack
    key = models.UUIDField("ключ повтора", default=uuid.uuid4, editable=False)
    title = models.CharField("что произошло", max_length=300)
    text = models.TextField("что сказано", blank=True)
    # The day that counts: that of the bank, of an act, of the signature. `happened_at` is its moment for the clock.
    happened_on = models.DateField("дата")
    happened_at = models.DateTimeField("момент")
    recorded_at = models.DateTimeField("записано")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="кем", db_index=False
    )
    from_company = models.BooleanField("от сетевой организации")
    about = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="followed_by")
    documents = models.JSONField("документы", default=list, blank=True)  # numbers of entries of the feed
    details = models.JSONField("подробности", default=dict, blank=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        verbose_name = "факт договора"
        verbose_name_plural = "факты договоров"
        ordering = ["recorded_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="contract_fact_made_once")]
        indexes = [models.Index("case", F("recorded_at"), name="contract_fact_of_case")]

    def __str__(self) -> str:
        return self.title

    def detail(self, name: str, default: Any = "") -> Any:
        return self.details.get(name, default)

    @property
    def moment(self) -> datetime | None:
        """A moment that the details hold, such as that of an inspection."""
        said = self.detail("at")
        return datetime.fromisoformat(said) if said else None
