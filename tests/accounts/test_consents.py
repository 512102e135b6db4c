"""What people agree to."""

import hashlib

import pytest
from django.db import InternalError, connection, transaction
from django.test import Client

from accounts import services
from accounts.models import Consent, ConsentText, User
from tenants.models import GridCompany
from tests.moment import NOW

from .conftest import person, register

pytestmark = pytest.mark.usefixtures("here")

KIND = ConsentText.Kind.PERSONAL_DATA


def test_a_company_opens_with_both_texts_in_its_own_name(company: GridCompany) -> None:
    texts = list(ConsentText.objects.current())

    assert {text.kind for text in texts} == set(ConsentText.Kind.values)
    for text in texts:
        assert company.name in text.body
        assert text.sha256 == hashlib.sha256(text.body.encode()).hexdigest()


def test_publishing_the_first_texts_again_changes_nothing() -> None:
    before = ConsentText.objects.count()
    services.publish_default_texts(now=NOW)

    assert ConsentText.objects.count() == before


def test_people_agree_to_the_newest_text() -> None:
    early = register(person(1))
    newer = services.publish_text(KIND, body="Новая редакция.", by=early, now=NOW)
    register(person(2))

    assert newer.version == 2
    assert list(Consent.objects.order_by("pk").values_list("text__version", flat=True)) == [1, 2]


def test_a_text_is_read_by_anyone(browser: Client, company: GridCompany) -> None:
    page = browser.get(f"/consent/{KIND}/")

    assert page.status_code == 200
    assert company.name in page.content.decode().replace("\u00a0", " ")
    assert browser.get("/consent/nonsense/").status_code == 404


@pytest.mark.parametrize("model", [Consent, ConsentText])
@pytest.mark.parametrize("change", ["update", "delete"])
def test_evidence_cannot_be_changed(anna: User, model: type[Consent] | type[ConsentText], change: str) -> None:
    table = model._meta.db_table
    statement = f"UPDATE {table} SET purpose = ''" if change == "update" else f"DELETE FROM {table}"
    with pytest.raises(InternalError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
