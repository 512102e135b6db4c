"""The next day by the clock: what has to be done of a case, by whom and by when.

A row beside each case that was submitted. The room of the terms writes it in the transaction of each fact that may
move it; lists sort and filter by it, so it says nothing that the case itself does not know.
"""

from datetime import date

from django.db import models
from django.utils import timezone

from cabinet.deadlines.calendar import russia
from cabinet.rules.pack import Term
from ui.words import in_words, lower_first, plural, upper_first

SOON = 2  # working days that are left when a term begins to press


class DueDay(models.Model):
    """Without `last_day` nothing runs: the case is over, or is of a kind that knows no terms."""

    class Side(models.TextChoices):
        COMPANY = "company", "Сетевая организация"
        APPLICANT = "applicant", "Заявитель"
        SUPPLIER = "supplier", "Гарантирующий поставщик"
        NOBODY = "nobody", "Никто"

    case = models.OneToOneField(
        "cases.Case", models.CASCADE, primary_key=True, related_name="due", verbose_name="обращение"
    )
    move = models.CharField("чей ход", max_length=10, choices=Side, default=Side.NOBODY)
    term = models.CharField("срок", max_length=40, blank=True)  # its code in the edition of the case
    whose = models.CharField("чей срок", max_length=10, choices=Side, blank=True)
    started_on = models.DateField("начался", null=True)
    last_day = models.DateField("последний день", null=True)
    is_working = models.BooleanField("в рабочих днях", default=False)
    is_reckoned = models.BooleanField("расчётный", default=False)  # no source settles it
    provisional_year = models.PositiveSmallIntegerField("год без утверждённого календаря", null=True)
    # The last day of what the guaranteeing supplier has to do: its own queue is ordered by it, whatever term leads.
    supplier_day = models.DateField("последний день поставщика", null=True)
    # By which calendar, rules and zone it was counted: another one means that it has to be counted again.
    counted_by = models.CharField("чем посчитан", max_length=60, blank=True)

    # The terms that have ended, for reports, which cannot tell the course of each case anew: see `terms.outcomes`.
    ended = models.JSONField("сроки, которые кончились", default=list, db_default=models.Value([], models.JSONField()))

    # Which warnings were written: {term, its last day, mark: when}. A later count leaves it as it is.
    warned = models.JSONField("предупреждения", default=dict)

    class Meta:
        verbose_name = "ближайший срок"
        verbose_name_plural = "ближайшие сроки"
        indexes = [
            models.Index("last_day", "case", name="due_last_day"),
            models.Index(
                "supplier_day", "case", condition=models.Q(supplier_day__isnull=False), name="due_supplier_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.term} {self.last_day}"

    @property
    def rule(self) -> Term | None:
        return self.case.edition.term(self.term) if self.term else None

    @property
    def title(self) -> str:
        """«Разместить условия договора, технические условия и счёт»."""
        return self.rule.title if self.rule else ""

    @property
    def said(self) -> str:
        """«осталось 2 рабочих дня», «последний день сегодня», «просрочено на 3 дня»."""
        return self.said_on(timezone.localdate())

    def said_on(self, today: date) -> str:
        """Left are the days in the unit of the term; late is always counted in calendar days."""
        if self.last_day is None:
            return ""
        if self.last_day == today:
            return "последний день сегодня"
        if self.last_day > today:
            return left_in_words(today, self.last_day, is_working=self.is_working)
        days = plural((today - self.last_day).days, "день", "дня", "дней")
        return f"расчётный срок прошёл {days} назад" if self.is_reckoned else f"просрочено на {days}"

    @property
    def tone(self) -> str:
        """Red is for what is surely late; a reckoned term and a term that presses are yellow."""
        if self.last_day is None:
            return ""
        if self.last_day < timezone.localdate():
            return "wait" if self.is_reckoned else "bad"
        return "wait" if self.presses else "live"

    @property
    def icon(self) -> str:
        return "warning" if self.last_day is not None and self.last_day < timezone.localdate() else "clock"

    @property
    def presses(self) -> bool:
        return self.last_day is not None and russia().between(timezone.localdate(), self.last_day) <= SOON

    @property
    def is_over(self) -> bool:
        return self.last_day is not None and self.last_day < timezone.localdate()

    @property
    def provisional(self) -> str:
        if self.provisional_year is None:
            return ""
        return f"производственный календарь на {self.provisional_year} год ещё не утверждён, день может измениться"

    @property
    def for_applicant(self) -> str:
        """What happens next and by when, as the applicant reads it."""
        if self.last_day is None:
            return ""
        act, until = lower_first(self.title), in_words(self.last_day)
        reckoned = " Это наш расчёт: длина срока требует проверки." if self.is_reckoned else ""
        provisional = f" {upper_first(self.provisional)}." if self.provisional else ""
        how = "этот день прошёл" if self.is_over else self.said
        who = {
            self.Side.COMPANY: "Сетевая организация должна",
            self.Side.SUPPLIER: "Гарантирующий поставщик должен",
            self.Side.APPLICANT: "Ваш ход. Вам нужно",
        }[self.Side(self.whose)]
        said = f"{who} до {until} ({how}): {act}."
        return said + reckoned + provisional


def left_in_words(today: date, last_day: date, *, is_working: bool) -> str:
    """«осталось 2 рабочих дня», «остался 1 день»; working days are counted where the term counts them."""
    left = russia().between(today, last_day) if is_working else (last_day - today).days
    forms = ("рабочий день", "рабочих дня", "рабочих дней") if is_working else ("день", "дня", "дней")
    return f"{'остался' if left % 10 == 1 and left % 100 != 11 else 'осталось'} {plural(left, *forms)}"


def provisional_year(first: date, last: date) -> int | None:
    """The first year between the two days whose calendar is not settled."""
    return next((number for number in range(first.year, last.year + 1) if russia().year(number).provisional), None)
