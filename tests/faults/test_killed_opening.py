"""A process is killed at each step of opening a company: opened again by the same key, there is one whole company."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Invitation
from audit.models import Record
from notifications.models import OutboxMessage
from tenancy.company import in_public, inside
from tenancy.models import DueWork
from tenants import spares
from tenants.models import GridCompany, SpareSchema
from tests import scratch
from tests.conftest import open_company

from .conftest import Visitor, die_at

DETAILS: dict[str, Any] = {"n": 997, "subdomain": "cut", "name": "ООО «Обрыв»", "kind": "electricity"}
COMMITTED = "tenancy.later.send"
OF_AN_OPENING = {
    "nothing is written": "tenants.services._open",
    "its row is there, its schema is not": "tenants.services.take_spare",
    "the schema bears its name, the spare is still listed": "tenants.models.SpareSchema.delete",
    "the schema is taken, nothing is in it": "tenants.services.company_opened.send",
    "it has its first data, nobody is invited": "tenants.services._invite",
    "all is committed, nobody was nudged": COMMITTED,
}
OF_A_SPARE = {
    "it is listed, its schema is not there": "tenants.recipe.create_schema",
    "its schema is empty": "tenants.recipe.inside_schema",
}


@pytest.fixture
def key() -> Iterator[uuid.UUID]:
    """Of the form that the operator presses twice. What it has opened is taken back."""
    key = uuid.uuid4()
    scratch.provide_spare()
    yield key
    with in_public():
        if company := GridCompany.objects.filter(key=key).first():
            scratch.take_back(company)


@pytest.mark.parametrize("moment", OF_AN_OPENING.values(), ids=OF_AN_OPENING)
def test_a_company_is_opened_once(visitor: Visitor, key: uuid.UUID, moment: str) -> None:
    is_committed = moment == COMMITTED
    with in_public():
        before, spares_before, told_before = schemas(), SpareSchema.objects.count(), openings()

    die_at(moment, visitor, ("open", {**DETAILS, "key": str(key)}))

    with in_public():
        assert GridCompany.objects.filter(key=key).count() == is_committed
        assert ("cut" in schemas()) == is_committed
        assert SpareSchema.objects.count() == spares_before - is_committed
    company = open_company(**DETAILS, key=key)
    with in_public():
        assert GridCompany.objects.get(key=key) == company
        assert len(schemas()) == len(before)
        assert SpareSchema.objects.count() == spares_before - 1
        assert openings() == told_before + 1
    with inside(company):
        assert Invitation.objects.count() == 1
        letter = OutboxMessage.objects.get()
    with in_public():
        assert DueWork.objects.filter(schema_name="cut", subject=letter.pk).exists()


@pytest.mark.parametrize("moment", OF_A_SPARE.values(), ids=OF_A_SPARE)
def test_a_spare_left_half_made_is_thrown_away(visitor: Visitor, moment: str) -> None:
    with in_public():
        before, known = schemas(), set(SpareSchema.objects.values_list("name", flat=True))

    die_at(moment, visitor, ("spare", None))

    with in_public():
        left = SpareSchema.objects.exclude(name__in=known).get()
        assert left.state == SpareSchema.State.MAKING
        spares.throw_away_useless(now=timezone.now())
        assert SpareSchema.objects.filter(pk=left.pk).exists()
        spares.throw_away_useless(now=timezone.now() + spares.ABANDONED_AFTER + timedelta(seconds=1))
        assert not SpareSchema.objects.filter(pk=left.pk).exists()
        assert schemas() == before


def openings() -> int:
    return Record.objects.filter(event="company.opened").count()


def schemas() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg_%'")
        return {name for (name,) in cursor.fetchall()}
