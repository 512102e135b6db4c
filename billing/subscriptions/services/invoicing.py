"""An invoice of a month: drawn up, reviewed, issued; corrected and cancelled by documents about it.

Review closes the month: what is recorded of it later appears in the next one. An issued document never changes.
"""

import uuid
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.models import User
from audit import record
from billing.reckoning.law import vat_percent
from billing.reckoning.subscription import after, last_day
from cabinet.company.queries import profile
from tenancy import due
from tenancy.company import inside
from tenancy.locks import one_at_a_time
from tenants.models import GridCompany
from ui.words import month as in_words

from .. import letters
from ..errors import (
    EarlierMonthOpen,
    LaterMonthClosed,
    MonthNotOver,
    MoreThanOwed,
    NothingChanges,
    ReasonNeeded,
    SellerMissing,
    WrongState,
)
from ..models import Invoice, Seller, Series
from ..queries import closings, unbilled_months, with_sums
from ..schedule import BILL, billed_at, today
from . import debts, rollup
from .lines import line_of, lines_of

State, Kind = Invoice.State, Invoice.Kind
PREFIX = "СК"
DAYS_TO_PAY = 5
# A request and a task end sooner than that: what was recorded before is committed when a month is closed.
SETTLED_AFTER = timedelta(minutes=10)


def draw_due(company: GridCompany, *, now: datetime) -> list[Invoice]:
    """Draw up every month that is over and has no invoice, and plan the next one."""
    past = after(today(now).replace(day=1), -1)
    drawn = [draw(company, month, now=now) for month in unbilled_months(company, upto=past)]
    due.plan(BILL, company.pk, at=billed_at(after(past, 2)))
    return drawn


@transaction.atomic
def draw(company: GridCompany, period: date, *, now: datetime) -> Invoice:
    """The draft of a month, anew from what is known; a reviewed or issued one is returned as it is. In `public`.

    Raises MonthNotOver, SellerMissing.
    """
    if last_day(period) >= today(now):
        raise MonthNotOver
    seller = Seller.current()
    if seller is None:
        raise SellerMissing
    buyer = _locked_buyer(company)
    live = Invoice.objects.monthly().live().filter(company=company, period=period)
    invoice = live.select_for_update(no_key=True).first()
    if invoice is None:
        same = Invoice.objects.monthly().filter(company=company, period=period)
        invoice = Invoice(company=company, period=period, ordinal=same.count() + 1, drawn_at=now)
        invoice.horizon = None
    elif not invoice.is_draft:
        return invoice
    sold, basis = lines_of(company, period, seller.regime)
    _fill(invoice, sold, basis=basis, seller=seller.as_json(), buyer=buyer)
    invoice.vat_percent, invoice.drawn_at = vat_percent(seller.regime, last_day(period)), now
    invoice.save()
    return invoice


def _locked_buyer(company: GridCompany) -> dict[str, Any]:
    """Who buys, by the profile of the company. Until the end of the transaction nobody else closes a month."""
    with inside(company):
        one_at_a_time(rollup.LOCK)
        rollup.gather(company)
        about = profile()
        return {
            "name": about.full_name,
            "inn": about.inn,
            "kpp": about.kpp,
            "ogrn": about.ogrn,
            "address": about.address,
        }


def _fill(invoice: Invoice, sold: list[dict[str, Any]], **values: Any) -> None:
    for name, value in values.items():
        setattr(invoice, name, value)
    invoice.lines = sold
    invoice.net, invoice.vat, invoice.gross = (sum(line[what] for line in sold) for what in ("net", "vat", "gross"))


@transaction.atomic
def review(invoice: Invoice, *, by: User, now: datetime) -> Invoice:
    """Close the month with the figures of this moment. Months are closed in order.

    Raises EarlierMonthOpen, WrongState, and as `draw`.
    """
    invoice = draw(invoice.company, invoice.period, now=now)
    if not invoice.is_draft:
        raise WrongState
    earlier = unbilled_months(invoice.company, upto=after(invoice.period, -1))
    drafts = Invoice.objects.monthly().live().filter(company=invoice.company, period__lt=invoice.period, closed_at=None)
    earlier += list(drafts.values_list("period", flat=True))
    if earlier:
        raise EarlierMonthOpen(month=in_words(min(earlier)))
    cancelled = closings(invoice.company).get(invoice.period)  # cancelled, while a later month is closed already
    invoice.put(state=State.REVIEWED, closed_at=now, closed_by=by.short_name, horizon=cancelled or now - SETTLED_AFTER)
    record(by, "platform_invoice.reviewed", invoice.company, now=now, month=invoice.period.isoformat())
    return invoice


@transaction.atomic
def send_back(invoice: Invoice, *, by: User, now: datetime) -> Invoice:
    """To the drafts, so that it is drawn anew. Only the last closed month. Raises WrongState, LaterMonthClosed."""
    invoice = _locked(invoice)
    if not invoice.is_reviewed:
        raise WrongState
    if Invoice.objects.closing().filter(company=invoice.company, period__gt=invoice.period).exists():
        raise LaterMonthClosed
    invoice.put(state=State.DRAFT, closed_at=None, closed_by="", horizon=None)
    record(by, "platform_invoice.sent_back", invoice.company, now=now, month=invoice.period.isoformat())
    return invoice


