"""Codes under a burst, over connections of their own."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction

from accounts import services
from accounts.models import PhoneCode, User
from accounts.policy import Policy
from accounts.services import codes
from notifications.models import OutboxMessage
from tenancy.company import inside
from tenancy.errors import DomainError
from tenants.models import GridCompany
from tests.at_once import at_once
from tests.moment import NOW

from .conftest import code_to, joined, person

BURST = 50
CONFIRM = PhoneCode.Purpose.CONFIRM


def burst(company: GridCompany, blocker: Any, act: Callable[[int], Any]) -> Counter[str]:
    def attempt(n: int) -> str:
        try:
            act(n)
        except DomainError as refusal:
            return refusal.code
        return "done"

    return Counter(at_once(company, blocker, attempt, BURST))


def newcomer(company: GridCompany) -> User:
    with inside(company):
        return joined()


def test_of_fifty_wrong_codes_at_once_five_are_compared(scratch_company: GridCompany, django_db_blocker: Any) -> None:
    user = newcomer(scratch_company)
    with inside(scratch_company):
        services.send_code(user, purpose=CONFIRM, phone=user.phone, address="192.0.2.1", now=NOW)
        wrong = "000000" if code_to(user.phone) != "000000" else "000001"
    outcomes = burst(scratch_company, django_db_blocker, lambda n: services.confirm_phone(user, code=wrong, now=NOW))

    assert outcomes == {"wrong_code": 4, "code_blocked": BURST - 4}
    with inside(scratch_company):
        assert PhoneCode.objects.get().tries == 5


def test_of_fifty_right_codes_at_once_one_counts(scratch_company: GridCompany, django_db_blocker: Any) -> None:
    user = newcomer(scratch_company)
    with inside(scratch_company):
        services.send_code(user, purpose=CONFIRM, phone=user.phone, address="192.0.2.1", now=NOW)
        code = code_to(user.phone)
    outcomes = burst(scratch_company, django_db_blocker, lambda n: services.confirm_phone(user, code=code, now=NOW))

    assert outcomes == {"done": 1, "code_expired": BURST - 1}


def test_of_fifty_requests_at_once_one_sends_an_sms(scratch_company: GridCompany, django_db_blocker: Any) -> None:
    user = newcomer(scratch_company)
    outcomes = burst(
        scratch_company,
        django_db_blocker,
        lambda n: services.send_code(user, purpose=CONFIRM, phone=user.phone, address=f"192.0.2.{n}", now=NOW),
    )

    assert outcomes == {"done": 1, "code_too_soon": BURST - 1}
    with inside(scratch_company):
        assert OutboxMessage.objects.filter(channel="sms").count() == 1


def test_of_fifty_requests_at_once_no_more_are_sent_than_the_company_pays_for(
    scratch_company: GridCompany, django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(codes, "policy", lambda: Policy(sms_per_day=7))
    with inside(scratch_company):
        people = [joined(person(n)) for n in range(10, 30)]
        OutboxMessage.objects.all().delete()
    outcomes = burst(
        scratch_company,
        django_db_blocker,
        lambda n: services.send_code(
            people[n % 20], purpose=CONFIRM, phone=people[n % 20].phone, address=f"192.0.2.{n}", now=NOW
        ),
    )

    assert outcomes["done"] == 7
    with inside(scratch_company):
        assert OutboxMessage.objects.filter(channel="sms").count() == 7


@pytest.fixture
def elsewhere(scratch_company: GridCompany) -> Iterator[Any]:
    """A second connection inside the company, in a transaction of its own."""
    other: Any = connection.copy()
    try:
        other.set_tenant(scratch_company)
        other.set_autocommit(False)
        yield other
    finally:
        other.rollback()
        other.close()


def test_whoever_tries_a_code_does_not_wait_for_one_that_is_being_sent(
    scratch_company: GridCompany, elsewhere: Any
) -> None:
    user = newcomer(scratch_company)
    with inside(scratch_company):
        services.send_code(user, purpose=CONFIRM, phone=user.phone, address="192.0.2.1", now=NOW)
        with elsewhere.cursor() as cursor:  # somebody's code is being sent, and the transaction goes on
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{scratch_company.schema_name} codes"]
            )
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '5s'")
            services.confirm_phone(user, code=code_to(user.phone), now=NOW)

        assert PhoneCode.objects.get().used_at is not None


def test_whoever_asks_for_a_code_waits_for_their_own_try(
    scratch_company: GridCompany, django_db_blocker: Any, elsewhere: Any
) -> None:
    """The fifth wrong code blocks: a new one that is asked for in that very moment must not slip past."""
    user = newcomer(scratch_company)
    with inside(scratch_company):
        services.send_code(user, purpose=CONFIRM, phone=user.phone, address="192.0.2.1", now=NOW)
    with elsewhere.cursor() as cursor:
        cursor.execute("UPDATE accounts_phonecode SET tries = 5, blocked_until = %s", [NOW + codes.BLOCK])

    def ask() -> str:
        with django_db_blocker.unblock(), inside(scratch_company):
            try:
                later = NOW + 2 * codes.PAUSE
                services.send_code(user, purpose=CONFIRM, phone=user.phone, address="192.0.2.1", now=later)
            except DomainError as refusal:
                return refusal.code
            else:
                return "done"
            finally:
                connection.close()

    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(ask)
        while not answer.done() and not somebody_waits():
            pass
        assert not answer.done()
        elsewhere.commit()
        assert answer.result() == "code_blocked"


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
        return bool(cursor.fetchone()[0])
