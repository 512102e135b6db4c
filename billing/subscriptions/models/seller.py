from typing import Any

from django.db import models


class Seller(models.Model):
    """Who sells the platform. Each saving is a row of its own; the last one holds, earlier invoices carry theirs."""

    class Regime(models.TextChoices):
        GENERAL = "general", "Общий: НДС по основной ставке"
        USN_5 = "usn_5", "УСН: НДС 5 %"
        USN_7 = "usn_7", "УСН: НДС 7 %"
        NONE = "none", "Без НДС"

    name = models.CharField("наименование", max_length=300)
    inn = models.CharField("ИНН", max_length=12)
    kpp = models.CharField("КПП", max_length=9, blank=True)
    ogrn = models.CharField("ОГРН или ОГРНИП", max_length=15)
    address = models.CharField("адрес", max_length=300)
    bank = models.CharField("банк", max_length=160)
    bik = models.CharField("БИК", max_length=9)
    account = models.CharField("расчётный счёт", max_length=20)
    correspondent_account = models.CharField("корреспондентский счёт", max_length=20)
    regime = models.CharField("НДС", max_length=20, choices=Regime, default=Regime.GENERAL)
    ground = models.CharField("основание не платить НДС", max_length=300, blank=True)
    signer = models.CharField("кто подписывает", max_length=200)
    signer_position = models.CharField("должность", max_length=100)
    contact = models.CharField("телефон или e-mail для вопросов", max_length=200)
    changed_at = models.DateTimeField("изменено")
    changed_by = models.CharField("кем", max_length=200)

    class Meta:
        verbose_name = "реквизиты площадки"
        verbose_name_plural = "реквизиты площадки"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> "Seller | None":
        return cls.objects.last()

    def as_json(self) -> dict[str, Any]:
        """For an invoice, which never changes afterwards."""
        return {name: getattr(self, name) for name in FIELDS}


FIELDS = (
    "name", "inn", "kpp", "ogrn", "address", "bank", "bik", "account", "correspondent_account", "regime", "ground",
    "signer", "signer_position", "contact",
)  # fmt: skip
