import uuid
from collections.abc import Sequence
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from tenants.models import GridCompany


class Series(models.Model):
    """The last number given by a seller in a year. Whoever issues holds the row, so numbers have no gaps."""

    seller_inn = models.CharField("ИНН продавца", max_length=12)
    year = models.PositiveSmallIntegerField("год")
    last = models.PositiveIntegerField("последний номер", default=0)

    class Meta:
        verbose_name = "нумерация счетов"
        verbose_name_plural = "нумерация счетов"
        constraints = [models.UniqueConstraint(fields=["seller_inn", "year"], name="series_of_seller_and_year")]

    def __str__(self) -> str:
        return f"{self.seller_inn} {self.year}: {self.last}"


class InvoiceQuerySet(models.QuerySet["Invoice"]):
    def monthly(self) -> Self:
        return self.filter(kind=Invoice.Kind.MONTHLY)

    def live(self) -> Self:
        return self.filter(cancelled_at=None)

    def closing(self) -> Self:
        """Those that have closed their month."""
        return self.monthly().live().filter(closed_at__isnull=False)

    def payable(self) -> Self:
        """Issued and not cancelled: what money is asked for, paid or not."""
        return self.monthly().live().filter(state=Invoice.State.ISSUED)


class Invoice(models.Model):
    """A document of the platform for a company. A draft is drawn anew; what is issued the database keeps as it is.

    A monthly one asks for money. A correction changes the sum of the one it is about, a cancellation ends it; both
    are documents of the same series.
    """

    class Kind(models.TextChoices):
        MONTHLY = "monthly", "Счёт"
        CORRECTION = "correction", "Корректировка счёта"
        CANCELLATION = "cancellation", "Аннулирование счёта"

    class State(models.TextChoices):
        DRAFT = "draft", "Черновик"
        REVIEWED = "reviewed", "Проверен"
        ISSUED = "issued", "Выставлен"
        NOTHING = "nothing", "Без оплаты"

    key = models.UUIDField("ключ", default=uuid.uuid4, unique=True, editable=False)
    company = models.ForeignKey(GridCompany, models.PROTECT, related_name="invoices", verbose_name="организация")
    kind = models.CharField("вид", max_length=20, choices=Kind, default=Kind.MONTHLY)
    period = models.DateField("месяц")
    ordinal = models.PositiveSmallIntegerField("который за месяц", default=1)
    state = models.CharField("состояние", max_length=20, choices=State, default=State.DRAFT)
    about = models.ForeignKey("self", models.PROTECT, null=True, related_name="changes", verbose_name="о счёте")
    number = models.CharField("номер", max_length=40, blank=True)
    year = models.PositiveSmallIntegerField("год номера", null=True)
    serial = models.PositiveIntegerField("порядковый номер", null=True)
    issued_on = models.DateField("дата", null=True)
    due_on = models.DateField("оплатить до", null=True)
    lines = models.JSONField("строки", default=list)  # what is sold, see `services.lines`
    basis = models.JSONField("расчёт", default=list)  # the lines of the reckoning behind them
    net = models.BigIntegerField("без НДС, коп.", default=0)
    vat = models.BigIntegerField("НДС, коп.", default=0)
    gross = models.BigIntegerField("к оплате, коп.", default=0)
    vat_percent = models.PositiveSmallIntegerField("ставка НДС", default=0)
    seller = models.JSONField("продавец", default=dict)
    buyer = models.JSONField("покупатель", default=dict)
    reason = models.CharField("причина", max_length=300, blank=True)
    drawn_at = models.DateTimeField("рассчитан")
    horizon = models.DateTimeField("события записаны до", null=True)
    closed_at = models.DateTimeField("месяц закрыт", null=True)
    closed_by = models.CharField("кем проверен", max_length=200, blank=True)
    issued_at = models.DateTimeField("выставлен", null=True)
    issued_by = models.CharField("кем выставлен", max_length=200, blank=True)
    cancelled_at = models.DateTimeField("аннулирован", null=True)  # by a document about it

    objects: ClassVar[InvoiceQuerySet] = InvoiceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "счёт площадки"
        verbose_name_plural = "счета площадки"
        ordering = ["-period", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["company", "period", "kind", "ordinal"], name="invoice_of_period_and_kind"),
            models.UniqueConstraint(
                fields=["company", "period"],
                condition=Q(kind="monthly", cancelled_at=None),
                name="invoice_one_live_for_a_month",
            ),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="invoice_number_is_one"),
            models.CheckConstraint(
                condition=~Q(state="issued") | (~Q(number="") & Q(issued_at__isnull=False)),
                name="issued_invoice_has_a_number",
            ),
            models.CheckConstraint(
                condition=Q(kind="monthly", about=None) | (~Q(kind="monthly") & Q(about__isnull=False)),
                name="invoice_change_is_about_one",
            ),
        ]
        indexes = [models.Index(fields=["state", "kind"], name="invoice_by_state")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number or 'без номера'}"

    def get_absolute_url(self) -> str:
        return reverse("platform_invoice", args=[self.key])

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_reviewed(self) -> bool:
        return self.state == self.State.REVIEWED

    @property
    def is_issued(self) -> bool:
        return self.state == self.State.ISSUED

    @property
    def owed(self) -> int:
        """Kopecks still to be paid. Lists annotate or prefetch `changes` and `applied`, hence no queries of its own."""
        if self.cancelled_at is not None or not self.is_issued or self.kind != self.Kind.MONTHLY:
            return 0
        return self.sum_now - self.paid

    @property
    def sum_now(self) -> int:
        """With the corrections about it."""
        return self.gross + sum(one.gross for one in self._corrections)

    @property
    def paid(self) -> int:
        return sum(one.kopecks for one in self.applied.all())

    @property
    def _corrections(self) -> Sequence["Invoice"]:
        return [one for one in self.changes.all() if one.kind == self.Kind.CORRECTION]

    def put(self, **values: Any) -> None:
        """Set and save these fields."""
        for name, value in values.items():
            setattr(self, name, value)
        self.save(update_fields=list(values))
