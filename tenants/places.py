"""Where a guaranteeing supplier works. A company's cabinet writes it down itself: no page visits every schema."""

from tenants.models import GridCompany, SupplierPlace

SHOWN = 200


def note_supplier(company: GridCompany, inn: str) -> None:
    """In the transaction that admits the supplier. Twice is the same as once."""
    SupplierPlace.objects.get_or_create(company=company, inn=inn)


def forget_supplier(company: GridCompany, inn: str) -> None:
    SupplierPlace.objects.filter(company=company, inn=inn).delete()


def places_of(inn: str) -> list[GridCompany]:
    """The companies in which it works; suspended ones too, because they can be read."""
    places = SupplierPlace.objects.filter(inn=inn).values("company")
    return list(GridCompany.objects.filter(pk__in=places).prefetch_related("domains")[:SHOWN])
