"""Openings of companies: with a spare in the pool, and with real commits where two processes must meet."""

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone

from accounts import synthetic
from tenancy.models import DueWork
from tenants import services, spares
from tenants.models import GridCompany, SpareSchema
from tenants.schema import drop_schema
from tests.moment import NOW

Open = Callable[..., GridCompany]


@pytest.fixture(scope="session")
def _spares_of_the_run(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        spares.keep_spares(count=3, now=timezone.now())


@pytest.fixture
def spare(_spares_of_the_run: None, db: None) -> SpareSchema:
    """The one that the next opening takes."""
    found = SpareSchema.objects.order_by("made_at", "pk").first()
    assert found is not None
    return found


@pytest.fixture
def commits(_spares_of_the_run: None, django_db_blocker: Any) -> Iterator[None]:
    """Real transactions, for tests with two connections. What was opened is removed by hand.

    Not `transaction=True`: its flush would empty the tables of companies that the whole run shares.
    """
    with django_db_blocker.unblock():
        _have_three_spares()  # a test elsewhere may have taken one
        before = list(GridCompany.objects.values_list("pk", flat=True))
        yield
        for company in GridCompany.objects.exclude(pk__in=before):
            drop_schema(company.schema_name)
            DueWork.objects.filter(schema_name=company.schema_name).delete()
            company.delete()
        _have_three_spares()


def _have_three_spares() -> None:
    spares.keep_spares(count=3, now=timezone.now())
    for more in SpareSchema.objects.order_by("pk")[3:]:
        drop_schema(more.name)
        more.delete()


@pytest.fixture
def answers() -> dict[str, str]:
    """What an operator types about a company that does not exist yet."""
    return {
        "name": "Общество с ограниченной ответственностью «Степные сети»",
        "short_name": "ООО «Степные сети»",
        "inn": synthetic.inn10(777),
        "ogrn": synthetic.ogrn(777),
        "kpp": synthetic.kpp(777),
        "kind": "electricity",
        "subdomain": "stepnye-seti",
        "administrator_email": "admin@steppe.example.ru",
    }


@pytest.fixture
def open_company(answers: dict[str, str]) -> Open:
    def open_(**changed: Any) -> GridCompany:
        asked = {**answers, "by": None, "key": uuid.uuid4(), "now": NOW, **changed}
        return services.open_company(**asked)

    return open_
