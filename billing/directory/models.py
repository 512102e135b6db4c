from django.db import models


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
