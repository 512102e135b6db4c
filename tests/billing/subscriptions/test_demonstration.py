"""The demonstration sells too: a plan, usage, one invoice paid and one open, whatever day it is made on."""

from datetime import UTC, datetime

import pytest

from billing.subscriptions.demonstration import sell
from billing.subscriptions.models import Invoice, Subscription
from billing.subscriptions.queries import with_sums
from tenancy.company import inside
from tests import world


@pytest.mark.parametrize("day", [1, 2, 13, 31])
def test_one_is_paid_and_one_is_open(company, other_company, operator, day):
    now = datetime(2026, 3, day, 12, tzinfo=UTC)
    with inside(company):
        world.staff(1)

    for one in (company, other_company):
        sell(company=one, now=now)

    for one in (company, other_company):
        invoices = with_sums(Invoice.objects.payable().filter(company=one)).order_by("period")
        assert [invoice.owed > 0 for invoice in invoices] == [False, True]
        one.refresh_from_db()
        assert one.overdue_days == 0
    assert Subscription.objects.filter(company=company).count() == 1
