"""The table of addresses and accounts that `make run` prints."""

from django.conf import settings

from accounts.models import LegalForm
from tenancy.company import in_public
from tenants.models import GridCompany

from . import services
from .companies import DEMOS, Demo
from .people import OPERATOR, PASSWORD

Row = tuple[str, str, str]


def table() -> str:
    """Only what exists: a demonstration that was never made has no accounts to show."""
    with in_public():
        companies = {
            company.key: company
            for company in GridCompany.objects.filter(key__in=map(services.key_of, DEMOS)).prefetch_related("domains")
        }
    if not companies:
        return "Демонстрационных данных нет. Создать: manage.py make_demo"
    sections = [("Площадка", settings.PUBLIC_URL, [("Оператор", OPERATOR[0], f"{OPERATOR[1]} {OPERATOR[2]}")])]
    for demo in DEMOS:
        if company := companies.get(services.key_of(demo)):
            sections.append((company.short_name, company.address, _rows(demo)))
    width = max(len(row[0]) for _title, _address, rows in sections for row in rows)
    wide = max(len(row[1]) for _title, _address, rows in sections for row in rows)
    lines = []
    for title, address, rows in sections:
        lines += [f"  {title}: {address}", *(f"    {a:{width}}  {b:{wide}}  {c}" for a, b, c in rows), ""]
    return "\n".join([*lines, f"  Пароль у всех: {PASSWORD}"])


def _rows(demo: Demo) -> list[Row]:
    staff = [
        (person.role.label, demo.email_of(person), f"{person.last_name} {person.first_name}") for person in demo.staff
    ]
    sellers = [("Гарантирующий поставщик", who.email, f"{who.last_name} {who.first_name}") for who in demo.sellers]
    return (
        staff
        + sellers
        + [
            (LegalForm(who.legal_form).label, who.email, who.organisation or f"{who.last_name} {who.first_name}")
            for who in demo.applicants
        ]
    )
