"""SMS cost money, so they are limited for each number, account, address and company, and for each day."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts import synthetic
from accounts.errors import CodeTooSoon, TooManyCodes
from accounts.models import PhoneCode, User
from accounts.services import codes
from cabinet.company.models import Profile
from tests.moment import NOW
from tests.world import PASSWORD

from .conftest import joined, person
from .test_phones import CHANGE, MINUTE, NEW, send, sent

pytestmark = pytest.mark.usefixtures("here")


def moments(count: int) -> Iterator[Any]:
    return (NOW + n * 61 * timedelta(seconds=1) for n in range(count))


def test_the_next_code_waits_a_minute(vera: User) -> None:
    send(vera)
    with pytest.raises(CodeTooSoon, match="Новый код можно запросить через 0:42"):
        send(vera, NOW + timedelta(seconds=18))
    send(vera, NOW + MINUTE)


def test_one_account_gets_so_many_codes_a_day(vera: User) -> None:
    *in_time, late = moments(codes.PER_ACCOUNT + 1)
    for n, now in enumerate(in_time):
        send(vera, now, phone=synthetic.phone(9000 + n), address=f"192.0.2.{n}", purpose=CHANGE)
    with pytest.raises(TooManyCodes):
        send(vera, late)
    send(vera, NOW + timedelta(days=2))


def test_one_number_gets_so_many_codes_a_day_from_many_accounts() -> None:
    *people, late = [joined(person(800 + n)) for n in range(codes.PER_NUMBER + 1)]
    for n, (user, now) in enumerate(zip(people, moments(len(people)), strict=True)):
        send(user, now, phone=NEW, address=f"192.0.2.{n}", purpose=CHANGE)
    with pytest.raises(TooManyCodes):
        send(late, NOW + timedelta(hours=1), phone=NEW, purpose=CHANGE)


def test_one_address_gets_so_many_codes_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes, "PER_ADDRESS", 3)
    *people, late = [joined(person(800 + n)) for n in range(4)]
    for user in people:
        send(user)
    with pytest.raises(TooManyCodes):
        send(late)
    send(late, address="192.0.2.99")


def test_a_company_pays_for_so_many_sms_a_day() -> None:
    Profile.objects.update(sms_per_day=2)
    *people, late = [joined(person(800 + n)) for n in range(3)]
    for n, user in enumerate(people):
        send(user, address=f"192.0.2.{n}")
    with pytest.raises(TooManyCodes):
        send(late)
    assert sent() == 2


@pytest.mark.parametrize("phone", ["+44 7911 123456", "+7 495 123-45-67", "+7 809 123-45-67"])
def test_no_code_goes_abroad_or_to_a_paid_number(browser: Client, anna: User, phone: str) -> None:
    browser.force_login(anna)
    page = browser.post("/phone/change/", {"phone": phone, "password": PASSWORD})

    assert page.status_code == 422
    assert sent() == 0


def test_a_forged_forwarding_header_gives_no_new_codes(
    browser: Client, vera: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(codes, "PER_ADDRESS", 1)
    boris = joined(person(701))
    boris.phone_confirmed_at = None
    boris.save()
    for n, user in enumerate((vera, boris)):
        browser.force_login(user)
        browser.post("/phone/", {"do": "send"}, headers={"X-Forwarded-For": f"198.51.100.{n}"})

    assert sent() == 1
    assert PhoneCode.objects.get().address == "127.0.0.1"
