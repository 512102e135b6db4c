"""The roll-up of usage: a month of many companies, and what those cost that have used nothing."""

import time
from datetime import date, timedelta

from django.db import connection
from django.utils import timezone

from billing.reckoning.subscription import month_of
from billing.subscriptions import tasks
from billing.subscriptions.models import Usage
from billing.usage.dimensions import Dimension
from billing.usage.models import Event
from billing.usage.services import GATHER
from tenancy import due
from tenancy.company import in_public, inside
from tenancy.models import DueWork
from tenants.models import GridCompany

from .report import Report

EVENTS = 600  # of a company in a month: applications, verifications and many SMS
LIMIT = 60


def measure(report: Report, companies: int) -> None:
    """Each company has a month of events; one worker gathers them one after another, as the list of due work asks."""
    found = list(GridCompany.objects.order_by("pk")[:companies])
    month = month_of(timezone.localdate())
    for company in found:
        with inside(company):
            Event.objects.bulk_create(_events(month))
            due.plan(GATHER, 0, at=timezone.now())
    began = time.perf_counter()
    for company in found:
        with inside(company):
            tasks.gather(0)
    seconds = time.perf_counter() - began
    rows = Usage.objects.filter(counted_in=month).count()
    if not rows:
        raise RuntimeError("the roll-up has written nothing")
    report.add(f"roll-up of a month for {len(found)} companies of {EVENTS} events each", seconds, "s", LIMIT)
    report.add("rows of the roll-up", rows, "rows")
    with in_public(), connection.cursor() as cursor:
        cursor.execute("ANALYZE subscriptions_usage")
    left = DueWork.objects.filter(task=GATHER).count()
    report.add(f"work of the roll-up left for {len(found)} companies without new events", left, "rows", 0)


def _events(month: date) -> list[Event]:
    kinds = (Dimension.SMS, Dimension.SMS, Dimension.SMS, Dimension.APPLICATIONS, Dimension.VERIFICATIONS)
    now = timezone.now()
    return [
        Event(
            key=f"bench/{n}",
            dimension=kinds[n % len(kinds)],
            quantity=1,
            day=month + timedelta(days=n % 28),
            recorded_at=now,
        )
        for n in range(EVENTS)
    ]
