"""Online payment: a provider's word is asked for, its notices and the way back are only a nudge."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate

from accounts.models import User
from billing.invoices.models import Invoice
from billing.payments import errors, services, settings
from billing.payments.acquirers import AcquirerRefused, AcquirerSilent
from billing.payments.acquirers.tbank import token_of
from billing.payments.models import Checkout, Payment
from billing.payments.tasks import ask_checkout
from cabinet.cases.models import Case
from cabinet.company.models import Profile
from tenancy.company import inside
from tenancy.models import DueWork
from tenants.models import GridCompany
from tests import world
from tests.billing.payments.money import again, invoice, only_payment
from tests.billing.payments.provider import SECRET, SHOP, Provider, running
from tests.contracts.acts import codes
from tests.world import words

BOTH = pytest.mark.parametrize("name", ["yookassa", "tbank"])


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    with running() as made:
        settings.ACQUIRERS = {"yookassa": f"{made.address}/v3", "tbank": f"{made.address}/v2"}
        yield made


def connect(name: str, by: User, *, secret: str = SECRET, is_on: bool = True) -> None:
    services.choose_acquirer(name, shop=SHOP, secret=secret, is_on=is_on, other_accounts=[], by=by, now=timezone.now())


def begun(owed: Invoice, by: User) -> Checkout:
    return services.begin_checkout(owed, return_url="https://example.ru/back", by=by, now=timezone.now())


def pay(order: dict[str, Any]) -> None:
    if "status" in order:
        order |= {"status": "succeeded", "paid": True, "captured_at": timezone.now().isoformat()}
    else:
        order["Status"] = "CONFIRMED"


def asked_again(checkout: Checkout) -> Checkout:
    ask_checkout(checkout.pk)
    found: Checkout = again(checkout)
    return found


@BOTH
def test_an_order_is_paid_and_becomes_a_payment_once(
    name: str, provider: Provider, case: Case, accountant: User, applicant: User
) -> None:
    connect(name, accountant)
    owed = invoice(case, accountant, 1_234_05)
    checkout = begun(owed, applicant)
    assert checkout.page_url.startswith("https://")
    assert asked_again(checkout).state == "pending"
    assert not again(owed).is_paid

    pay(provider.only())
    for _ in range(3):
        assert asked_again(checkout).state == "paid"
    assert again(owed).is_paid
    payment = only_payment()
    assert (payment.kopecks, payment.source, payment.received_on) == (1_234_05, "online", localdate())
    assert not DueWork.objects.filter(task=services.ASK).exists()


@BOTH
def test_a_second_press_opens_the_same_order(
    name: str, provider: Provider, case: Case, accountant: User, applicant: User
) -> None:
    connect(name, accountant)
    owed = invoice(case, accountant)
    assert begun(owed, applicant) == begun(owed, applicant)
    assert len(provider.orders) == 1


def test_an_answer_that_was_lost_makes_no_second_order(
    provider: Provider, case: Case, accountant: User, applicant: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect("yookassa", accountant)
    owed = invoice(case, accountant)
    provider.silent = True
    with pytest.raises(AcquirerSilent):
        begun(owed, applicant)
    provider.silent = False
    begun(owed, applicant)
    assert Checkout.objects.count() == 1
    assert len(provider.orders) == 1


@BOTH
def test_another_sum_is_not_believed(
    name: str, provider: Provider, case: Case, accountant: User, applicant: User
) -> None:
    connect(name, accountant)
    owed = invoice(case, accountant)
    checkout = begun(owed, applicant)
    order = provider.only()
    pay(order)
    order |= {"amount": {"value": "1.00", "currency": "RUB"}} if name == "yookassa" else {"Amount": 100}
    assert asked_again(checkout).state == "doubtful"
    assert Payment.objects.count() == 0


def test_another_currency_or_another_order_is_not_believed(
    provider: Provider, case: Case, accountant: User, applicant: User
) -> None:
    connect("yookassa", accountant)
    one, two = begun(invoice(case, accountant), applicant), begun(invoice(case, accountant, 500), applicant)
    first, second = provider.orders.values()
    for order in (first, second):
        pay(order)
    first["amount"] = {"value": "12000.00", "currency": "USD"}
    second["metadata"] = {"order": str(one.key)}
    assert (asked_again(one).state, asked_again(two).state) == ("doubtful", "doubtful")
    assert Payment.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "word"),
    [("yookassa", "canceled"), ("tbank", "REJECTED"), ("tbank", "DEADLINE_EXPIRED"), ("tbank", "CANCELED")],
)
def test_a_cancelled_order_lets_a_new_one_be_made(
    name: str, word: str, provider: Provider, case: Case, accountant: User, applicant: User
) -> None:
    connect(name, accountant)
    owed = invoice(case, accountant)
    checkout = begun(owed, applicant)
    provider.only()["status" if name == "yookassa" else "Status"] = word
    assert asked_again(checkout).state == "cancelled"
    assert begun(owed, applicant) != checkout


def test_money_for_an_invoice_that_was_paid_meanwhile_waits_for_a_person(
    provider: Provider, case: Case, accountant: User, applicant: User
) -> None:
    connect("tbank", accountant)
    owed = invoice(case, accountant)
    checkout = begun(owed, applicant)
    pay(provider.only())
    Invoice.objects.filter(pk=owed.pk).update(cancelled_at=timezone.now(), cancelled_by=accountant)
    assert asked_again(checkout).state == "paid"
    assert only_payment().left == owed.kopecks


@pytest.mark.usefixtures("trusted")
def test_an_online_payment_concludes_the_contract(
    provider: Provider, offered: Case, accountant: User, applicant: User
) -> None:
    connect("yookassa", accountant)
    checkout = begun(invoice(offered, accountant), applicant)
    pay(provider.only())
    asked_again(checkout)
    assert codes(offered).count("contract_concluded") == 1


def test_without_a_provider_and_for_a_paid_invoice_there_is_no_order(
    provider: Provider, case: Case, accountant: User, applicant: User
) -> None:
    owed = invoice(case, accountant)
    with pytest.raises(errors.NoAcquirer):
        begun(owed, applicant)
    connect("yookassa", accountant, is_on=False)
    with pytest.raises(errors.NoAcquirer):
        begun(owed, applicant)
    connect("yookassa", accountant)
    Invoice.objects.filter(pk=owed.pk).update(paid_kopecks=owed.kopecks)
    with pytest.raises(errors.PaidAlready):
        begun(owed, applicant)
    connect("yookassa", accountant, secret="wrong")
    with pytest.raises(AcquirerRefused):
        begun(invoice(case, accountant), applicant)


# Notices.


def address(company: GridCompany, name: str) -> str:
    return settings.notify_url(name).removeprefix(company.address)


def told_by(name: str, checkout: Checkout, **changes: Any) -> bytes:
    if name == "yookassa":
        about: dict[str, Any] = {
            "id": checkout.foreign_id,
            "status": "succeeded",
            "amount": {"value": "1.00", "currency": "RUB"},
        }
        return json.dumps({"type": "notification", "event": "payment.succeeded", "object": about, **changes}).encode()
    about = {
        "TerminalKey": SHOP, "OrderId": str(checkout.key), "Success": True, "Status": "CONFIRMED",
        "PaymentId": int(checkout.foreign_id), "ErrorCode": "0", "Amount": checkout.kopecks, **changes,
    }  # fmt: skip
    return json.dumps({"Token": token_of(about, SECRET), **about, **changes}).encode()


def send(browser: Client, path: str, body: bytes) -> int:
    return browser.post(path, body, content_type="application/json").status_code


@BOTH
def test_a_notice_only_nudges_and_may_come_again_and_out_of_order(
    name: str, provider: Provider, case: Case, accountant: User, applicant: User, browser: Client,
    company: GridCompany, sent_tasks: list[Any], django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    connect(name, accountant)
    owed = invoice(case, accountant)
    checkout = begun(owed, applicant)
    path = address(company, name)
    with django_capture_on_commit_callbacks(execute=True):
        assert send(browser, path, told_by(name, checkout)) == 200
    assert (company.schema_name, services.ASK, checkout.pk) in sent_tasks
    assert not again(owed).is_paid  # it says «paid», and nobody has asked yet
    asked_again(checkout)
    assert not again(owed).is_paid  # asked, and it is not paid

    pay(provider.only())
    for _ in range(3):
        assert send(browser, path, told_by(name, checkout)) == 200
        asked_again(checkout)
    assert Payment.objects.count() == 1
    assert send(browser, path, told_by(name, checkout)) == 200


def test_forged_notices_change_nothing(
    provider: Provider, case: Case, accountant: User, applicant: User, browser: Client, company: GridCompany
) -> None:
    connect("tbank", accountant)
    checkout = begun(invoice(case, accountant), applicant)
    path = address(company, "tbank")
    DueWork.objects.filter(task=services.ASK).delete()
    for body in (
        told_by("tbank", checkout, Token="0" * 64),
        told_by("tbank", checkout, Token=""),
        told_by("tbank", checkout, TerminalKey="other"),
        told_by("tbank", checkout).replace(b"CONFIRMED", b"REFUNDED"),
        b"", b"{}", b"[]", b"null", b"\xff", b"[" * 5000,
    ):  # fmt: skip
        assert send(browser, path, body) == 400
    another = "1" if path[-2] == "0" else "0"
    assert send(browser, f"{path[:-2]}{another}/", told_by("tbank", checkout)) == 404
    assert send(browser, path.replace("tbank", "yookassa"), told_by("tbank", checkout)) == 404
    assert send(browser, path, b" " * 70_000) == 413
    assert not DueWork.objects.filter(task=services.ASK).exists()


def test_a_notice_of_an_unknown_order_is_answered_and_forgotten(
    provider: Provider, accountant: User, browser: Client, company: GridCompany
) -> None:
    connect("yookassa", accountant)
    body = json.dumps({"type": "notification", "object": {"id": "nobody"}}).encode()
    assert send(browser, address(company, "yookassa"), body) == 200
    assert DueWork.objects.filter(task=services.ASK).count() == 0


def test_the_address_of_one_company_is_no_address_of_another(
    provider: Provider, accountant: User, other_browser: Client, company: GridCompany, other_company: GridCompany
) -> None:
    connect("yookassa", accountant)
    path = address(company, "yookassa")
    with inside(other_company):
        connect("yookassa", world.staff(1))
        assert settings.notify_url("yookassa").removeprefix(other_company.address) != path
    assert send(other_browser, path, b"{}") == 404


# Screens.


def test_an_applicant_goes_to_pay_by_two_presses_and_the_way_back_changes_nothing(
    provider: Provider, case: Case, accountant: User, applicant_client: Client, stranger_client: Client
) -> None:
    connect("yookassa", accountant)
    owed = invoice(case, accountant)
    assert stranger_client.post(f"/invoices/{owed.pk}/pay/").status_code == 404
    answer = applicant_client.post(f"/invoices/{owed.pk}/pay/")
    page = applicant_client.get(answer["Location"])
    [order] = provider.orders.values()
    assert order["confirmation"]["confirmation_url"] in page.content.decode()
    pay(order)
    for _ in range(2):
        back = applicant_client.get(f"/invoices/{owed.pk}/checkout/", follow=True)
    assert "Перейти к оплате" in words(back)
    assert Payment.objects.count() == 0
    asked_again(Checkout.objects.get())
    assert "Оплата получена" in words(applicant_client.get(answer["Location"]))
    assert stranger_client.get(answer["Location"]).status_code == 404


def test_keys_are_kept_encrypted_and_tried(
    provider: Provider, administrator_client: Client, administrator: User, company: GridCompany
) -> None:
    page = "/settings/payments/"
    told = {"acquirer": "tbank", "shop": SHOP, "secret": SECRET, "is_on": "on", "other_accounts": "4" * 20}
    assert "принял ключи" in words(administrator_client.post(page, {**told, "try": "1"}, follow=True))
    kept = Profile.objects.get().payment_settings
    assert SECRET not in json.dumps(kept)
    shown = administrator_client.get(page).content.decode()
    assert SECRET not in shown
    assert settings.notify_url("tbank") in shown
    administrator_client.post(page, {**told, "secret": ""})
    assert settings.opened(Profile.objects.get().payment_settings["keys"]["tbank"]["secret"]) == SECRET
    wrong = words(administrator_client.post(page, {**told, "secret": "no", "try": "1"}, follow=True))
    assert "не принял ключи: 204" in wrong
    provider.silent = True
    assert "не отвечает" in words(administrator_client.post(page, {**told, "try": "1"}, follow=True))
    for changes, said in (
        ({"shop": ""}, "Введите идентификатор магазина"),
        ({"acquirer": "yookassa", "secret": ""}, "Введите секретный ключ"),
        ({"other_accounts": "123"}, "в номере счёта 20 цифр"),
    ):
        refused = administrator_client.post(page, {**told, **changes})
        assert refused.status_code == 422
        assert said in words(refused)


def test_secrets_go_over_to_a_new_key(provider: Provider, accountant: User, settings: Any) -> None:
    from accounts.security.key_rotation import renew

    connect("yookassa", accountant)
    before = Profile.objects.get().payment_settings["keys"]["yookassa"]["secret"]
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "n" * 60
    assert renew(only_look=True).rewritten == 1
    assert renew().rewritten == 1
    assert renew().rewritten == 0
    settings.SECRET_KEY_FALLBACKS = []
    kept = Profile.objects.get().payment_settings["keys"]["yookassa"]["secret"]
    assert kept != before
    from billing.payments.settings import opened

    assert opened(kept) == SECRET


def test_an_order_that_nobody_pays_is_given_up(
    provider: Provider, case: Case, accountant: User, applicant: User
) -> None:
    connect("yookassa", accountant)
    checkout = begun(invoice(case, accountant), applicant)
    for days, state in ((1, "pending"), (8, "cancelled")):
        services.ask_checkout(again(checkout), now=timezone.now() + timedelta(days=days))
        assert again(checkout).state == state


def test_a_forgotten_order_is_listed_again(provider: Provider, case: Case, accountant: User, applicant: User) -> None:
    connect("yookassa", accountant)
    begun(invoice(case, accountant), applicant)
    DueWork.objects.filter(task=services.ASK).delete()
    assert services.plan_forgotten_checkouts(now=timezone.now()) == 1
    assert services.plan_forgotten_checkouts(now=timezone.now()) == 0


def test_the_card_of_an_invoice_offers_it_while_it_is_taken_and_something_is_owed(
    provider: Provider,
    case: Case,
    accountant: User,
    applicant: User,
    applicant_client: Client,
    administrator_client: Client,
) -> None:
    owed = invoice(case, accountant, 1_234_05)
    address = owed.get_absolute_url()
    assert "Оплатить онлайн" not in words(applicant_client.get(address))
    connect("yookassa", accountant)
    assert "Оплатить онлайн" in words(applicant_client.get(address))
    assert "Оплатить онлайн" not in words(administrator_client.get(address))

    ordered = applicant_client.post(f"/invoices/{owed.pk}/pay/")
    assert ordered.status_code == 302
    assert "Перейти к оплате" in words(applicant_client.get(ordered["Location"]))
    pay(provider.only())
    asked_again(Checkout.objects.get())
    paid = words(applicant_client.get(address))
    assert "Оплатить онлайн" not in paid
    assert "Оплаты" in paid
    assert "1 234,05" in paid
