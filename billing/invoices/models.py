import uuid
from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import User
from billing.reckoning.kopecks import in_roubles
from cabinet.cases.models import Case, Viewer
from documents.models import Document


class InvoiceQuerySet(models.QuerySet["Invoice"]):
    def visible_to(self, user: User | Viewer) -> Self:
        """Those of the cases that this person may see. The applicant sees one when it is placed, staff at once."""
        found = self.filter(case__in=Case.objects.visible_to(user).submitted())
        return found if user.is_staff_of_company else found.exclude(placed_at=None)

    def standing(self) -> Self:
        """Without those that were cancelled."""
        return self.filter(cancelled_at=None)

    def open(self) -> Self:
        """Those on which something is still owed."""
        return self.standing().filter(paid_kopecks__lt=F("kopecks"))

    def overdue(self, today: date) -> Self:
        return self.open().filter(pay_until__lt=today)


class Invoice(models.Model):
    """One sum that is asked for by one day. An issued one is never changed: a correction is another that replaces it.

    What it says of the seller, the payer and the reckoning is a copy made at its issue, so it stays as it was read.
    `paid_kopecks` is the sum of what payments have brought, kept in the transaction of each. All sums are kopecks.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="invoices", verbose_name="обращение")
    key = models.UUIDField("ключ повтора", default=uuid.uuid4, unique=True, editable=False)
    year = models.PositiveSmallIntegerField("год ряда")
    counter = models.PositiveIntegerField("номер в ряду")  # gapless in a year
    number = models.CharField("номер", max_length=40)
    issued_on = models.DateField("дата")  # the company's local day
    issued_at = models.DateTimeField("выставлен")
    # Nobody is looked for by the invoices that they have issued or cancelled, so these have no index.
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name="кем"
    )
    pay_until = models.DateField("оплатить до", null=True, blank=True)
    pay_within = models.CharField("срок словами", max_length=200, blank=True, default="", db_default="")
    kopecks = models.BigIntegerField("сумма, копеек")
    vat_percent = models.PositiveSmallIntegerField("ставка НДС, %")
    vat_kopecks = models.BigIntegerField("НДС, копеек")
    basis = models.CharField("основание", max_length=300, blank=True, default="", db_default="")
    purpose = models.CharField("назначение платежа", max_length=210)
    seller = models.JSONField("получатель", default=dict)
    payer = models.JSONField("плательщик", default=dict)
    payer_name = models.CharField("плательщик", max_length=300)
    payer_inn = models.CharField("ИНН плательщика", max_length=12, blank=True)
    lines = models.JSONField("строки", default=list)
    reckoning = models.JSONField("расчёт", default=dict, blank=True)  # the tariff, what was entered, the steps
    # The whole price may be asked for in parts, each by an invoice of its own: this one is the `part`-th of `parts`.
    schedule = models.JSONField("график платежей", default=list, blank=True)
    part = models.PositiveSmallIntegerField("часть", default=1)
    first = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="next_parts")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    # One of an offer of Section X is placed with it, when the company has signed all of its documents; others by
    # themselves, as soon as the worker has drawn them. From then on the applicant sees it and its term runs.
    with_offer = models.BooleanField("с офертой", default=False, db_default=False)
    placed_at = models.DateTimeField("размещён", null=True, blank=True)
    # What is learned after the issue.
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="файл")
    paid_kopecks = models.BigIntegerField("оплачено, копеек", default=0)
    returned_kopecks = models.BigIntegerField("возвращено, копеек", default=0, db_default=0)
    paid_on = models.DateField("оплачен полностью", null=True, blank=True)  # the bank's day of the last part
    cancelled_at = models.DateTimeField("отменён", null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name="кем отменён",
    )
    cancel_reason = models.CharField("почему отменён", max_length=300, blank=True)

    objects = InvoiceQuerySet.as_manager()

    class Meta:
        verbose_name = "счёт"
        verbose_name_plural = "счета"
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["year", "counter"], name="invoice_number_is_given_once"),
            # Not `unique=True`: it would make a second index, for LIKE, in every company.
            models.UniqueConstraint(fields=["number"], name="invoice_number_is_its_own"),
            models.CheckConstraint(condition=Q(kopecks__gt=0), name="invoice_asks_for_something"),
            models.CheckConstraint(
                condition=Q(vat_kopecks__gte=0, vat_kopecks__lte=F("kopecks")), name="invoice_vat_is_within_its_sum"
            ),
            models.CheckConstraint(
                condition=Q(paid_kopecks__gte=0, paid_kopecks__lte=F("kopecks")), name="invoice_is_paid_once"
            ),
        ]
        indexes = [
            # The import of a statement reads what is owed; most invoices are paid.
            models.Index(
                fields=["pay_until"],
                condition=Q(cancelled_at=None, paid_kopecks__lt=F("kopecks")),
                name="invoice_still_owed",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("invoice", args=[self.pk])

    @property
    def parts(self) -> int:
        return len(self.schedule) or 1

    @property
    def named(self) -> str:
        return f"Счёт\u00a0№\u00a0{self.number}"

    @property
    def left(self) -> int:
        return 0 if self.cancelled_at else self.kopecks - self.paid_kopecks

    @property
    def left_sum(self) -> str:
        return in_roubles(self.left)

    @property
    def is_paid(self) -> bool:
        return self.paid_kopecks >= self.kopecks

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    def is_overdue(self, today: date) -> bool:
        return self.left > 0 and self.pay_until is not None and self.pay_until < today
