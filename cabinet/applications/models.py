from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q

from accounts.models import Supplier
from cabinet.cases.models import Case
from cabinet.rules.pack import ApplicationType

# The answers that have columns of their own, because lists and searches need them.
COLUMNS = ("type", "purpose", "address", "cadastral_number", "max_power_kw")


class Application(models.Model):
    """What is asked for: where and how much. Its number, status and feed are the case's."""

    class Source(models.TextChoices):
        WEB = "web", "Личный кабинет"
        OFFICE = "office", "На бумаге, в офисе"
        POST = "post", "По почте"
        EPGU = "epgu", "С портала госуслуг (ЕПГУ)"
        API = "api", "Из другой системы"
        OTHER = "other", "Иначе"

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="application")
    type = models.CharField("тип заявки", max_length=30, blank=True)  # a code of the rule pack
    purpose = models.CharField("объект", max_length=200, blank=True)
    address = models.CharField("адрес", max_length=300, blank=True)
    cadastral_number = models.CharField("кадастровый номер", max_length=2000, blank=True)  # several, with commas
    # In the unit of the company's rule pack: kilowatts, or gigacalories an hour at a heat company.
    max_power_kw = models.DecimalField("максимальная мощность или нагрузка", max_digits=13, decimal_places=6, null=True)

    source = models.CharField(
        "откуда поступила", max_length=10, choices=Source, default=Source.WEB, db_default=Source.WEB
    )
    # The step of the guided application at which it was left; empty on the one page for a filled form.
    step = models.CharField("шаг", max_length=40, blank=True, default="", db_default="")
    answers = models.JSONField("остальные ответы", default=dict, blank=True)  # by the codes of the rule pack
    category = models.CharField("категория", max_length=40, blank=True, default="", db_default="")  # at submission

    # Who sells the energy: named by the applicant, or told because they named nobody. Set at submission, or by staff.
    supplier = models.ForeignKey(
        Supplier, models.PROTECT, null=True, blank=True, db_index=False, related_name="applications",
        verbose_name="гарантирующий поставщик",
    )  # fmt: skip

    warned = models.JSONField("напоминания о черновике", default=dict, blank=True, db_default={})  # {which: ISO time}

    class Meta:
        verbose_name = "заявка"
        verbose_name_plural = "заявки"
        constraints = [
            models.CheckConstraint(
                condition=Q(max_power_kw__isnull=True) | Q(max_power_kw__gt=Decimal(0)),
                name="application_power_positive",
            ),
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def cadastral_numbers(self) -> list[str]:
        return self.cadastral_number.split(", ") if self.cadastral_number else []

    @property
    def given(self) -> dict[str, Any]:
        """Everything that was answered, by the codes of the rule pack, the columns among it."""
        return {**self.answers, **{name: getattr(self, name) for name in COLUMNS}}

    @property
    def type_in_pack(self) -> ApplicationType | None:
        return self.case.edition.type_of(self.type)
