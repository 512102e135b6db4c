import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from .invoices import Invoice


class BankFile(models.Model):
    """A statement as it was taken, with its bytes: small text, and evidence of what was done by it."""

    key = models.UUIDField("ключ", default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField("имя файла", max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    content = models.BinaryField("файл")
    account = models.CharField("счёт", max_length=20)
    refusal = models.CharField("почему не принят", max_length=300, blank=True)
    warnings = models.JSONField("предупреждения", default=list)
    taken_at = models.DateTimeField("загружен")
    taken_by = models.CharField("кем", max_length=200)

    class Meta:
        verbose_name = "выписка"
        verbose_name_plural = "выписки"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["sha256"], condition=Q(refusal=""), name="statement_is_taken_once"),
        ]

    def __str__(self) -> str:
        return self.name


class BankLine(models.Model):
    """What became of one document of a statement."""

    file = models.ForeignKey(BankFile, models.PROTECT, related_name="lines", verbose_name="выписка")
    line = models.PositiveIntegerField("строка")
    document = models.CharField("номер документа", max_length=100, blank=True)
    status = models.CharField("исход", max_length=20)  # of billing.bank.matching
    code = models.CharField("код", max_length=40)
    sentence = models.CharField("что сделано", max_length=500)
    notes = models.JSONField("замечания", default=list)
    payment = models.ForeignKey("Payment", models.PROTECT, null=True, related_name="lines", verbose_name="платёж")

    class Meta:
        verbose_name = "строка выписки"
        verbose_name_plural = "строки выписок"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.file_id}: {self.line}"


class PaymentQuerySet(models.QuerySet["Payment"]):
    def with_rest(self) -> Self:
        """`rest`: kopecks that no invoice has."""
        return self.annotate(rest=F("kopecks") - Coalesce(Sum("applied__kopecks"), 0))

    def waiting(self) -> Self:
        """Somebody has to say what they pay for."""
        return self.filter(aside_at=None).with_rest().filter(rest__gt=0).order_by("paid_on", "pk")


class Payment(models.Model):
    """Money that has come, from a statement or by hand. The database keeps it; what it pays is said by `Applied`."""

    key = models.UUIDField("ключ", default=uuid.uuid4, unique=True, editable=False)
    account = models.CharField("счёт", max_length=20)
    document = models.CharField("номер документа", max_length=100)
    paid_on = models.DateField("день банка")
    is_bank_day = models.BooleanField("день назван банком", default=True)
    kopecks = models.PositiveBigIntegerField("сумма, коп.")
    payer = models.CharField("плательщик", max_length=300, blank=True)
    payer_inn = models.CharField("ИНН плательщика", max_length=12, blank=True)
    payer_account = models.CharField("счёт плательщика", max_length=40, blank=True)
    purpose = models.TextField("назначение", blank=True)
    guesses = models.JSONField("подходящие счета", default=list)  # numbers, the best first
    by_hand = models.BooleanField("отмечен вручную", default=False)
    recorded_at = models.DateTimeField("записан")
    recorded_by = models.CharField("кем", max_length=200)
    aside_at = models.DateTimeField("отложен", null=True)
    aside_reason = models.CharField("почему отложен", max_length=300, blank=True)
    aside_by = models.CharField("кем отложен", max_length=200, blank=True)

    objects: ClassVar[PaymentQuerySet] = PaymentQuerySet.as_manager()  # type: ignore[assignment]

    rest: int  # annotated by `with_rest`

    class Meta:
        verbose_name = "платёж"
        verbose_name_plural = "платежи"
        ordering = ["-paid_on", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(kopecks__gt=0), name="payment_is_positive")]
        indexes = [models.Index(fields=["account", "paid_on"], name="payment_by_account")]

    def __str__(self) -> str:
        return f"№ {self.document} от {self.paid_on}"


class Applied(models.Model):
    """A part of a payment that pays an invoice; a negative one takes it back. Never changed."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="applied", verbose_name="платёж")
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="applied", verbose_name="счёт")
    kopecks = models.BigIntegerField("сумма, коп.")
    reason = models.CharField("причина", max_length=300, blank=True)
    applied_at = models.DateTimeField("учтено")
    applied_by = models.CharField("кем", max_length=200)

    class Meta:
        verbose_name = "разнесение платежа"
        verbose_name_plural = "разнесение платежей"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.payment_id} → {self.invoice_id}: {self.kopecks}"
