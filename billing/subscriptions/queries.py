"""What is read of plans, usage, invoices and debts."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from django.db.models import QuerySet

from billing.reckoning.subscription import Statement, Terms, Usage, after, last_day, month_of, reckon, spans
from billing.usage.dimensions import LEVELS, Dimension
from tenants.models import GridCompany

from .models import Invoice, Subscription
from .models import Usage as UsageRow
from .models.plans import by_day

GIGABYTE = 1024**3


def changes_of(company: GridCompany) -> dict[date, Terms | None]:
    """Which plan the company has from which day."""
    return by_day(Subscription.objects.of(company))


def subscription_on(company: GridCompany, day: date) -> Subscription | None:
    return held_on(Subscription.objects.of(company), day)


def held_on(subscriptions: Iterable[Subscription], day: date) -> Subscription | None:
    """The one that holds on a day, of those of a company in their order."""
    held = [one for one in subscriptions if one.since <= day]
    return held[-1] if held and held[-1].edition else None


def subscriptions_of(companies: Collection[GridCompany]) -> dict[int, list[Subscription]]:
    """Of each company by its key, in their order. One query."""
    found: dict[int, list[Subscription]] = {company.pk: [] for company in companies}
    rows = Subscription.objects.filter(company__in=companies).select_related("edition__plan")
    for one in rows.order_by("since", "pk"):
        found[one.company_id].append(one)
    return found


def usage_of(
    company: GridCompany, month: date, *, before: date | None = None, upto: date | None = None
) -> dict[str, Usage]:
    """What a month has used, as statements until `upto`, or those before `before`, know it."""
    return usages_of([company], month, before=before, upto=upto)[company.pk]


def usages_of(
    companies: Collection[GridCompany], month: date, *, before: date | None = None, upto: date | None = None
) -> dict[int, dict[str, Usage]]:
    """The same of many companies, by the key of each. Two queries."""
    rows = UsageRow.objects.filter(company__in=companies)
    if upto is not None:
        rows = rows.filter(counted_in__lte=upto)
    if before is not None:
        rows = rows.filter(counted_in__lt=before)
    found: dict[tuple[int, str], dict[date, int]] = {
        (company.pk, dimension): {} for company in companies for dimension in Dimension.values
    }
    earlier = rows.filter(dimension__in=LEVELS, day__lt=month)
    earlier = earlier.order_by("company_id", "dimension", "-day", "-counted_in").distinct("company_id", "dimension")
    for row in earlier:
        found[row.company_id, row.dimension][row.day] = _unit(row)
    for row in rows.filter(day__gte=month, day__lte=last_day(month)).order_by("counted_in"):
        days = found[row.company_id, row.dimension]
        if row.dimension in LEVELS:
            days[row.day] = _unit(row)  # what was learned later counts
        else:
            days[row.day] = days.get(row.day, 0) + row.quantity
    return {
        company.pk: {d: Usage(found[company.pk, d], d in LEVELS) for d in Dimension.values} for company in companies
    }


def _unit(row: UsageRow) -> int:
    """Files are counted in bytes and sold in gigabytes, begun ones whole."""
    return -(-row.quantity // GIGABYTE) if row.dimension == Dimension.STORAGE else row.quantity


def statement_of(company: GridCompany, month: date, *, upto: date | None = None) -> Statement:
    return reckon(month, changes_of(company), usage_of(company, month, upto=upto))


def late_months(company: GridCompany, period: date) -> list[date]:
    """Earlier months of which this statement learns something."""
    rows = UsageRow.objects.filter(company=company, counted_in=period, day__lt=period)
    return sorted({month_of(day) for day in rows.values_list("day", flat=True).distinct()})


def closings(company: GridCompany) -> dict[date, datetime]:
    """Closed months, and until when their events were recorded; what came later counts in a later month.

    A cancelled invoice opens its month again only while no later month is closed.
    """
    monthly = Invoice.objects.monthly().filter(company=company).order_by("cancelled_at")
    rows = [(one.period, one.horizon, one.cancelled_at) for one in monthly.only("period", "horizon", "cancelled_at")]
    closed = [(period, horizon, cancelled_at) for period, horizon, cancelled_at in rows if horizon is not None]
    live = {period: horizon for period, horizon, cancelled_at in closed if cancelled_at is None}
    last = max(live, default=None)
    kept = {period: horizon for period, horizon, _at in closed if last is not None and period < last}
    return {**kept, **live}


def first_open(company: GridCompany) -> date | None:
    """The month after the last closed one; None if none was closed yet."""
    closed = closings(company)
    return after(max(closed)) if closed else None


def unbilled_months(company: GridCompany, *, upto: date) -> list[date]:
    """Months that had a plan and have no live invoice yet, in order, until `upto` and with it."""
    changes = changes_of(company)
    if not changes:
        return []
    billed = set(Invoice.objects.monthly().live().filter(company=company).values_list("period", flat=True))
    months, month = [], month_of(min(changes))
    while month <= upto:
        if month not in billed and spans(month, changes):
            months.append(month)
        month = after(month)
    return months


def open_invoices(companies: Iterable[GridCompany] | None = None) -> list[Invoice]:
    """Issued ones that are not paid wholly, the oldest first."""
    found = with_sums(Invoice.objects.payable()).order_by("issued_on", "pk")
    if companies is not None:
        found = found.filter(company__in=list(companies))
    return [invoice for invoice in found if invoice.owed > 0]


def with_sums(invoices: QuerySet[Invoice]) -> QuerySet[Invoice]:
    """With what `Invoice.owed` looks at."""
    return invoices.select_related("company").prefetch_related("changes", "applied")


def debts() -> Mapping[int, int]:
    """Kopecks owed by company."""
    owed: dict[int, int] = defaultdict(int)
    for invoice in open_invoices():
        owed[invoice.company_id] += invoice.owed
    return owed
