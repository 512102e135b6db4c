"""A telephone is confirmed by a code, and changed."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts import services
from accounts.errors import CodeBlocked, CodeExpired, PhoneNotConfirmed, WrongCode
from accounts.models import PhoneCode, User
from audit.models import Record
from cabinet.company.models import Profile
from notifications.models import OutboxMessage
from tenancy.company import inside
from tenants.models import GridCompany
from tests.moment import NOW
from tests.world import PASSWORD, words

from .conftest import code_to, joined, person

pytestmark = pytest.mark.usefixtures("here")

CONFIRM, CHANGE = PhoneCode.Purpose.CONFIRM, PhoneCode.Purpose.CHANGE
MINUTE = timedelta(minutes=1)
NEW = "+79005550101"


def send(user: User, now: Any = NOW, phone: str = "", address: str = "192.0.2.1", purpose: Any = CONFIRM) -> str:
    number = phone or user.phone
    services.send_code(user, purpose=purpose, phone=number, address=address, now=now)
    return code_to(number)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def sent() -> int:
    return OutboxMessage.objects.filter(channel="sms").count()


def test_the_right_code_confirms_the_number(vera: User) -> None:
    services.confirm_phone(vera, code=send(vera), now=NOW)

    vera.refresh_from_db()
    assert vera.phone_confirmed_at == NOW
    assert Record.objects.filter(event="user.confirmed_phone", subject_id=vera.pk).exists()


def test_the_sms_fills_in_the_field_of_this_site_by_itself(vera: User) -> None:
    code = send(vera)

    text = OutboxMessage.objects.get(channel="sms").text
    assert text.splitlines()[-1] == f"@gorset.localhost #{code}"
    assert len(text) <= 140
    assert code not in PhoneCode.objects.get().code_hash


def test_a_code_works_once_and_for_ten_minutes(vera: User) -> None:
    code = send(vera)
    with pytest.raises(CodeExpired):
        services.confirm_phone(vera, code=code, now=NOW + 10 * MINUTE)
    services.confirm_phone(vera, code=code, now=NOW + 9 * MINUTE)
    with pytest.raises(CodeExpired):
        services.confirm_phone(vera, code=code, now=NOW + 9 * MINUTE)


def test_a_new_code_kills_the_old_one(vera: User) -> None:
    old = send(vera)
    new = send(vera, NOW + MINUTE)
    if old != new:
        with pytest.raises(WrongCode):
            services.confirm_phone(vera, code=old, now=NOW + MINUTE)
    services.confirm_phone(vera, code=new, now=NOW + MINUTE)


def test_five_tries_and_then_a_quarter_of_an_hour(vera: User) -> None:
    code = send(vera)
    for left in (4, 3, 2, 1):
        with pytest.raises(WrongCode, match=f"Неверный код. Осталось попыток: {left}"):
            services.confirm_phone(vera, code=wrong(code), now=NOW)
    with pytest.raises(CodeBlocked):
        services.confirm_phone(vera, code=wrong(code), now=NOW)
    with pytest.raises(CodeBlocked):  # the right one comes too late
        services.confirm_phone(vera, code=code, now=NOW)
    with pytest.raises(CodeBlocked):
        send(vera, NOW + 14 * MINUTE)
    with pytest.raises(CodeBlocked):  # another number of the same person gives no new tries
        send(vera, NOW + 14 * MINUTE, phone=NEW, purpose=CHANGE)
    services.confirm_phone(vera, code=send(vera, NOW + 15 * MINUTE), now=NOW + 15 * MINUTE)


def test_a_code_is_of_one_person_one_number_and_one_purpose(vera: User, other_company: GridCompany) -> None:
    boris = joined(person(701))
    boris.phone_confirmed_at = None
    boris.save()
    code = send(vera)
    send(boris)
    with pytest.raises((WrongCode, CodeExpired)):
        services.confirm_phone(boris, code=code, now=NOW)
    with pytest.raises(CodeExpired):
        services.change_phone(vera, phone=vera.phone, code=code, now=NOW)
    with inside(other_company):
        same = joined(person(700))
        with pytest.raises(CodeExpired):
            services.confirm_phone(same, code=code, now=NOW)


def test_the_page_sends_the_code_and_takes_it(browser: Client, vera: User) -> None:
    browser.force_login(vera)
    assert "Отправим код" in words(browser.get("/phone/?next=/cases/"))
    browser.post("/phone/", {"do": "send", "next": "/cases/"})
    page = browser.get("/phone/?next=/cases/")
    assert "Новый код можно запросить в " in words(page)  # said without a script too
    assert "data-countdown=" in page.content.decode()
    refused = browser.post("/phone/", {"code": wrong(code_to(vera.phone)), "next": "/cases/"})
    assert "Неверный код. Осталось попыток: 4" in words(refused)
    spaced = f" {code_to(vera.phone)[:3]} {code_to(vera.phone)[3:]} "
    assert browser.post("/phone/", {"code": spaced, "next": "/cases/"})["Location"] == "/cases/"


def test_asking_again_too_soon_sends_nothing(browser: Client, vera: User) -> None:
    browser.force_login(vera)
    browser.post("/phone/", {"do": "send"})
    page = browser.post("/phone/", {"do": "send"}, follow=True)

    assert "Новый код можно запросить через" in words(page)
    assert sent() == 1


def test_the_number_is_changed_with_the_password_and_the_code(browser: Client, anna: User) -> None:
    browser.force_login(anna)
    old = anna.phone
    assert browser.post("/phone/change/", {"phone": NEW, "password": "не тот"}).status_code == 422
    assert sent() == 0
    browser.post("/phone/change/", {"phone": "8 900 555-01-01", "password": PASSWORD, "next": "/profile/"})
    assert browser.post("/phone/new/", {"code": code_to(NEW), "next": "/profile/"})["Location"] == "/profile/"

    anna.refresh_from_db()
    assert anna.phone == NEW
    assert anna.applicant is not None
    assert anna.applicant.phone == NEW
    assert "номер телефона в личном кабинете изменён" in OutboxMessage.objects.get(recipient=old, channel="sms").text
    assert OutboxMessage.objects.filter(recipient=anna.email, subject="Номер телефона изменён").exists()
    assert Record.objects.filter(event="user.changed_phone").exists()


def test_after_a_change_signing_waits(anna: User) -> None:
    services.change_phone(anna, phone=NEW, code=send(anna, phone=NEW, purpose=CHANGE), now=NOW)

    assert not services.may_sign_by_sms(anna, now=NOW + timedelta(hours=23))
    assert services.may_sign_by_sms(anna, now=NOW + timedelta(hours=24))
    Profile.objects.update(phone_hold_hours=0)
    assert services.may_sign_by_sms(anna, now=NOW)


def test_nobody_signs_by_a_number_that_is_not_confirmed(vera: User) -> None:
    assert not services.may_sign_by_sms(vera, now=NOW)
    services.change_phone(vera, phone=NEW, code=send(vera, phone=NEW, purpose=CHANGE), now=NOW)
    assert not services.may_sign_by_sms(vera, now=NOW + timedelta(hours=23))  # a stranger may have put it there
    assert services.may_sign_by_sms(vera, now=NOW + timedelta(hours=24))


def test_a_number_confirmed_at_the_registration_signs_at_once(vera: User) -> None:
    services.confirm_phone(vera, code=send(vera), now=NOW)

    assert services.may_sign_by_sms(vera, now=NOW)


def test_a_number_confirmed_long_after_the_registration_waits_like_a_changed_one(browser: Client, vera: User) -> None:
    later = NOW + timedelta(hours=25)
    services.confirm_phone(vera, code=send(vera, now=later), now=later)

    assert not services.may_sign_by_sms(vera, now=later + timedelta(hours=23))
    assert services.hold_ends_at(vera) == later + timedelta(hours=24)
    assert services.may_sign_by_sms(vera, now=later + timedelta(hours=24))


def test_who_waits_reads_why_and_until_when(browser: Client, vera: User) -> None:
    """The registration of Вера is long ago for a clock of today."""
    browser.force_login(vera)
    browser.post("/phone/", {"do": "send"})
    page = browser.post("/phone/", {"code": code_to(vera.phone)}, follow=True)

    assert "Телефон подтверждён. Подписывать документы кодом из СМС можно будет с " in words(page)


def test_a_company_decides_whether_filing_needs_the_telephone(vera: User, anna: User) -> None:
    services.demand_phone(anna)
    with pytest.raises(PhoneNotConfirmed):
        services.demand_phone(vera)
    Profile.objects.update(phone_required=False)
    services.demand_phone(vera)
