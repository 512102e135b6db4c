"""How registration numbers are given to one kind of case, and which comes next."""

from collections.abc import Iterator
from datetime import date

from django.db import models

from .number_template import LONGEST, filled, is_yearly


class NumberSeries(models.Model):
    """One row for a kind of case whose way of numbering the company has set; locked while a number is given."""

    class Way(models.TextChoices):
        SUBMISSION = "submission", "Кабинет, сразу при подаче"
        STAFF = "staff", "Сотрудник, кнопкой «Присвоить следующий номер»"
        TYPED = "typed", "Сотрудник вводит номер сам"

    kind = models.CharField("вид обращения", max_length=12)
    way = models.CharField("кто присваивает", max_length=12, choices=Way, default=Way.TYPED)
    template = models.CharField("шаблон", max_length=2 * LONGEST, blank=True)
    # {year or "": [next, last given]}: two submissions on both sides of New Year do not disturb each other.
    counters = models.JSONField("счётчики", default=dict)
    changed_at = models.DateTimeField("изменено")
    changed_by = models.CharField("кем изменено", max_length=200, blank=True)

    class Meta:
        verbose_name = "нумерация"
        verbose_name_plural = "нумерация"
        constraints = [models.UniqueConstraint(fields=["kind"], name="number_series_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.template}"

    def coming(self, day: date) -> Iterator[int]:
        """The numbers from the next one on."""
        number = self.next(day)
        while True:
            yield number
            number += 1

    def next(self, day: date) -> int:
        return self._counter(day)[0]

    def last(self, day: date) -> int:
        """The largest that was given; 0 if none was."""
        return self._counter(day)[1]

    def set_next(self, number: int, day: date) -> None:
        self.counters = {**self.counters, self._key(day): [number, self.last(day)]}

    def note(self, number: int, day: date) -> None:
        """It was given."""
        self.counters = {**self.counters, self._key(day): [number + 1, number]}

    def shown(self, number: int, day: date) -> str:
        return filled(self.template, number=number, day=day)

    def _counter(self, day: date) -> list[int]:
        counter: list[int] = self.counters.get(self._key(day), [1, 0])
        return counter

    def _key(self, day: date) -> str:
        return str(day.year) if is_yearly(self.template) else ""
