from typing import ClassVar, Self

from django.db import models
from django.db.models import Q


class SupplierQuerySet(models.QuerySet["Supplier"]):
    def admitted(self) -> Self:
        """Those that work here now."""
        return self.filter(blocked_at=None)


class Supplier(models.Model):
    """A guaranteeing supplier: who sells the energy to those whom the grid company connects.

    The company's administrator enters it and invites its people; they see the applications that name it.
    """

    name = models.CharField("наименование", max_length=200)
    inn = models.CharField("ИНН", max_length=10)
    ogrn = models.CharField("ОГРН", max_length=13)
    kpp = models.CharField("КПП", max_length=9)
    email = models.EmailField("e-mail для уведомлений", max_length=200)
    phone = models.CharField("телефон", max_length=20, blank=True)
    # Told of the applications in which the applicant has named nobody; there is one of them at most.
    is_default = models.BooleanField("по умолчанию", default=False)
    created_at = models.DateTimeField("добавлен")
    blocked_at = models.DateTimeField("доступ закрыт", null=True, blank=True)

    objects: ClassVar[SupplierQuerySet] = SupplierQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "гарантирующий поставщик"
        verbose_name_plural = "гарантирующие поставщики"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["inn"], name="supplier_inn_once"),
            models.UniqueConstraint(fields=["is_default"], condition=Q(is_default=True), name="supplier_default_once"),
            models.CheckConstraint(
                condition=Q(inn__regex=r"^\d{10}$", ogrn__regex=r"^\d{13}$", kpp__regex=r"^\d{4}[0-9A-Z]{2}\d{3}$"),
                name="supplier_has_the_numbers_of_an_organisation",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def numbers(self) -> str:
        return f"ИНН {self.inn}, ОГРН {self.ogrn}, КПП {self.kpp}"