@transaction.atomic
def issue(invoice: Invoice, *, by: User, now: datetime) -> Invoice:
    """Give it a number and send it; a second press returns the first result. A month of nothing gets no number.

    Raises WrongState.
    """
    invoice = _locked(invoice)
    if invoice.is_issued or invoice.state == State.NOTHING:
        return invoice
    if not invoice.is_reviewed:
        raise WrongState
    if invoice.gross <= 0:
        invoice.put(state=State.NOTHING)
        record(by, "platform_invoice.of_nothing", invoice.company, now=now, month=invoice.period.isoformat())
        return invoice
    _give_number(invoice, by=by, now=now)
    invoice.due_on = today(now) + timedelta(days=DAYS_TO_PAY)
    invoice.save()
    record(by, "platform_invoice.issued", invoice.company, now=now, number=invoice.number)
    letters.invoice_issued(invoice)
    debts.follow(invoice.company, now=now)
    return invoice


@transaction.atomic
def correct(invoice: Invoice, *, net: int, reason: str, by: User, key: uuid.UUID, now: datetime) -> Invoice:
    """A document that changes the sum of an issued invoice by so many kopecks without VAT, at the rate of its month.

    The same key again returns the first one. Raises WrongState, ReasonNeeded, NothingChanges, MoreThanOwed.
    """
    if existing := Invoice.objects.filter(key=key).first():
        return existing
    invoice = _issued(invoice)
    if not reason.strip():
        raise ReasonNeeded
    if net == 0:
        raise NothingChanges
    line = line_of(f"Корректировка счёта № {invoice.number}: {reason}", net, invoice.vat_percent, month=invoice.period)
    if with_sums(Invoice.objects.filter(pk=invoice.pk)).get().sum_now + line["gross"] < 0:
        raise MoreThanOwed
    made = _about(invoice, Kind.CORRECTION, [line], reason=reason, by=by, key=key, now=now)
    record(by, "platform_invoice.corrected", invoice.company, now=now, number=invoice.number)
    debts.follow(invoice.company, now=now)
    return made


@transaction.atomic
def cancel(invoice: Invoice, *, reason: str, by: User, key: uuid.UUID, now: datetime) -> Invoice:
    """A document that ends an issued invoice. What was paid for it waits for a decision; its month may be drawn anew.

    The same key again returns the first one. Raises WrongState, ReasonNeeded.
    """
    if existing := Invoice.objects.filter(key=key).first():
        return existing
    invoice = _issued(invoice)
    if not reason.strip():
        raise ReasonNeeded
    lines = [{**line, **{what: -line[what] for what in ("net", "vat", "gross")}} for line in invoice.lines]
    made = _about(invoice, Kind.CANCELLATION, lines, reason=reason, by=by, key=key, now=now)
    invoice.put(cancelled_at=now)
    debts.give_back(invoice, reason=reason, by=by, now=now)
    record(by, "platform_invoice.cancelled", invoice.company, now=now, number=invoice.number, reason=reason)
    debts.follow(invoice.company, now=now)
    return made


def _about(
    invoice: Invoice,
    kind: Invoice.Kind,
    lines: list[dict[str, Any]],
    *,
    reason: str,
    by: User,
    key: uuid.UUID,
    now: datetime,
) -> Invoice:
    same = Invoice.objects.filter(company=invoice.company, period=invoice.period, kind=kind)
    copied: Mapping[str, Any] = {
        name: getattr(invoice, name) for name in ("company", "period", "seller", "buyer", "vat_percent")
    }
    made = Invoice(
        **copied, kind=kind, about=invoice, key=key, ordinal=same.count() + 1, reason=reason, drawn_at=now,
        closed_at=now, closed_by=by.short_name,
    )  # fmt: skip
    _fill(made, lines)
    _give_number(made, by=by, now=now)
    made.save()
    letters.invoice_issued(made)
    return made


def _give_number(invoice: Invoice, *, by: User, now: datetime) -> None:
    """The next one of the seller and the year. The series stays locked until the commit, so no number is lost."""
    issued_on = today(now)
    inn = invoice.seller["inn"]
    Series.objects.get_or_create(seller_inn=inn, year=issued_on.year)
    series = Series.objects.select_for_update(no_key=True).get(seller_inn=inn, year=issued_on.year)
    series.last += 1
    series.save(update_fields=["last"])
    invoice.year, invoice.serial = issued_on.year, series.last
    invoice.number = f"{PREFIX}-{issued_on.year}-{series.last:05}"
    invoice.state, invoice.issued_on, invoice.issued_at, invoice.issued_by = State.ISSUED, issued_on, now, by.short_name


def _locked(invoice: Invoice) -> Invoice:
    return Invoice.objects.select_for_update(no_key=True, of=("self",)).select_related("company").get(pk=invoice.pk)


def _issued(invoice: Invoice) -> Invoice:
    invoice = _locked(invoice)
    if not invoice.is_issued or invoice.kind != Kind.MONTHLY or invoice.cancelled_at is not None:
        raise WrongState
    return invoice
