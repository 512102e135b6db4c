"""Codes under a burst, over connections of their own."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from accounts import services
from accounts.models import PhoneCode, User
from notifications.models import OutboxMessage
from tenancy.company import inside
from tenancy.errors import DomainError
from tenants.models import GridCompany
from tests.at_once import at_once
from tests.moment import NOW

from .conftest import code_to, joined

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
