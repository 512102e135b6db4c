from django.db import models

from .dimensions import Dimension


class Event(models.Model):
    """One fact that is paid for. The database refuses to change or delete it: what was wrong is corrected by another.

    Nothing personal: the subject is a number of ours. `quantity` of a level is the level itself, in bytes for files.
    """

    key = models.CharField("ключ", max_length=120)  # of the fact: told twice, it is written once
    dimension = models.CharField("что", max_length=20, choices=Dimension)
    quantity = models.BigIntegerField("сколько")
    day = models.DateField("день")  # of the fact, by the clock of the company
    subject = models.BigIntegerField("номер предмета", null=True)
    reason = models.CharField("причина исправления", max_length=300, blank=True)
    by = models.CharField("кем исправлено", max_length=200, blank=True)
    recorded_at = models.DateTimeField("записано")

    class Meta:
        verbose_name = "событие потребления"
        verbose_name_plural = "события потребления"
        ordering = ["pk"]
        # The only index but that of the numbers: each costs pages of every empty company, and the roll-up reads the
        # table once a night, only where something has happened.
        constraints = [models.UniqueConstraint(fields=["key"], name="usage_is_written_once")]

    def __str__(self) -> str:
        return f"{self.dimension} {self.quantity} {self.day}"
