"""Fifty employees issue at the same moment, over connections of their own and with real commits."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from billing.invoices.models import Invoice
from cabinet.cases.models import Case
from tenancy.company import inside
from tenants.models import GridCompany
from tests import world
from tests.at_once import at_once
from tests.billing import made


@pytest.fixture
def people(scratch_company: GridCompany) -> Iterator[tuple[User, list[Case]]]:
    with inside(scratch_company):
        clerk = world.staff(1)
        made.requisites(clerk)
        yield clerk, [world.application(world.person(n)) for n in range(1, 6)]


def test_numbers_have_no_gap_and_no_double(
    scratch_company: GridCompany, django_db_blocker: Any, people: tuple[User, list[Case]]
) -> None:
    clerk, cases = people

    issued = at_once(
        scratch_company,
        django_db_blocker,
        lambda n: made.issued(cases[n % len(cases)], clerk, now=timezone.now()).counter,
        count=50,
    )

    assert sorted(issued) == list(range(1, 51))
    assert Invoice.objects.count() == 50


def test_of_two_presses_of_one_button_one_invoice_comes(
    scratch_company: GridCompany, django_db_blocker: Any, people: tuple[User, list[Case]]
) -> None:
    from uuid import UUID

    from billing.invoices import services

    clerk, cases = people
    key = UUID(int=7)

    def press(_n: int) -> int:
        return services.issue(cases[0], made.order(), by=clerk, key=key, now=timezone.now()).pk

    assert len(set(at_once(scratch_company, django_db_blocker, press, count=8))) == 1
    assert Invoice.objects.count() == 1
