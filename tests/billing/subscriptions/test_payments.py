"""Money comes from a statement or by hand, is applied once, and what is doubtful waits for one press."""

import uuid
from datetime import date

import pytest
from django.db import DatabaseError, transaction

from billing.subscriptions.errors import NothingLeft, NothingOwed, PaymentKnown, ReasonNeeded, WrongState
from billing.subscriptions.models import Applied, BankFile, BankLine, Invoice, Payment
from billing.subscriptions.queries import with_sums
from billing.subscriptions.services import invoicing, payments

from . import shop
from .shop import FEBRUARY, JANUARY, at, document, statement

NOW = at(date(2026, 2, 11))
GROSS = 3_660_000  # 36 600,00 ₽
SUM = "36600.00"


@pytest.fixture
def invoice(subscriber, operator):
    return shop.issued(subscriber, JANUARY, operator)


@pytest.fixture
def others(neighbour, operator):
    return shop.issued(neighbour, JANUARY, operator)


@pytest.fixture
def take(operator):
    def act(*documents, name="выписка.txt", **how):
        return payments.take_file(statement(*documents, **how), name=name, by=operator, now=NOW)

    return act


def owed(invoice):
    return with_sums(Invoice.objects.filter(pk=invoice.pk)).get().owed


def outcomes(file):
    return list(file.lines.values_list("status", flat=True))


def test_a_payment_finds_its_invoice_by_the_number(invoice, others, take):
    file = take(document("15", SUM, "Оплата по счету N СК 2026 1 за доступ", inn=invoice.buyer["inn"]))

    assert outcomes(file) == ["paid"]
    assert (owed(invoice), owed(others)) == (0, GROSS)
    assert bytes(BankFile.objects.get().content) == statement(
        document("15", SUM, "Оплата по счету N СК 2026 1 за доступ", inn=invoice.buyer["inn"])
    )


def test_a_file_that_comes_again_changes_nothing(invoice, take):
    first = take(document("15", SUM, f"По счету {invoice.number}"))
    again = take(document("15", SUM, f"По счету {invoice.number}"), name="она же.txt")

    assert again == first
    assert Applied.objects.count() == 1


def test_of_overlapping_periods_each_document_counts_once(invoice, take):
    one, two = (document(number, "10000.00", f"По счету {invoice.number}") for number in ("15", "16"))
    take(one)
    file = take(one, two)

    assert outcomes(file) == ["known", "partial"]
    assert owed(invoice) == GROSS - 2_000_000


def test_every_line_is_reported(invoice, others, take):
    file = take(
        document("1", SUM, f"Счет {invoice.number}"),
        document("2", "-5", f"Счет {others.number}"),
        document("3", "12,3,4", f"Счет {others.number}"),
        document("4", "100.00", "Счет СК-2026-00077"),
        document("5", "5.00", "Благотворительность"),
        document("6", SUM, f"Счет {invoice.number}"),
    )

    assert outcomes(file) == ["paid", "refused", "refused", "unmatched", "unmatched", "over"]
    assert all(BankLine.objects.values_list("sentence", flat=True))
    assert [payment.document for payment in Payment.objects.waiting()] == ["4", "5", "6"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a statement",
        statement(document("1", SUM, "Счет СК-2026-00001"))[:-60],
        statement(document("1", SUM, "Счет СК-2026-00001"), account_number="40702810500000000001"),
        "Кодировка".encode("utf-16"),
    ],
    ids=["nothing", "something else", "cut", "of a foreign account", "another encoding"],
)
def test_a_file_that_is_refused_is_kept_and_applies_nothing(invoice, operator, content):
    for _try in range(2):
        file = payments.take_file(content, name="выписка.txt", by=operator, now=NOW)

    assert file.refusal
    assert BankFile.objects.count() == 2
    assert not Payment.objects.exists()
    assert owed(invoice) == GROSS


def test_a_payment_to_a_cancelled_invoice_waits(invoice, operator, take):
    invoicing.cancel(invoice, reason="Не тот тариф", by=operator, key=uuid.uuid4(), now=NOW)

    assert outcomes(take(document("15", SUM, f"Счет {invoice.number}"))) == ["unmatched"]
    assert [payment.rest for payment in Payment.objects.waiting()] == [GROSS]


