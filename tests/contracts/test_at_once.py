"""Two employees at the same moment, over connections of their own and with real commits: each fact comes about once."""

import uuid
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from accounts.models import User
from cabinet.cases.models import Case
from cabinet.cases.stages import Stage
from cabinet.contracts import services
from cabinet.contracts.models import Fact
from cabinet.contracts.queries import contract_of
from signing.testing.testpki import Pki
from signing.trust.models import AuthorityList, RevocationList, Root, TrustVersion
from tenancy.company import in_public, inside
from tenancy.errors import DomainError
from tenants.models import GridCompany
from tests import world
from tests.at_once import at_once as all_at_once
from tests.contracts.acts import again, codes, offer_sent, paid, signed_by
from tests.contracts.conftest import SMALL
from tests.signing import by_certificate

AtOnce = Callable[..., list[Any]]


@pytest.fixture
def at_once(scratch_company: GridCompany, django_db_blocker: Any) -> AtOnce:
    return partial(all_at_once, scratch_company, django_db_blocker)


@pytest.fixture
def employees(scratch_company: GridCompany) -> Iterator[list[User]]:
    with inside(scratch_company):
        yield [world.staff(n) for n in range(1, 5)]


@pytest.fixture
def case(employees: list[User]) -> Case:
    return world.application(world.person(1), **SMALL)


@pytest.fixture
def offered(scratch_company: GridCompany, employees: list[User], case: Case, pki: Pki) -> Iterator[Case]:
    by_certificate.make_trusted(pki, now=timezone.now())
    head = by_certificate.head_of_company(pki, scratch_company)
    signed_by(pki, head, employees[0], side="company")(offer_sent(case, employees[0]))
    yield again(case)
    with in_public():
        for model in (TrustVersion, RevocationList, AuthorityList, Root):
            model.objects.all().delete()


def refused_or(act: Callable[[int], Fact]) -> Callable[[int], str]:
    def tried(n: int) -> str:
        try:
            return str(act(n).pk)
        except DomainError as refusal:
            return refusal.code

    return tried


def test_the_same_payment_recorded_by_all_concludes_once(at_once: AtOnce, employees: list[User], offered: Case) -> None:
    made = at_once(refused_or(lambda n: paid(offered, employees[n])))

    assert sorted(made)[1:] == ["payment_known"] * 3
    assert codes(offered).count("payment") == 1
    assert codes(offered).count("contract_concluded") == 1
    assert codes(offered).count("paid") == 1


def test_parts_that_come_at_once_conclude_once(at_once: AtOnce, employees: list[User], offered: Case) -> None:
    at_once(lambda n: paid(offered, employees[n], amount="6000", evidence=f"п/п № {n}").pk)

    assert codes(offered).count("payment") == 4
    assert codes(offered).count("contract_concluded") == 1
    assert again(offered).stage == Stage.PERFORMANCE


def test_the_same_key_is_one_payment(at_once: AtOnce, employees: list[User], offered: Case) -> None:
    key = uuid.uuid4()
    made = at_once(lambda n: paid(offered, employees[n], key=key).pk)

    assert len(set(made)) == 1
    assert codes(offered).count("payment") == 1


def test_one_confirms_while_another_rejects(at_once: AtOnce, employees: list[User], offered: Case) -> None:
    payment = paid(offered, employees[0], amount="5")

    def decide(n: int) -> Fact:
        verb = services.confirm_payment if n % 2 else services.reject_payment
        return verb(payment, reason="Решил", by=employees[n], key=uuid.uuid4(), now=timezone.now())

    made = at_once(refused_or(decide))
    assert made.count("payment_decided") == 3
    said = [code for code in codes(offered) if code in {"payment_confirmed", "payment_rejected"}]
    assert len(said) == 1
    assert codes(offered).count("contract_concluded") == (said == ["payment_confirmed"])


def test_offers_sent_at_once_leave_one_to_be_signed(at_once: AtOnce, employees: list[User], case: Case) -> None:
    at_once(lambda n: offer_sent(case, employees[n], amount=str(n + 1)).pk)

    assert codes(case).count("sent_to_sign") == 4
    assert len(contract_of(again(case)).being_signed) == 1
    assert Decimal(contract_of(again(case)).being_signed[0].detail("amount")) in range(1, 5)
    assert localdate() >= contract_of(again(case)).facts[0].happened_on
