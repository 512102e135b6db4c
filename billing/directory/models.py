from django.db import models
from django.db.models import Q


class ListedBank(models.Model):
    """A bank of the directory that operators took last. All rows are of one day."""

    bik = models.CharField("БИК", max_length=9, primary_key=True)
    name = models.CharField("наименование", max_length=160)
    place = models.CharField("место", max_length=100, blank=True)
    correspondent_account = models.CharField("корреспондентский счёт", max_length=20, blank=True)
    as_of = models.DateField("справочник на")

    class Meta:
        verbose_name = "банк"
        verbose_name_plural = "справочник БИК"

    def __str__(self) -> str:
        return f"{self.bik} {self.name}"

    @property
    def full_name(self) -> str:
        """As payment orders write it: with the place."""
        return f"{self.name}, {self.place}"[:160] if self.place else self.name


class KeyRate(models.Model):
    """The key rate of the Bank of Russia from a day on, as an operator has entered it with its source."""

    valid_from = models.DateField("действует с", primary_key=True)
    percent = models.DecimalField("ставка, % годовых", max_digits=5, decimal_places=2)
    source = models.CharField("источник", max_length=300)
    entered_at = models.DateTimeField("введена")

    class Meta:
        verbose_name = "ключевая ставка"
        verbose_name_plural = "ключевая ставка"
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(condition=Q(percent__gt=0, percent__lt=100), name="key_rate_is_a_percentage"),
        ]

    def __str__(self) -> str:
        return f"{self.percent} % с {self.valid_from:%d.%m.%Y}"
