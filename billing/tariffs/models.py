import uuid
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from billing.reckoning.price import Rate
from billing.reckoning.price import Tariff as Rates
from documents.models import Document

from .rows import ANY, Row


class TariffQuerySet(models.QuerySet["Tariff"]):
    def standing(self) -> Self:
        """Without those that were withdrawn as mistaken."""
        return self.filter(withdrawn_at=None)

    def on(self, day: date) -> Self:
        """Those that hold on a day, the one that was entered last first."""
        return self.standing().filter(valid_from__lte=day, valid_until__gte=day).order_by("-pk")


# People and files are never looked for by the tariffs that name them, so those columns have no index.
class Tariff(models.Model):
    """An edition of the rates of one region for one period, by one act of the regulator.

    Its rates are never changed: an invoice names the edition by which it was reckoned. A mistake is mended by another
    edition of the same days, which is newer, and the wrong one is withdrawn with a reason.
    """

    key = models.UUIDField("ключ повтора", default=uuid.uuid4, unique=True, editable=False)
    region = models.CharField("регион", max_length=150)
    valid_from = models.DateField("действует с")
    valid_until = models.DateField("действует по")
    act_title = models.CharField("орган и вид акта", max_length=300)
    act_number = models.CharField("номер акта", max_length=60)
    act_date = models.DateField("дата акта")
    act = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, verbose_name="файл акта"
    )
    reduced_kopecks = models.BigIntegerField("льготная ставка за кВт, копеек", null=True, blank=True)
    social_kopecks = models.BigIntegerField("ставка льготных категорий за кВт, копеек", null=True, blank=True)
    inclusive = models.BooleanField("льготные ставки с НДС", default=True)
    standard_inclusive = models.BooleanField("стандартизированные ставки с НДС", default=False)
    rates = models.JSONField("стандартизированные ставки", default=list)  # of `Row`
    entered_at = models.DateTimeField("введён")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name="кем введён"
    )
    withdrawn_at = models.DateTimeField("снят", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name="кем снят",
    )
    withdraw_reason = models.CharField("почему снят", max_length=300, blank=True)

    objects = TariffQuerySet.as_manager()

    class Meta:
        verbose_name = "тариф"
        verbose_name_plural = "тарифы"
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(valid_until__gte=F("valid_from")), name="tariff_has_a_period"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdraw_reason=""), name="tariff_withdrawn_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region}, {self.valid_from:%d.%m.%Y}–{self.valid_until:%d.%m.%Y}"

    def get_absolute_url(self) -> str:
        return reverse("tariff", args=[self.pk])

    @property
    def act_named(self) -> str:
        return f"{self.act_title} от {self.act_date:%d.%m.%Y} № {self.act_number}"

    @cached_property
    def rows(self) -> list[Row]:
        return [Row.of_json(row) for row in self.rates]

    def fitting(self, *, voltage: Decimal, settlement: str, reliability: str) -> list[Row]:
        """The rates for such a connection: those of its voltage, settlement and category, and those of any."""
        return [
            row
            for row in self.rows
            if row.fits_voltage(voltage)
            and row.settlement in {ANY, settlement}
            and row.reliability in {ANY, reliability}
        ]

    def for_reckoning(self, quantities: Mapping[str, Decimal], rows: list[Row]) -> Rates:
        """What the reckoning takes: the rows that have a quantity, each with it."""
        standard = [
            Rate(row.code, row.unit, row.kopecks, quantities[row.place])
            for row in rows
            if quantities.get(row.place, Decimal(0)) > 0
        ]
        return Rates(standard, self.standard_inclusive, self.reduced_kopecks, self.social_kopecks, self.inclusive)

    def named(self) -> dict[str, Any]:
        """What an invoice keeps of it."""
        return {"pk": self.pk, "region": self.region, "act": self.act_named}