def test_money_of_an_invoice_that_is_cancelled_waits_and_pays_the_next(invoice, operator, take):
    take(document("15", SUM, f"Счет {invoice.number}"))
    invoicing.cancel(invoice, reason="Не тот тариф", by=operator, key=uuid.uuid4(), now=NOW)
    again = shop.issued(invoice.company, JANUARY, operator, now=NOW)

    [waiting] = Payment.objects.waiting()
    payments.apply(waiting, again, by=operator, now=NOW)

    assert owed(again) == 0
    assert not Payment.objects.waiting().exists()


def test_an_overpayment_waits_and_is_applied_by_one_press(invoice, others, operator, take):
    assert outcomes(take(document("15", "50000.00", f"Счет {invoice.number}"))) == ["over"]
    [waiting] = Payment.objects.waiting()
    assert waiting.rest == 5_000_000 - GROSS

    payments.apply(waiting, others, by=operator, now=NOW)

    assert owed(others) == 2 * GROSS - 5_000_000
    with pytest.raises(NothingLeft):
        payments.apply(waiting, others, by=operator, now=NOW)
    with pytest.raises(NothingOwed):
        payments.mark(invoice, kopecks=1, paid_on=JANUARY, document="1", by=operator, key=uuid.uuid4(), now=NOW)


def test_one_payment_for_two_invoices(invoice, operator, take):
    second = shop.issued(invoice.company, FEBRUARY, operator)

    file = take(document("15", "73200.00", f"Счета {invoice.number}, {second.number}"))

    assert outcomes(file) == ["paid"]
    assert (owed(invoice), owed(second)) == (0, 0)


def test_without_a_number_it_is_only_proposed(invoice, others, take):
    file = take(document("15", SUM, "За кабинет", inn=others.buyer["inn"]))

    assert outcomes(file) == ["ambiguous"]
    assert Payment.objects.waiting().get().guesses == [others.number]
    assert owed(others) == GROSS


def test_what_was_marked_by_hand_is_known_when_the_bank_tells_it(invoice, operator, take):
    key = uuid.uuid4()
    for _press in range(2):
        payments.mark(invoice, kopecks=GROSS, paid_on=date(2026, 2, 10), document="0015", by=operator, key=key, now=NOW)
    assert owed(invoice) == 0

    file = take(document("15", SUM, f"Счет {invoice.number}", inn="7700000000"))

    assert outcomes(file) == ["known"]
    assert Payment.objects.count() == 1


def test_what_the_bank_has_told_is_not_marked_again(invoice, operator, take):
    take(document("15", "100.00", f"Счет {invoice.number}"))

    with pytest.raises(PaymentKnown):
        payments.mark(
            invoice, kopecks=10_000, paid_on=date(2026, 2, 10), document="15", by=operator, key=uuid.uuid4(), now=NOW
        )


def test_a_payment_is_taken_back_from_a_wrong_invoice(invoice, others, operator, take):
    take(document("15", SUM, f"Счет {invoice.number}"))
    with pytest.raises(ReasonNeeded):
        payments.take_back(Applied.objects.get(), reason="", by=operator, now=NOW)

    payments.take_back(Applied.objects.get(), reason="Платили за соседа", by=operator, now=NOW)
    payments.apply(Payment.objects.waiting().get(), others, by=operator, now=NOW)

    assert (owed(invoice), owed(others)) == (GROSS, 0)
    with pytest.raises(WrongState):
        payments.take_back(Applied.objects.earliest("pk"), reason="Ещё раз", by=operator, now=NOW)


def test_what_is_not_ours_is_set_aside_and_kept(invoice, operator, take):
    take(document("15", "5.00", "Благотворительность"))
    [waiting] = Payment.objects.waiting()

    payments.set_aside(waiting, reason="Вернули банку", by=operator, now=NOW)

    assert not Payment.objects.waiting().exists()
    assert Payment.objects.get().aside_reason == "Вернули банку"
    with pytest.raises(NothingLeft):
        payments.apply(waiting, invoice, by=operator, now=NOW)


def test_rows_of_money_the_database_keeps(invoice, operator, take):
    take(document("15", SUM, f"Счет {invoice.number}"))
    for model, change in ((Payment, {"kopecks": 1}), (Applied, {"kopecks": 1}), (BankFile, {"account": "1"})):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            model.objects.update(**change)


def test_a_correction_changes_what_a_payment_pays(invoice, operator, take):
    invoicing.correct(invoice, net=-1_000_000, reason="Скидка", by=operator, key=uuid.uuid4(), now=NOW)

    assert outcomes(take(document("15", "24400.00", f"Счет {invoice.number}"))) == ["paid"]
    assert owed(invoice) == 0
