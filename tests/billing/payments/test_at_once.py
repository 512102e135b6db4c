"""Several imports at the same moment, over connections of their own and with real commits; a process that is killed."""

import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from accounts.models import StaffRole, User
from billing.invoices.models import Invoice
from billing.payments import services
from billing.payments.models import Payment, Settlement, Statement
from billing.payments.tasks import apply_statement
from tenancy.company import inside
from tenancy.errors import DomainError
from tenants.models import GridCompany
from tests import world
from tests.at_once import at_once as all_at_once
from tests.billing.payments.money import again, document, file, invoice, paying, taken, with_account

AtOnce = Callable[..., list[Any]]


@pytest.fixture(autouse=True)
def _bank_details(scratch_company: GridCompany) -> Iterator[None]:
    with inside(scratch_company):
        with_account()
        yield


@pytest.fixture
def at_once(scratch_company: GridCompany, django_db_blocker: Any) -> AtOnce:
    return partial(all_at_once, scratch_company, django_db_blocker)


@pytest.fixture
def accountants(scratch_company: GridCompany) -> list[User]:
    return [world.staff(n, StaffRole.ACCOUNTANT) for n in range(1, 5)]


@pytest.fixture
def owed(accountants: list[User]) -> Invoice:
    return invoice(world.application(world.person(1)), accountants[0])


def test_one_file_taken_by_four_people_is_applied_once(at_once: AtOnce, accountants: list[User], owed: Invoice) -> None:
    content = file(paying(owed))
    at_once(lambda n: taken(content, accountants[n]).pk)
    assert Statement.objects.count() == 4
    assert Payment.objects.count() == 1
    assert Settlement.objects.count() == 1
    assert again(owed).paid_kopecks == owed.kopecks


def test_four_choices_of_one_rest_spend_it_once(at_once: AtOnce, accountants: list[User], owed: Invoice) -> None:
    taken(file(document(Сумма="5000.00")), accountants[0])
    payment = Payment.objects.get()

    def choose(n: int) -> str:
        try:
            services.apply(payment, {owed.pk: 500_000}, by=accountants[n], key=uuid.uuid4(), now=timezone.now())
        except DomainError as refusal:
            return refusal.code
        return "done"

    assert sorted(at_once(choose)) == ["done", *["more_than_unapplied"] * 3]
    assert again(owed).paid_kopecks == 500_000


DYING = """
import os, sys, django
django.setup()
from unittest import mock
from tenancy.company import inside
from tenants.models import GridCompany
from billing.payments.tasks import apply_statement
company = GridCompany.objects.get(schema_name=sys.argv[1])
with inside(company), mock.patch(sys.argv[2], lambda *args, **kwargs: os._exit(9)):
    apply_statement(int(sys.argv[3]))
"""


@pytest.mark.parametrize(
    "moment",
    [
        "billing.payments.services.settling.count_invoices",
        "billing.payments.services.settling.contracts.tell",
        "billing.payments.services.statements.due.settle",
    ],
)
def test_a_worker_killed_in_the_middle_applies_nothing_and_the_next_one_all(
    scratch_company: GridCompany, accountants: list[User], owed: Invoice, moment: str
) -> None:
    two = invoice(owed.case, accountants[0], 5_000)
    statement = services.receive_statement(
        file(paying(owed), paying(two, number="2")),
        name="a.txt", by=accountants[0], key=uuid.uuid4(), now=timezone.now(),
    )  # fmt: skip
    command = [sys.executable, "-c", DYING, scratch_company.schema_name, moment, str(statement.pk)]
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    told = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": database,
        "PYTHONPATH": f"{settings.ROOT}:{settings.ROOT / 'platform'}",
    }
    died = subprocess.run(command, cwd=settings.ROOT, env=os.environ | told, check=False, capture_output=True)
    assert died.returncode == 9, died.stderr.decode()[-2000:]
    assert again(statement).is_waiting
    assert Payment.objects.count() == 0
    assert again(owed).paid_kopecks == 0

    apply_statement(statement.pk)
    assert again(owed).is_paid
    assert again(two).is_paid
    assert Payment.objects.count() == 2
