"""An invoice of the platform: drawn up, reviewed, issued, and never changed afterwards."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts.models import User
from billing.subscriptions.errors import (
    EarlierMonthOpen,
    LaterMonthClosed,
    MonthClosed,
    MonthNotOver,
    MoreThanOwed,
    NothingChanges,
    ReasonNeeded,
    SellerMissing,
    WrongState,
)
from billing.subscriptions.models import Invoice, PlanEdition, Subscription
from billing.subscriptions.queries import with_sums
from billing.subscriptions.services import invoicing, plans
from billing.usage.dimensions import Dimension
from notifications.models import OutboxMessage
from tenancy.company import in_public, inside
from tests.at_once import at_once

from . import shop
from .shop import FEBRUARY, JANUARY, MARCH, at

State, Kind = Invoice.State, Invoice.Kind
LATER = at(date(2026, 2, 5))


def sums(invoice):
    fresh = with_sums(Invoice.objects.filter(pk=invoice.pk)).get()
    return fresh.sum_now, fresh.paid, fresh.owed


def test_from_usage_to_an_issued_invoice(subscriber, neighbour, operator):
    shop.use(subscriber, Dimension.APPLICATIONS, 12, day=date(2026, 1, 20))

    invoice = shop.issued(subscriber, JANUARY, operator)

    assert [(line["dimension"], line["net"], line["vat"]) for line in invoice.lines] == [
        ("plan", 3_000_000, 660_000),
        ("applications", 30_000, 6_600),
    ]
    assert (invoice.net, invoice.vat, invoice.gross, invoice.vat_percent) == (3_030_000, 666_600, 3_696_600, 22)
    assert (invoice.number, invoice.issued_on, invoice.due_on) == ("СК-2026-00001", date(2026, 2, 2), date(2026, 2, 7))
    assert invoice.seller["name"] == "ООО «Площадка»"
    with inside(subscriber):
        letter = OutboxMessage.objects.get(subject__contains="Счёт")
        assert letter.recipient == "staff1@example.ru"
        assert "36 966,00" in letter.text.replace("\N{NO-BREAK SPACE}", " ")
    with inside(neighbour):
        assert not OutboxMessage.objects.filter(subject__contains="Счёт").exists()


def test_a_second_press_gives_no_second_number(subscriber, operator):
    invoice = shop.issued(subscriber, JANUARY, operator)

    again = invoicing.issue(invoice, by=operator, now=LATER)

    assert again.number == invoice.number
    assert Invoice.objects.count() == 1


def test_a_draft_follows_what_is_learned_a_reviewed_one_does_not(subscriber, operator):
    draft = invoicing.draw(subscriber, JANUARY, now=LATER)
    shop.use(subscriber, Dimension.APPLICATIONS, 11, day=date(2026, 1, 31))
    assert invoicing.draw(subscriber, JANUARY, now=LATER).net == draft.net + 15_000

    reviewed = invoicing.review(draft, by=operator, now=LATER)
    shop.use(subscriber, Dimension.APPLICATIONS, 5, day=date(2026, 1, 31), recorded=LATER)
    assert invoicing.draw(subscriber, JANUARY, now=LATER).net == reviewed.net

    back = invoicing.send_back(reviewed, by=operator, now=LATER)
    assert invoicing.draw(subscriber, JANUARY, now=LATER).net == reviewed.net + 75_000
    assert back.is_draft


def test_months_are_closed_in_order(subscriber, operator):
    for month in (JANUARY, FEBRUARY):
        invoicing.draw(subscriber, month, now=at(date(2026, 3, 5)))
    february = Invoice.objects.get(period=FEBRUARY)
    with pytest.raises(EarlierMonthOpen, match="январь"):
        invoicing.review(february, by=operator, now=at(date(2026, 3, 5)))

    january = shop.reviewed(subscriber, JANUARY, operator)
    invoicing.review(february, by=operator, now=at(date(2026, 3, 5)))
    with pytest.raises(LaterMonthClosed):
        invoicing.send_back(january, by=operator, now=at(date(2026, 3, 5)))


def test_what_is_not_over_or_has_no_seller_is_not_drawn(company, operator):
    with pytest.raises(SellerMissing):
        invoicing.draw(company, JANUARY, now=LATER)
    shop.seller(operator)
    with pytest.raises(MonthNotOver):
        invoicing.draw(company, FEBRUARY, now=LATER)


def test_a_draft_is_not_issued(subscriber, operator):
    with pytest.raises(WrongState):
        invoicing.issue(invoicing.draw(subscriber, JANUARY, now=LATER), by=operator, now=LATER)


def test_every_month_with_a_plan_is_drawn_by_itself(subscriber, neighbour):
    drawn = invoicing.draw_due(subscriber, now=at(date(2026, 4, 2)))

    assert [invoice.period for invoice in drawn] == [JANUARY, FEBRUARY, MARCH]
    assert invoicing.draw_due(subscriber, now=at(date(2026, 4, 3))) == []
    assert not Invoice.objects.filter(company=neighbour).exists()


def test_a_trial_month_costs_nothing_and_gets_no_number(company, plan, operator):
    shop.subscribe(company, plan, operator, trial_days=40)

    january, february = (shop.issued(company, month, operator) for month in (JANUARY, FEBRUARY))

    assert (january.state, january.number) == (State.NOTHING, "")
    assert february.net == 3_000_000 * 19 // 28  # from the tenth day
    assert february.number == "СК-2026-00001"


def test_a_change_of_plan_in_the_middle_of_a_month_is_paid_by_days(subscriber, operator):
    large = shop.plan(operator, "Регион", 9_000_000)
    shop.subscribe(subscriber, large, operator, since=date(2026, 2, 15))

    january, february = (shop.issued(subscriber, month, operator) for month in (JANUARY, FEBRUARY))

    assert january.net == 3_000_000
    assert [(line["quantity"], line["net"]) for line in february.lines] == [(14, 1_500_000), (14, 4_500_000)]


def test_a_plan_is_never_changed_under_a_subscriber(subscriber, plan, operator):
    """A new edition is for those who come; the others are moved by somebody, and told."""
    dearer = plans.publish(plan.plan, price=5_000_000, rates=shop.RATES, by=operator, now=LATER)

    assert (dearer.number, plan.plan.current) == (2, dearer)
    assert shop.issued(subscriber, JANUARY, operator).net == 3_000_000
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        PlanEdition.objects.update(price=1)
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        Subscription.objects.update(edition=dearer)


def test_a_closed_month_keeps_its_plan(subscriber, plan, operator):
    shop.issued(subscriber, JANUARY, operator)

    with pytest.raises(MonthClosed, match="январь"):
        shop.subscribe(subscriber, None, operator, since=date(2026, 1, 31))


def test_the_rate_of_vat_is_that_of_the_month(company, operator):
    """What was used before the turn of the year is taxed at the rate of then, though it is invoiced later."""
    shop.seller(operator)
    shop.subscribe(company, shop.plan(operator), operator, since=date(2025, 12, 1))

    december = shop.issued(company, date(2025, 12, 1), operator)

    assert (december.year, december.vat_percent, december.vat) == (2026, 20, 600_000)
    assert shop.issued(company, JANUARY, operator).vat_percent == 22


def test_without_vat_there_is_a_ground(company, operator):
    shop.seller(operator, regime="none", ground="пп. 26 п. 2 ст. 149 НК РФ")
    shop.subscribe(company, shop.plan(operator), operator)

    invoice = shop.issued(company, JANUARY, operator)

    assert (invoice.vat, invoice.gross) == (0, 3_000_000)
    assert invoice.seller["ground"] == "пп. 26 п. 2 ст. 149 НК РФ"


def test_an_issued_one_the_database_keeps(subscriber, operator):
    invoice = shop.issued(subscriber, JANUARY, operator)

    changes: list[dict[str, Any]] = [{"gross": 1}, {"lines": []}, {"number": "СК-2026-00009"}, {"issued_at": None}]
    for change in changes:
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            Invoice.objects.filter(pk=invoice.pk).update(**change)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Invoice.objects.filter(pk=invoice.pk)._raw_delete("default")


def test_one_live_invoice_for_a_month(subscriber, operator):
    invoice = shop.issued(subscriber, JANUARY, operator)

    with pytest.raises(IntegrityError, match="invoice_one_live_for_a_month"), transaction.atomic():
        Invoice.objects.create(company=subscriber, period=JANUARY, ordinal=2, drawn_at=LATER)
    with pytest.raises(IntegrityError, match="invoice_of_period_and_kind"), transaction.atomic():
        Invoice.objects.create(company=subscriber, period=JANUARY, drawn_at=LATER, cancelled_at=LATER)
    assert Invoice.objects.get() == invoice


def test_a_correction_is_a_document_that_changes_what_is_owed(subscriber, operator):
    invoice, key = shop.issued(subscriber, JANUARY, operator), uuid.uuid4()
    for _press in range(2):
        made = invoicing.correct(invoice, net=-100_000, reason="Скидка", by=operator, key=key, now=LATER)

    assert (made.kind, made.number, made.gross) == (Kind.CORRECTION, "СК-2026-00002", -122_000)
    assert sums(invoice) == (3_660_000 - 122_000, 0, 3_660_000 - 122_000)


@pytest.mark.parametrize(
    ("net", "reason", "refusal"),
    [(0, "Скидка", NothingChanges), (-100, " ", ReasonNeeded), (-3_000_001, "Скидка", MoreThanOwed)],
)
def test_what_is_no_correction(subscriber, operator, net, reason, refusal):
    invoice = shop.issued(subscriber, JANUARY, operator)
    with pytest.raises(refusal):
        invoicing.correct(invoice, net=net, reason=reason, by=operator, key=uuid.uuid4(), now=LATER)


def test_a_cancelled_one_ends_and_its_month_is_drawn_anew(subscriber, operator):
    invoice, key = shop.issued(subscriber, JANUARY, operator), uuid.uuid4()
    shop.use(subscriber, Dimension.APPLICATIONS, 11, day=date(2026, 1, 31), recorded=LATER)
    for _press in range(2):
        made = invoicing.cancel(invoice, reason="Не тот тариф", by=operator, key=key, now=LATER)

    assert (made.kind, made.number, made.gross) == (Kind.CANCELLATION, "СК-2026-00002", -3_660_000)
    assert sums(invoice)[2] == 0
    again = shop.issued(subscriber, JANUARY, operator, now=LATER + timedelta(hours=1))
    assert (again.number, again.ordinal, again.net) == ("СК-2026-00003", 2, 3_015_000)
    with pytest.raises(WrongState):
        invoicing.cancel(invoice, reason="Ещё раз", by=operator, key=uuid.uuid4(), now=LATER)


def test_one_cancelled_between_closed_months_keeps_their_usage_apart(subscriber, operator):
    january = shop.issued(subscriber, JANUARY, operator)
    shop.use(subscriber, Dimension.APPLICATIONS, 11, day=date(2026, 1, 31), recorded=LATER)
    february = shop.issued(subscriber, FEBRUARY, operator)
    invoicing.cancel(january, reason="Не тот покупатель", by=operator, key=uuid.uuid4(), now=at(date(2026, 3, 5)))

    again = shop.issued(subscriber, JANUARY, operator, now=at(date(2026, 3, 6)))

    assert again.net == january.net  # the late ones stay in February, where they were paid
    assert february.net == 3_015_000
    shop.use(subscriber, Dimension.APPLICATIONS, 1, day=date(2026, 3, 6))
    assert shop.issued(subscriber, MARCH, operator).net == 3_000_000


def test_more_taken_back_than_used_is_carried_to_the_next_month(company, operator):
    shop.seller(operator)
    free = shop.plan(operator, "Малый", 0)
    shop.subscribe(company, free, operator)
    shop.use(company, Dimension.APPLICATIONS, 30, day=date(2026, 1, 10))
    assert shop.issued(company, JANUARY, operator).net == 300_000
    shop.use(company, Dimension.APPLICATIONS, -25, day=date(2026, 1, 10), recorded=LATER)
    shop.use(company, Dimension.APPLICATIONS, 40, day=date(2026, 3, 10))

    february, march = (shop.issued(company, month, operator) for month in (FEBRUARY, MARCH))

    assert (february.state, february.net) == (State.NOTHING, -300_000)
    assert [line["net"] for line in march.lines] == [450_000, -300_000]
    assert march.gross == 183_000


FIFTY = 50


@pytest.fixture
def emptied(scratch_company, django_db_blocker):
    """Rows of money refuse to be deleted one by one: the tables are emptied whole, as nobody else commits there."""
    yield scratch_company
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE subscriptions_applied, subscriptions_bankline, subscriptions_payment, subscriptions_bankfile, "
            "subscriptions_overduestep, subscriptions_pause, subscriptions_limitnotice, subscriptions_usage, "
            "subscriptions_invoice, subscriptions_series, subscriptions_subscription, subscriptions_planedition, "
            "subscriptions_plan, subscriptions_seller RESTART IDENTITY"
        )
        cursor.execute("DELETE FROM tenancy_duework WHERE schema_name = 'public'")


def test_fifty_issues_at_once_leave_no_gap(emptied, django_db_blocker):
    """And one of them is rolled back: its number is the next one's."""
    with in_public():
        operator = User(last_name="Соколов", first_name="Тимур", is_operator=True)
        shop.seller(operator)
        shop.subscribe(emptied, shop.plan(operator), operator, since=date(2021, 12, 1))
        months = [date(2021 + (11 + n) // 12, (11 + n) % 12 + 1, 1) for n in range(FIFTY)]
        now = at(date(2026, 3, 5))
        drafts = [invoicing.draw(emptied, month, now=now) for month in months]
        ready = [invoicing.review(draft, by=operator, now=now) for draft in drafts]

    def act(n):
        with in_public():
            try:
                with transaction.atomic():
                    number = invoicing.issue(ready[n], by=operator, now=now).number
                    if n == FIFTY // 2:
                        raise InterruptedError
            except InterruptedError:
                return ""
            return number

    given = at_once(emptied, django_db_blocker, act, FIFTY)

    assert sorted(filter(None, given)) == [f"СК-2026-{n:05}" for n in range(1, FIFTY)]
