"""Events of companies become rows by day among the shared tables: the same answer however often it is asked."""

from datetime import date, timedelta

import pytest

from billing.subscriptions import tasks
from billing.subscriptions.models import Usage
from billing.subscriptions.queries import statement_of, usage_of
from billing.usage.dimensions import Dimension
from billing.usage.services import GATHER
from tenancy import due
from tenancy.company import inside
from tenancy.models import DueWork

from . import shop
from .shop import FEBRUARY, JANUARY, MARCH, at

APPLICATIONS, SEATS, STORAGE = Dimension.APPLICATIONS, Dimension.SEATS, Dimension.STORAGE


def rows(company):
    found = Usage.objects.filter(company=company).order_by("counted_in", "dimension", "day")
    return list(found.values_list("counted_in", "day", "dimension", "quantity", "events"))


@pytest.fixture
def plan(operator):
    shop.seller(operator)
    return shop.plan(operator)


def test_events_of_a_day_become_one_row_of_their_company(company, other_company):
    for _ in range(3):
        shop.use(company, APPLICATIONS, 1, day=date(2026, 1, 5))
    shop.use(company, SEATS, 2, day=date(2026, 1, 5))
    shop.use(company, SEATS, 4, day=date(2026, 1, 5))
    shop.use(other_company, APPLICATIONS, 1, day=date(2026, 1, 6))

    for one in (company, other_company):
        shop.gather(one)

    assert rows(company) == [
        (JANUARY, date(2026, 1, 5), APPLICATIONS, 3, 3),
        (JANUARY, date(2026, 1, 5), SEATS, 4, 2),  # the last word of the day
    ]
    assert rows(other_company) == [(JANUARY, date(2026, 1, 6), APPLICATIONS, 1, 1)]


def test_the_same_answer_twice(company, operator, plan):
    shop.subscribe(company, plan, operator)
    shop.use(company, APPLICATIONS, 12, day=date(2026, 1, 5))
    shop.issued(company, JANUARY, operator)
    shop.use(company, APPLICATIONS, 3, day=date(2026, 1, 7), recorded=at(date(2026, 2, 10)))
    shop.use(company, APPLICATIONS, 5, day=date(2026, 2, 11))
    shop.gather(company)
    before = rows(company)

    shop.gather(company)
    assert rows(company) == before
    shop.gather(company, whole=True)
    assert rows(company) == before


def test_a_late_correction_opens_only_a_month_that_is_not_billed(company, operator, plan):
    shop.subscribe(company, plan, operator)
    shop.use(company, APPLICATIONS, 12, day=date(2026, 1, 5))
    shop.use(company, APPLICATIONS, -1, day=date(2026, 1, 5), recorded=at(date(2026, 2, 1)))
    invoice = shop.issued(company, JANUARY, operator)
    lines = invoice.lines

    shop.use(company, APPLICATIONS, 4, day=date(2026, 1, 6), recorded=at(date(2026, 2, 20)))
    shop.gather(company)

    assert usage_of(company, JANUARY, upto=JANUARY)["applications"].between(JANUARY, date(2026, 1, 31)) == 11
    invoice.refresh_from_db()
    assert invoice.lines == lines
    later = shop.issued(company, FEBRUARY, operator)
    assert [(line["name"], line["net"]) for line in later.lines if line["dimension"] != "plan"] == [
        ("Исправление за январь\N{NO-BREAK SPACE}2026: поданные заявки", 60_000)
    ]


def test_a_level_holds_in_months_without_events(company, operator, plan):
    shop.subscribe(company, plan, operator)
    shop.use(company, SEATS, 5, day=date(2026, 1, 1))
    shop.use(company, STORAGE, 20 * 1024**3 + 1, day=date(2026, 1, 1))
    shop.gather(company)

    for month in (JANUARY, FEBRUARY, MARCH):
        sums = {line.dimension: line.net for line in statement_of(company, month).lines}
        assert sums["seats"] == 100_000
        assert sums["storage"] == 5_000  # a gigabyte that has begun is whole


def test_the_list_of_due_work_brings_those_in_which_something_has_happened(
    company, other_company, sent_tasks, django_capture_on_commit_callbacks
):
    """And nobody else is visited."""
    shop.use(company, APPLICATIONS, 1, day=date(2026, 1, 5))

    with django_capture_on_commit_callbacks(execute=True):
        due.sweep(now=at(date(2026, 1, 6)))

    assert [(schema, name) for schema, name, *_ in sent_tasks if name == GATHER] == [(company.schema_name, GATHER)]
    with inside(company):
        tasks.gather(0)
    assert rows(company) == [(JANUARY, date(2026, 1, 5), APPLICATIONS, 1, 1)]
    assert not DueWork.objects.filter(task=GATHER).exists()


@pytest.mark.parametrize(("hours", "counted_in"), [(-2, JANUARY), (2, FEBRUARY)])
def test_what_is_recorded_about_the_moment_of_closing_is_counted_once(company, operator, plan, hours, counted_in):
    """Before it in this month, after it in the next one; never in both and never in none."""
    shop.subscribe(company, plan, operator)
    closed_at = at(date(2026, 2, 2))
    recorded = closed_at + timedelta(hours=hours)
    if hours < 0:
        shop.use(company, APPLICATIONS, 1, day=date(2026, 1, 31), recorded=recorded)
    shop.issued(company, JANUARY, operator, now=closed_at)
    if hours > 0:
        shop.use(company, APPLICATIONS, 1, day=date(2026, 1, 31), recorded=recorded)
    shop.gather(company)

    assert [row[0] for row in rows(company) if row[2] == APPLICATIONS] == [counted_in]
