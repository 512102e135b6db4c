import uuid

from django.db import models
from django.db.models import Q

from tenants.models import GridCompany

from .invoices import Invoice


class OverdueStep(models.Model):
    """An unpaid invoice has reached a step of `debts.STEPS`: written once, told once, never changed."""

    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="steps", verbose_name="счёт")
    days = models.PositiveSmallIntegerField("дней со дня счёта")
    reached_at = models.DateTimeField("наступило")

    class Meta:
        verbose_name = "шаг просрочки"
        verbose_name_plural = "шаги просрочки"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["invoice", "days"], name="overdue_step_is_one")]

    def __str__(self) -> str:
        return f"{self.invoice_id}: {self.days}"


class Pause(models.Model):
    """A dispute: while it lasts nothing is limited and no day is counted."""

    key = models.UUIDField("ключ повтора", default=uuid.uuid4, unique=True, editable=False)
    company = models.ForeignKey(GridCompany, models.CASCADE, related_name="pauses", verbose_name="организация")
    since = models.DateField("с")
    reason = models.CharField("причина", max_length=300)
    made_by = models.CharField("кем", max_length=200)
    ended_on = models.DateField("до", null=True)
    ended_by = models.CharField("кем закончена", max_length=200, blank=True)

    class Meta:
        verbose_name = "приостановка взыскания"
        verbose_name_plural = "приостановки взыскания"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["company"], condition=Q(ended_on=None), name="pause_one_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.company_id} с {self.since}"
