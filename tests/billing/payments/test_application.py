"""A person decides what money is for, and can take the decision back; sums always add up."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.timezone import localdate

from accounts.models import User
from billing.invoices.models import Invoice
from billing.payments import errors, services
from billing.payments.models import Payment, Settlement
from billing.payments.tasks import tell
from cabinet.cases.models import Case
from cabinet.company.models import Profile
from notifications.models import OutboxMessage
from tenancy.models import DueWork
from tests.billing.payments.money import again, document, file, invoice, only_payment, paying, taken


def asked(by: User) -> dict[str, Any]:
    return {"by": by, "key": uuid.uuid4(), "now": timezone.now()}


@pytest.fixture
def unnamed(accountant: User) -> Payment:
    """20 000 roubles that name no invoice."""
    taken(file(document(Сумма="20000.00")), accountant)
    return only_payment()


def test_a_doubtful_payment_waits_with_its_guesses_and_is_applied_by_one_press(case: Case, accountant: User) -> None:
    owed = invoice(case, accountant)
    taken(file(document()), accountant)
    payment = only_payment()
    assert payment.guesses == [owed.number]
    assert payment.is_undecided

    services.apply(payment, {owed.pk: owed.left}, **asked(accountant))
    assert again(owed).is_paid
    assert not again(payment).is_undecided


def test_one_payment_pays_two_invoices_by_hand(case: Case, accountant: User, unnamed: Payment) -> None:
    one, two = invoice(case, accountant), invoice(case, accountant, 500_000)
    services.apply(unnamed, {one.pk: 1_200_000, two.pk: 500_000}, **asked(accountant))
    assert (again(one).is_paid, again(two).is_paid) == (True, True)
    assert again(unnamed).left == 300_000


@pytest.mark.parametrize(
    ("kopecks", "refusal"),
    [
        (0, errors.WrongSum),
        (-5, errors.WrongSum),
        (1_200_001, errors.MoreThanOwed),
    ],
)
def test_sums_that_do_not_fit_are_refused(
    case: Case, accountant: User, unnamed: Payment, kopecks: int, refusal: type[Exception]
) -> None:
    owed = invoice(case, accountant)
    with pytest.raises(refusal):
        services.apply(unnamed, {owed.pk: kopecks}, **asked(accountant))
    assert again(unnamed).left == 2_000_000


def test_money_is_not_spent_twice(case: Case, accountant: User, unnamed: Payment) -> None:
    owed = [invoice(case, accountant, 1_500_000) for _ in range(2)]
    services.apply(unnamed, {owed[0].pk: 1_500_000}, **asked(accountant))
    with pytest.raises(errors.MoreThanComes):
        services.apply(unnamed, {owed[1].pk: 500_001}, **asked(accountant))
    with pytest.raises(errors.NothingChosen):
        services.apply(unnamed, {}, **asked(accountant))
    with pytest.raises(errors.NothingChosen):
        services.apply(unnamed, {owed[1].pk + 100: 5}, **asked(accountant))


def test_the_same_press_applies_once(case: Case, accountant: User, unnamed: Payment) -> None:
    owed, press = invoice(case, accountant, 5_000), asked(accountant)
    for _ in range(2):
        services.apply(unnamed, {owed.pk: 2_000}, **press)
    assert again(owed).paid_kopecks == 2_000


def test_nothing_goes_on_a_cancelled_invoice(case: Case, accountant: User, unnamed: Payment) -> None:
    owed = invoice(case, accountant, cancelled_at=timezone.now(), cancelled_by=accountant)
    with pytest.raises(errors.InvoiceCancelled):
        services.apply(unnamed, {owed.pk: 5}, **asked(accountant))


def test_an_overpayment_leaves_a_rest_that_waits(case: Case, accountant: User) -> None:
    owed = invoice(case, accountant)
    taken(file(paying(owed, Сумма="15000.00")), accountant)
    payment = only_payment()
    assert (payment.applied_kopecks, payment.left) == (1_200_000, 300_000)
    assert list(Payment.objects.undecided()) == [payment]


def test_a_wrong_application_is_released_with_a_reason_once(case: Case, accountant: User) -> None:
    owed = invoice(case, accountant)
    taken(file(paying(owed)), accountant)
    applied = Settlement.objects.get()
    with pytest.raises(errors.ReasonNeeded):
        services.release(applied, reason=" ", **asked(accountant))
    press = asked(accountant)
    released = services.release(applied, reason="Чужой счёт", **press)
    assert services.release(applied, reason="Чужой счёт", **press) == released
    with pytest.raises(errors.DoneAlready):
        services.release(applied, reason="Ещё раз", **asked(accountant))

    assert (again(owed).paid_kopecks, again(owed).paid_on) == (0, None)
    assert only_payment().left == 1_200_000
    services.apply(only_payment(), {owed.pk: 1_200_000}, **asked(accountant))
    assert again(owed).paid_on == localdate()


def test_money_for_no_invoice_leaves_the_queue_and_can_come_back(accountant: User, unnamed: Payment) -> None:
    aside = services.set_aside(unnamed, reason="Оплата услуг по передаче", **asked(accountant))
    assert not Payment.objects.undecided().exists()
    with pytest.raises(errors.DoneAlready):
        services.set_aside(unnamed, reason="Ещё раз", **asked(accountant))
    services.take_back(aside, reason="Ошибка", **asked(accountant))
    assert Payment.objects.undecided().get().left == 2_000_000
    with pytest.raises(errors.DoneAlready):
        services.take_back(aside, reason="Ошибка", **asked(accountant))


def test_a_return_needs_a_second_person(accountant: User, administrator: User, unnamed: Payment) -> None:
    to = {"recipient": "Орлова А. А.", "account": "40817810000000000001", "bik": "044525225"}
    with pytest.raises(errors.ReasonNeeded):
        services.ask_return(unnamed, kopecks=5, reason="", details=to, **asked(accountant))
    with pytest.raises(errors.DetailsNeeded):
        services.ask_return(unnamed, kopecks=5, reason="Переплата", details={"recipient": "Я"}, **asked(accountant))
    with pytest.raises(errors.MoreThanComes):
        services.ask_return(unnamed, kopecks=2_000_001, reason="Переплата", details=to, **asked(accountant))
    wanted = services.ask_return(unnamed, kopecks=2_000_000, reason="Переплата", details=to, **asked(accountant))
    assert again(unnamed).left == 0  # nothing can be done with it meanwhile

    done: dict[str, Any] = {"done_on": localdate(), "number": "77"}
    with pytest.raises(errors.ReturnNotApproved):
        services.finish_return(wanted, **done, **asked(accountant))
    with pytest.raises(errors.SecondPersonNeeded):
        services.approve_return(wanted, **asked(accountant))
    services.approve_return(wanted, **asked(administrator))
    with pytest.raises(errors.DoneAlready):
        services.refuse_return(wanted, reason="Нет", **asked(administrator))
    finished = services.finish_return(wanted, **done, **asked(accountant))
    assert finished.detail("number") == "77"
    with pytest.raises(errors.DoneAlready):
        services.finish_return(wanted, **done, **asked(accountant))
    assert again(unnamed).aside_kopecks == 2_000_000


def test_a_refused_return_lets_the_money_wait_again(accountant: User, administrator: User, unnamed: Payment) -> None:
    to = {"recipient": "Орлова А. А.", "account": "40817810000000000001"}
    wanted = services.ask_return(unnamed, kopecks=2_000_000, reason="Переплата", details=to, **asked(accountant))
    services.refuse_return(wanted, reason="Счёт ещё не закрыт", **asked(administrator))
    assert again(unnamed).left == 2_000_000
    with pytest.raises(errors.DoneAlready):
        services.approve_return(wanted, **asked(administrator))


def test_a_manual_mark_needs_a_document_a_day_and_a_sum(case: Case, accountant: User) -> None:
    owed = invoice(case, accountant)
    told: dict[str, Any] = {"number": "45", "received_on": localdate(), "kopecks": 1_200_000}
    for wrong, refusal in (
        ({"number": "  "}, errors.DocumentNeeded),
        ({"kopecks": 0}, errors.WrongSum),
        ({"received_on": localdate() + timedelta(days=1)}, errors.DayInFuture),
    ):
        with pytest.raises(refusal):
            services.record_by_hand(owed, **{**told, **wrong}, **asked(accountant))
    services.record_by_hand(owed, **told, **asked(accountant))
    assert again(owed).is_paid
    with pytest.raises(errors.PaymentKnown):
        services.record_by_hand(owed, **{**told, "number": "0045"}, **asked(accountant))


def test_what_a_statement_has_brought_is_not_entered_by_hand_again(case: Case, accountant: User) -> None:
    owed = invoice(case, accountant)
    taken(file(paying(owed, number="45")), accountant)
    with pytest.raises(errors.PaymentKnown):
        services.record_by_hand(None, number="45", received_on=localdate(), kopecks=1_200_000, **asked(accountant))


def test_what_became_of_money_is_never_rewritten(case: Case, accountant: User) -> None:
    owed = invoice(case, accountant)
    taken(file(paying(owed)), accountant)
    for change in (
        lambda: Settlement.objects.update(kopecks=5),
        lambda: Settlement.objects.all().delete(),
        lambda: Payment.objects.update(kopecks=5),
        lambda: Payment.objects.update(applied_kopecks=1_200_001),
        lambda: Invoice.objects.update(paid_kopecks=1_200_001),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_both_sides_are_told_once(case: Case, accountant: User, applicant: User) -> None:
    owed = invoice(case, accountant)
    OutboxMessage.objects.all().delete()
    taken(file(paying(owed)), accountant)
    [work] = DueWork.objects.filter(task=services.TELL)
    for _ in range(2):
        tell(work.subject)
    letters = OutboxMessage.objects.filter(text__contains=owed.number)
    assert {letter.recipient for letter in letters} >= {applicant.email}
    assert len(letters) == len({letter.recipient for letter in letters})
    assert not DueWork.objects.filter(task=services.TELL).exists()


def test_a_closed_month_gets_corrections_in_an_open_one(case: Case, accountant: User) -> None:
    day = localdate().replace(day=1) - timedelta(days=3)
    owed = invoice(case, accountant)
    Profile.objects.update(books_closed_on=localdate().replace(day=1) - timedelta(days=1))
    taken(file(paying(owed, on=day)), accountant)
    payment, applied = only_payment(), Settlement.objects.get()
    assert (payment.received_on, payment.booked_on) == (day, localdate())
    assert (applied.counts_on, applied.booked_on) == (day, localdate())
    assert again(owed).paid_on == day
    services.release(applied, reason="Ошибка", **asked(accountant))
    assert set(Settlement.objects.values_list("booked_on", flat=True)) == {localdate()}


def test_what_was_on_an_invoice_and_went_back_is_shown_on_it(case: Case, accountant: User, administrator: User) -> None:
    owed = invoice(case, accountant)
    told: dict[str, Any] = {"number": "45", "received_on": localdate(), "kopecks": 1_200_000}
    payment = services.record_by_hand(owed, **told, **asked(accountant))
    [applied] = payment.settlements.filter(kind="applied")
    services.release(applied, reason="Договор не заключён", **asked(accountant))
    to = {"recipient": "Орлова А. А.", "account": "40817810000000000001"}
    wanted = services.ask_return(payment, kopecks=1_200_000, reason="Отзыв", details=to, **asked(accountant))
    services.approve_return(wanted, **asked(administrator))
    assert again(owed).returned_kopecks == 0
    services.finish_return(wanted, done_on=localdate(), number="77", **asked(accountant))
    assert again(owed).returned_kopecks == 1_200_000
