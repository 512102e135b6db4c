"""Money that has come in, what became of it, the files that told of it, and orders of online payment.

Rows are never looked up by the person who wrote them, and each index costs every empty company eight kilobytes: so the
references to people have none.
"""

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from billing.invoices.models import Invoice
from billing.reckoning.kopecks import in_roubles
from documents.models import Document

from .acquirers.protocol import KINDS


class Statement(models.Model):
    """A file of the bank as it was given to us, whatever it is, and the report of what became of each line.

    The file is kept first. `read_at` is set in the transaction that applies it, so a file without it has changed
    nothing yet. An empty file has no document: there is nothing to keep of it.
    """

    key = models.UUIDField("ключ повтора", default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="файл")
    file_name = models.CharField("имя файла", max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64)
    account = models.CharField("расчётный счёт", max_length=20)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name="кто загрузил"
    )
    taken_at = models.DateTimeField("загружена")
    read_at = models.DateTimeField("разобрана", null=True, blank=True)
    refusal_code = models.CharField("почему не принята", max_length=30, blank=True)
    warnings = models.JSONField("предупреждения", default=list, blank=True)
    counts = models.JSONField("итоги", default=dict, blank=True)  # {status of a line: how many}
    report = models.JSONField("отчёт", default=list, blank=True)

    class Meta:
        verbose_name = "выписка"
        verbose_name_plural = "выписки"
        ordering = ["-taken_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_waiting(self) -> bool:
        return self.read_at is None


class PaymentQuerySet(models.QuerySet["Payment"]):
    def undecided(self) -> Self:
        """Those that wait for a person: a rest that pays nothing, or a day that no bank has named."""
        return self.filter(Q(kopecks__gt=F("applied_kopecks") + F("aside_kopecks")) | Q(is_bank_day=False))


class Payment(models.Model):
    """Money in, as it was told to us. What becomes of it are settlements; the two sums of them are kept here."""

    class Source(models.TextChoices):
        BANK = "bank", "Выписка банка"
        HAND = "hand", "Внесён вручную"
        ONLINE = "online", "Онлайн-оплата"

    key = models.UUIDField("ключ повтора", default=uuid.uuid4, unique=True, editable=False)
    source = models.CharField("откуда", max_length=8, choices=Source)
    statement = models.ForeignKey(
        Statement, models.PROTECT, null=True, blank=True, related_name="payments", verbose_name="выписка"
    )
    line = models.PositiveIntegerField("строка выписки", null=True, blank=True)
    account = models.CharField("наш счёт", max_length=20, blank=True)
    number = models.CharField("номер документа", max_length=100, blank=True)
    # The day that counts is the bank's. `booked_on` is the day of the books: another where the month was closed.
    received_on = models.DateField("дата поступления")
    is_bank_day = models.BooleanField("дата названа банком", default=True)
    booked_on = models.DateField("дата учёта")
    kopecks = models.BigIntegerField("сумма, копеек")
    payer = models.CharField("плательщик", max_length=500, blank=True)
    payer_inn = models.CharField("ИНН плательщика", max_length=20, blank=True)
    payer_account = models.CharField("счёт плательщика", max_length=40, blank=True)
    purpose = models.TextField("назначение платежа", blank=True)
    code = models.CharField("код разбора", max_length=30, blank=True)
    sentence = models.CharField("что стало", max_length=500, blank=True)
    notes = models.JSONField("замечания", default=list, blank=True)
    guesses = models.JSONField("догадки", default=list, blank=True)  # numbers of invoices, the best first
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="документ об оплате"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name="кем"
    )
    recorded_at = models.DateTimeField("записан")
    applied_kopecks = models.BigIntegerField("отнесено на счета, копеек", default=0)
    # Asked to be returned, returned, or no money for invoices.
    aside_kopecks = models.BigIntegerField("отложено, копеек", default=0)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = "платёж"
        verbose_name_plural = "платежи"
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kopecks__gt=0), name="payment_brings_something"),
            models.CheckConstraint(
                condition=Q(applied_kopecks__gte=0, aside_kopecks__gte=0)
                & Q(kopecks__gte=F("applied_kopecks") + F("aside_kopecks")),
                name="payment_is_spent_once",
            ),
        ]
        indexes = [
            models.Index(fields=["received_on", "number"], name="payment_of_a_day"),
            models.Index(
                fields=["received_on"],
                condition=Q(kopecks__gt=F("applied_kopecks") + F("aside_kopecks")) | Q(is_bank_day=False),
                name="payment_undecided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number or self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("payment", args=[self.pk])

    @property
    def left(self) -> int:
        return self.kopecks - self.applied_kopecks - self.aside_kopecks

    @property
    def sum(self) -> str:
        return in_roubles(self.kopecks)

    @property
    def left_sum(self) -> str:
        return in_roubles(self.left)

    @property
    def state(self) -> tuple[str, str]:
        """Its tone and its words."""
        if not self.is_bank_day:
            return "wait", "подтвердите дату"
        if self.left == self.kopecks:
            return "wait", "не распределён"
        if self.left > 0:
            return "wait", f"остаток {self.left_sum}"
        if self.aside_kopecks == self.kopecks:
            return "note", "отложен или возвращён"
        return "good", "распределён"

    @property
    def is_undecided(self) -> bool:
        return self.left > 0 or not self.is_bank_day

    @property
    def evidence(self) -> str:
        """The document of the bank in words."""
        kind = "онлайн-оплата" if self.source == self.Source.ONLINE else "платёжное поручение"
        return f"{kind} № {self.number}" if self.number else kind


class Settlement(models.Model):
    """What became of money: never changed, the database refuses it too. What came of one names it by `about`."""

    class Kind(models.TextChoices):
        APPLIED = "applied", "Отнесён на счёт"
        RELEASED = "released", "Снят со счёта"
        SET_ASIDE = "set_aside", "Не относится к счетам"
        TAKEN_BACK = "taken_back", "Возвращён к разбору"
        RETURN_ASKED = "return_asked", "Запрошен возврат"
        RETURN_REFUSED = "return_refused", "Возврат отклонён"
        RETURN_APPROVED = "return_approved", "Возврат согласован"
        RETURN_DONE = "return_done", "Возврат выполнен"
        DAY_CONFIRMED = "day_confirmed", "Дата подтверждена"

    key = models.UUIDField("ключ повтора", default=uuid.uuid4, unique=True, editable=False)
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="settlements", verbose_name="платёж")
    kind = models.CharField("что", max_length=16, choices=Kind)
    invoice = models.ForeignKey(
        Invoice, models.PROTECT, null=True, blank=True, related_name="settlements", verbose_name="счёт"
    )
    kopecks = models.BigIntegerField("сумма, копеек")
    counts_on = models.DateField("дата, которая считается")
    booked_on = models.DateField("дата учёта")
    about = models.ForeignKey("self", models.PROTECT, null=True, blank=True, db_index=False, related_name="followed_by")
    reason = models.CharField("причина", max_length=300, blank=True)
    details = models.JSONField("подробности", default=dict, blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="документ"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name="кто"
    )
    made_at = models.DateTimeField("когда")

    class Meta:
        verbose_name = "распределение платежа"
        verbose_name_plural = "распределения платежей"
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kopecks__gt=0), name="settlement_moves_something"),
            models.CheckConstraint(
                condition=~Q(kind__in=["applied", "released"]) | Q(invoice__isnull=False),
                name="settlement_names_its_invoice",
            ),
            # Undone once, approved once, done once. That a return is either approved or refused is kept by the lock.
            models.UniqueConstraint(fields=["about", "kind"], name="settlement_is_answered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def sum(self) -> str:
        return in_roubles(self.kopecks)

    def detail(self, name: str, default: Any = "") -> Any:
        return self.details.get(name, default)


class Checkout(models.Model):
    """An order of online payment at the company's acquirer. What the acquirer says of it is asked, never told to us."""

    class State(models.TextChoices):
        MADE = "made", "Создаётся"  # the acquirer has not answered yet
        PENDING = "pending", "Ожидает оплаты"
        PAID = "paid", "Оплачен"
        CANCELLED = "cancelled", "Отменён"
        DOUBTFUL = "doubtful", "Проверьте"  # the acquirer says something else than we have asked for

    key = models.UUIDField("ключ", default=uuid.uuid4, unique=True, editable=False)  # our number of the order
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="checkouts", verbose_name="счёт")
    acquirer = models.CharField("эквайер", max_length=20)
    foreign_id = models.CharField("номер у эквайера", max_length=64, blank=True)
    kopecks = models.BigIntegerField("сумма, копеек")
    state = models.CharField("состояние", max_length=10, choices=State, default=State.MADE)
    page_url = models.URLField("страница оплаты", max_length=1000, blank=True)
    receipt_url = models.URLField("ссылка на чек", max_length=1000, blank=True)
    said = models.CharField("что сказал эквайер", max_length=300, blank=True)
    payment = models.OneToOneField(
        Payment, models.PROTECT, null=True, blank=True, related_name="checkout", verbose_name="платёж"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name="кто"
    )
    made_at = models.DateTimeField("создан")
    asked_at = models.DateTimeField("спрошен", null=True, blank=True)

    class Meta:
        verbose_name = "онлайн-оплата"
        verbose_name_plural = "онлайн-оплаты"
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kopecks__gt=0), name="checkout_asks_for_something"),
            models.UniqueConstraint(
                fields=["acquirer", "foreign_id"], condition=~Q(foreign_id=""), name="checkout_is_one_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.acquirer} {self.foreign_id}"

    @property
    def sum(self) -> str:
        return in_roubles(self.kopecks)

    @property
    def acquirer_title(self) -> str:
        return KINDS[self.acquirer].title if self.acquirer in KINDS else self.acquirer

    @property
    def is_open(self) -> bool:
        return self.state in {self.State.MADE, self.State.PENDING}
