"""Money for an offer of Section X concludes the contract on the bank's day, and is counted there once."""

import uuid
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from accounts.models import User
from billing.payments import errors, services
from billing.payments.models import Settlement
from cabinet.cases.models import Case
from cabinet.cases.stages import Stage
from cabinet.contracts.queries import contract_of
from notifications.models import OutboxMessage
from tests.billing.payments.money import again, document, file, invoice, only_payment, paying, taken
from tests.contracts.acts import codes, fact, paid, told

pytestmark = pytest.mark.usefixtures("trusted")
DAY = timedelta(days=1)


def asked(by: User, **more: Any) -> dict[str, Any]:
    return {"by": by, "key": uuid.uuid4(), "now": timezone.now(), **more}


def test_a_statement_concludes_the_contract_and_dates_the_third_stage(
    offered: Case, accountant: User, applicant: User, administrator: User
) -> None:
    owed = invoice(offered, accountant)
    OutboxMessage.objects.all().delete()
    later = timezone.now() + 2 * DAY
    taken(file(paying(owed, on=localdate() + DAY)), accountant, now=later)

    case = again(offered)
    assert case.stage == Stage.PERFORMANCE
    assert fact(case, "contract_concluded").happened_on == localdate() + DAY
    assert [one.event for one in told(case)] == ["offer_placed", "paid", "contract_concluded", "paid_last"]
    letters = OutboxMessage.objects.filter(subject__contains="договор заключён")
    assert {applicant.email, administrator.email} <= set(letters.values_list("recipient", flat=True))


def test_the_same_statement_twice_concludes_once(offered: Case, accountant: User) -> None:
    owed = invoice(offered, accountant)
    content = file(paying(owed))
    for _ in range(2):
        taken(content, accountant)
    assert codes(offered).count("payment") == 1
    assert codes(offered).count("contract_concluded") == 1


def test_a_partial_payment_asks_a_person_and_the_rest_concludes(offered: Case, accountant: User) -> None:
    owed = invoice(offered, accountant)
    taken(file(paying(owed, Сумма="4000.00")), accountant)
    assert fact(offered, "payment").detail("doubt") == "partial"
    assert "contract_concluded" not in codes(offered)
    taken(file(paying(again(owed), number="2")), accountant)
    assert codes(offered).count("contract_concluded") == 1


def test_a_late_payment_asks_a_person(offered: Case, accountant: User) -> None:
    owed = invoice(offered, accountant)
    late = localdate() + 40 * DAY
    taken(file(paying(owed, on=late)), accountant, now=timezone.now() + 41 * DAY)
    assert fact(offered, "payment").detail("doubt") == "late"
    assert again(owed).is_paid  # the money is there, whatever becomes of the contract


def test_without_the_banks_day_a_person_agrees_first(offered: Case, accountant: User) -> None:
    owed = invoice(offered, accountant)
    taken(file(paying(owed, ДатаПоступило="")), accountant)
    payment = only_payment()
    assert "payment" not in codes(offered)
    assert payment.is_undecided
    with pytest.raises(errors.DayInFuture):
        services.confirm_day(payment, received_on=localdate() + DAY, **asked(accountant))
    services.confirm_day(payment, received_on=localdate(), **asked(accountant))
    assert codes(offered).count("contract_concluded") == 1
    assert not again(payment).is_undecided
    with pytest.raises(errors.DoneAlready):
        services.confirm_day(payment, received_on=localdate(), **asked(accountant))


def test_a_day_that_the_contract_refuses_leaves_the_money_on_the_invoice(offered: Case, accountant: User) -> None:
    owed = invoice(offered, accountant)
    taken(file(paying(owed, on=localdate() - DAY)), accountant)
    assert again(owed).is_paid
    assert "payment" not in codes(offered)
    [note] = only_payment().notes
    assert note.startswith("Договор не заключён: Дата раньше, чем размещена оферта")


def test_two_payers_of_one_transit_account_are_two_payments(offered: Case, accountant: User) -> None:
    owed = invoice(offered, accountant)
    one = paying(owed, Сумма="6000.00", ПлательщикСчет="30232810000000000001", Плательщик1="Орлова")
    two = paying(owed, Сумма="6000.00", ПлательщикСчет="30232810000000000002", Плательщик1="Орлов")
    taken(file(one, two), accountant)
    assert contract_of(again(offered)).received == Decimal(12000)
    assert codes(offered).count("contract_concluded") == 1


def test_what_was_marked_on_the_contracts_page_is_not_counted_again(
    offered: Case, accountant: User, administrator: User
) -> None:
    paid(offered, administrator, amount="4000", evidence="квитанция от руки")
    owed = invoice(offered, accountant)
    taken(file(paying(owed, Сумма="4000.00")), accountant)
    assert contract_of(again(offered)).received == Decimal(4000)
    assert again(owed).paid_kopecks == 400_000
    # A second payment of the same sum on the same day is another one.
    taken(file(paying(owed, number="2", Сумма="4000.00")), accountant)
    assert contract_of(again(offered)).received == Decimal(8000)


def test_released_money_does_not_count_for_the_contract_any_more(offered: Case, accountant: User) -> None:
    owed = invoice(offered, accountant)
    taken(file(paying(owed, Сумма="4000.00")), accountant)
    services.release(Settlement.objects.get(), reason="Платил сосед", **asked(accountant))
    assert contract_of(again(offered)).received == 0
    assert contract_of(again(offered)).doubtful == []
    services.apply(only_payment(), {owed.pk: 400_000}, **asked(accountant))
    assert contract_of(again(offered)).received == Decimal(4000)


def test_a_contract_that_released_money_has_concluded_stands_for_people_to_decide(
    offered: Case, accountant: User
) -> None:
    owed = invoice(offered, accountant)
    taken(file(paying(owed)), accountant)
    released = services.release(Settlement.objects.get(), reason="Платил сосед", **asked(accountant))
    assert released.detail("contract_stands") is True
    assert again(offered).stage == Stage.PERFORMANCE
    assert contract_of(again(offered)).received == 0


def test_one_payment_for_two_applications_concludes_both(offered: Case, accountant: User, case: Case) -> None:
    owed, other = invoice(offered, accountant), invoice(case, accountant, 500_000)
    taken(file(document(Сумма="17000.00")), accountant)
    services.apply(only_payment(), {owed.pk: 1_200_000, other.pk: 500_000}, **asked(accountant))
    assert codes(offered).count("contract_concluded") == 1
    assert codes(case) == []
