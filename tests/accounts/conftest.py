"""People of one company and of another, made by what makes them in life."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from accounts import services, synthetic
from accounts.models import Applicant, ConsentText, LegalForm, User
from accounts.services import Evidence
from tenancy.company import in_public, inside
from tenants.models import Domain, GridCompany
from tenants.schema import create_schema, drop_schema, migrate_schema

NOW = datetime(2026, 3, 13, 11, 5, tzinfo=UTC)
PASSWORD = "три слова и число 17"
EVIDENCE = Evidence(ip="192.0.2.7", user_agent="Mozilla/5.0")

Register = Callable[..., User | None]


@pytest.fixture
def here(company: GridCompany, settings: Any) -> Iterator[None]:
    """In the company, with no tries remembered."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    cache.clear()
    with inside(company):
        cache.clear()
        yield


@pytest.fixture
def browser(here: None, company: GridCompany) -> Client:
    return Client(HTTP_HOST=company.host)


@pytest.fixture
def other_browser(other_company: GridCompany) -> Client:
    """At another company."""
    return Client(HTTP_HOST=other_company.host)


@pytest.fixture
def platform_browser(settings: Any) -> Client:
    return Client(HTTP_HOST=settings.PLATFORM_HOST)


def person(n: int = 500, **changed: str) -> Applicant:
    """Somebody who is about to register."""
    answers = {
        "legal_form": LegalForm.PERSON,
        "last_name": "Орлова",
        "first_name": "Анна",
        "middle_name": "Андреевна",
        "snils": synthetic.snils(n),
        "email": f"anna{n}@example.ru",
        "phone": synthetic.phone(n),
    }
    return Applicant(**{**answers, **changed})


def entrepreneur(n: int = 501) -> Applicant:
    return person(n, legal_form=LegalForm.ENTREPRENEUR, snils="", inn=synthetic.inn12(n), ogrn=synthetic.ogrnip(n))


def organisation(n: int = 502) -> Applicant:
    return person(
        n,
        legal_form=LegalForm.ORGANISATION,
        snils="",
        inn=synthetic.inn10(n),
        ogrn=synthetic.ogrn(n),
        kpp=synthetic.kpp(n),
        organisation_name="ООО «Заря»",
    )


def register(newcomer: Applicant | None = None, *, password: str = PASSWORD, **given: Any) -> User | None:
    asked = {"agreed_to": [ConsentText.Kind.PERSONAL_DATA], "evidence": EVIDENCE, "now": NOW, **given}
    return services.register(newcomer or person(), password=password, **asked)


@pytest.fixture
def anna(here: None) -> User:
    """Registered here."""
    user = register()
    assert user is not None
    return user


@pytest.fixture
def scratch_company(django_db_setup: None, django_db_blocker: Any) -> Iterator[GridCompany]:
    """For tests with two connections, which need real commits: a company of its own, dropped with all that is in it."""
    with django_db_blocker.unblock():
        with in_public():
            company = GridCompany.objects.create(
                schema_name="scratch",
                name="ООО «Проба»",
                short_name="ООО «Проба»",
                inn=synthetic.inn10(998),
                ogrn=synthetic.ogrn(998),
                kpp=synthetic.kpp(998),
                kind=GridCompany.Kind.HEAT,
                migrations_digest="",
                opened_at=NOW,
            )
            Domain.objects.create(tenant=company, domain="scratch.localhost", is_primary=True)
        try:
            create_schema(company.schema_name)
            migrate_schema(company.schema_name)
            with inside(company):
                services.publish_default_texts(now=NOW)
            yield company
        finally:
            drop_schema(company.schema_name)
            with in_public():
                company.delete()
