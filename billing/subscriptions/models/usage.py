from django.db import models

from billing.usage.dimensions import Dimension
from tenants.models import GridCompany


class Usage(models.Model):
    """The events of a company by day: what the roll-up makes of them, and makes again from the same events.

    `counted_in` is the month whose statement has them. It is later than the month of the day where that month had
    been closed when the events were recorded.
    """

    company = models.ForeignKey(GridCompany, models.CASCADE, related_name="+", verbose_name="организация")
    counted_in = models.DateField("учтено в месяце")
    day = models.DateField("день")
    dimension = models.CharField("что", max_length=20, choices=Dimension)
    quantity = models.BigIntegerField("сколько")
    events = models.PositiveIntegerField("событий")

    class Meta:
        verbose_name = "потребление за день"
        verbose_name_plural = "потребление по дням"
        constraints = [
            models.UniqueConstraint(
                fields=["company", "counted_in", "dimension", "day"], name="usage_of_a_day_is_one_row"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company_id} {self.day} {self.dimension}: {self.quantity}"


class LimitNotice(models.Model):
    """A company was told that it has used so much of what a month includes."""

    company = models.ForeignKey(GridCompany, models.CASCADE, related_name="limit_notices", verbose_name="организация")
    month = models.DateField("месяц")
    dimension = models.CharField("что", max_length=20, choices=Dimension)
    percent = models.PositiveSmallIntegerField("процент")
    told_at = models.DateTimeField("сообщено")

    class Meta:
        verbose_name = "сообщение о лимите"
        verbose_name_plural = "сообщения о лимитах"
        constraints = [
            models.UniqueConstraint(fields=["company", "month", "dimension", "percent"], name="limit_is_told_once"),
        ]

    def __str__(self) -> str:
        return f"{self.company_id} {self.month} {self.dimension}: {self.percent} %"
