import uuid
from datetime import date
from typing import Any, Self

from django.db import models

from billing.reckoning.subscription import Rate, Terms
from billing.usage.dimensions import Dimension
from tenants.models import GridCompany
from ui.words import in_digits, upper_first


class Plan(models.Model):
    code = models.SlugField("код", max_length=40, unique=True)
    title = models.CharField("название", max_length=100, unique=True)
    created_at = models.DateTimeField("создан")

    class Meta:
        verbose_name = "тариф"
        verbose_name_plural = "тарифы"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def current(self) -> "PlanEdition":
        """The edition that new subscribers get."""
        return max(self.editions.all(), key=lambda edition: edition.number)


class PlanEdition(models.Model):
    """What a plan costs and includes. Never changed: subscribers keep theirs until they are moved to a later one."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="editions", verbose_name="тариф")
    number = models.PositiveIntegerField("редакция")
    price = models.PositiveBigIntegerField("цена в месяц, коп. без НДС")
    rates = models.JSONField("включено и цена сверх")  # {dimension: {"included": n or null, "over": kopecks}}
    published_at = models.DateTimeField("опубликована")
    published_by = models.CharField("кем", max_length=200)

    class Meta:
        verbose_name = "редакция тарифа"
        verbose_name_plural = "редакции тарифов"
        ordering = ["plan", "number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_edition_is_one")]

    def __str__(self) -> str:
        return f"{self.plan}, редакция {self.number}"

    def rate(self, dimension: str) -> Rate:
        told = self.rates.get(dimension, {"included": None, "over": 0})
        return Rate(told["included"], told["over"])

    def terms(self, *, is_trial: bool = False) -> Terms:
        rates = {str(one.value): self.rate(one.value) for one in Dimension}
        return Terms(self.plan.title, self.price, rates, is_trial)


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def of(self, company: GridCompany) -> Self:
        return self.filter(company=company).select_related("edition__plan").order_by("since", "pk")


class Subscription(models.Model):
    """From which day a company has which edition, or none. Never changed: of two rows for one day the later counts."""

    key = models.UUIDField("ключ повтора", default=uuid.uuid4, unique=True, editable=False)
    company = models.ForeignKey(GridCompany, models.CASCADE, related_name="subscriptions", verbose_name="организация")
    edition = models.ForeignKey(PlanEdition, models.PROTECT, null=True, related_name="+", verbose_name="редакция")
    since = models.DateField("с")
    is_trial = models.BooleanField("пробный период", default=False)
    reason = models.CharField("причина", max_length=300, blank=True)
    recorded_at = models.DateTimeField("записано")
    recorded_by = models.CharField("кем", max_length=200)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = "подписка"
        verbose_name_plural = "подписки"
        ordering = ["since", "pk"]
        indexes = [models.Index(fields=["company", "since"], name="subscription_of_company")]

    def __str__(self) -> str:
        return f"{self.company_id}: {self.title} с {self.since}"

    @property
    def title(self) -> str:
        if self.edition is None:
            return "без тарифа"
        return f"{self.edition.plan.title}{', пробный период' if self.is_trial else ''}"

    @property
    def told(self) -> str:
        """Since when, which edition, why."""
        edition = f", редакция {self.edition.number}" if self.edition else ""
        reason = f". {upper_first(self.reason)}" if self.reason else ""
        return f"с {in_digits(self.since)}{edition}{reason}"

    @property
    def terms(self) -> Terms | None:
        return self.edition.terms(is_trial=self.is_trial) if self.edition else None


def by_day(subscriptions: Any) -> dict[date, Terms | None]:
    """As `billing.reckoning.subscription` wants them; of one day the last row stays."""
    return {one.since: one.terms for one in subscriptions}
