"""An invoice is issued: it gets its number, and from then on nothing of it changes."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from accounts.models import User
from audit import record
from billing.reckoning.kopecks import Taxed, in_roubles
from billing.sheets.invoice import SheetLine
from cabinet.cases.models import Case
from cabinet.cases.required import length_in_words
from cabinet.cases.services.placement import still_open
from cabinet.company.models import Profile
from cabinet.contracts.codes import Code
from cabinet.contracts.queries import contract_of
from cabinet.rules.pack import length_of
from tenancy import due
from tenancy.company import current_company

from ..errors import (
    InvoiceCancelled,
    NoMoreParts,
    NothingToAsk,
    OtherCase,
    PayerUnknown,
    RequisitesMissing,
    TermInThePast,
)
from ..models import Invoice
from ..orders import Order
from ..payer import payer_of
from ..seller import missing, seller_of
from ..sheet import line_as_json
from .cancellation import cancel_locked
from .papers import DRAW

LONGEST_PURPOSE = 210
# The series has a prefix, so that a bank's line tells its numbers from others.
PREFIX = {"electricity": "ТП", "heat": "ТС"}


@transaction.atomic
def issue(
    case: Case,
    order: Order,
    *,
    replaces: Invoice | None = None,
    reason: str = "",
    by: User,
    key: uuid.UUID,
    now: datetime,
) -> Invoice:
    """Issue an invoice, the first of its schedule. `replaces` is cancelled with the reason, the new one names it.

    Raises RequisitesMissing, NothingToAsk, OtherCase, InvoiceCancelled, InvoicePaid, ReasonNeeded, TermInThePast,
    CaseIsClosed.
    """
    if done := Invoice.objects.filter(key=key).first():
        return done
    case = still_open(case)
    if order.total.gross <= 0 or order.parts[0].gross <= 0:
        raise NothingToAsk
    if order.pay_until and order.pay_until < localdate(now):
        raise TermInThePast
    about = _locked_series()
    if done := Invoice.objects.filter(key=key).first():
        return done
    old = _taken_back(case, replaces, reason, by=by, now=now)
    reckoning = {
        **order.reckoning,
        "steps": list(order.steps),
        "obstacles": list(order.obstacles),
        "schedule_title": order.schedule_title,
        "total": order.total.gross,
    }
    lines = list(order.lines) if len(order.shares) == 1 else [_part_line(case, order.schedule, 1)]
    return _write(
        case, about, lines=lines, vat_percent=order.vat_percent, schedule=order.schedule, part=1, first=None,
        replaces=old, basis=order.basis, reckoning=reckoning, pay_until=order.pay_until, by=by, key=key, now=now,
    )  # fmt: skip


@transaction.atomic
def issue_next(invoice: Invoice, *, pay_until: date | None = None, by: User, key: uuid.UUID, now: datetime) -> Invoice:
    """Issue the next payment of the schedule of an invoice. Its VAT and sums are those of the schedule.

    Raises NoMoreParts, InvoiceCancelled for a schedule that was taken back, RequisitesMissing, TermInThePast,
    CaseIsClosed.
    """
    if done := Invoice.objects.filter(key=key).first():
        return done
    case = still_open(invoice.case)
    if pay_until and pay_until < localdate(now):
        raise TermInThePast
    about = _locked_series()
    if done := Invoice.objects.filter(key=key).first():
        return done
    first = Invoice.objects.get(pk=invoice.first_id or invoice.pk)
    if first.is_cancelled:
        raise InvoiceCancelled(number=first.number)
    issued = set(first.next_parts.standing().values_list("part", flat=True)) | {first.part}
    left = [number for number, part in enumerate(first.schedule, start=1) if number not in issued and part["gross"] > 0]
    if not left:
        raise NoMoreParts
    return _write(
        case, about, lines=[_part_line(case, first.schedule, left[0])], vat_percent=first.vat_percent,
        schedule=first.schedule, part=left[0], first=first, replaces=None, basis=first.basis, reckoning=first.reckoning,
        pay_until=pay_until, by=by, key=key, now=now,
    )  # fmt: skip


def _locked_series() -> Profile:
    """The company's row is the lock of the series: numbers are given one after another, none is left out.

    Raises RequisitesMissing.
    """
    about = Profile.objects.select_for_update(no_key=True).get(pk=1)
    if lacks := missing(about):
        raise RequisitesMissing(missing=", ".join(lacks))
    return about


def _taken_back(case: Case, replaces: Invoice | None, reason: str, *, by: User, now: datetime) -> Invoice | None:
    if replaces is None:
        return None
    old = Invoice.objects.select_for_update(no_key=True, of=("self",)).get(pk=replaces.pk)
    if old.case_id != case.pk:
        raise OtherCase
    cancel_locked(case, old, reason=reason, is_replaced=True, by=by, now=now)
    return old


def _write(
    case: Case,
    about: Profile,
    *,
    lines: list[SheetLine],
    vat_percent: int,
    part: int,
    pay_until: date | None,
    by: User,
    key: uuid.UUID,
    now: datetime,
    **kept: Any,
) -> Invoice:
    today = localdate(now)
    company = current_company()
    counter = (Invoice.objects.filter(year=today.year).aggregate(last=Max("counter"))["last"] or 0) + 1
    number = f"{PREFIX[company.kind]}-{today.year}-{counter:05}"
    payer = payer_of(case.applicant)
    if not payer["name"].strip():
        raise PayerUnknown
    total = sum((line.sum for line in lines[1:]), lines[0].sum)
    with_offer, pay_within = _way(case, part)
    invoice = Invoice.objects.create(
        case=case,
        key=key,
        year=today.year,
        counter=counter,
        number=number,
        issued_on=today,
        issued_at=now,
        issued_by=by,
        pay_until=None if with_offer else pay_until,
        pay_within=pay_within,
        kopecks=total.gross,
        vat_percent=vat_percent,
        vat_kopecks=total.vat,
        purpose=_purpose(case, number, today, total, vat_percent),
        seller=seller_of(about),
        payer=payer,
        payer_name=payer["name"][:300],
        payer_inn=payer["inn"],
        lines=[line_as_json(line) for line in lines],
        part=part,
        with_offer=with_offer,
        **kept,
    )
    record(by, "invoice.issued", case, now=now, number=number, kopecks=total.gross)
    due.plan_now(DRAW, invoice.pk, now=now)
    return invoice


def _way(case: Case, part: int) -> tuple[bool, str]:
    """Whether the invoice is one of the documents of an offer, and then its term in words."""
    if part > 1 or not case.nature.has_stages:
        return False, ""
    contract = contract_of(case)
    way = contract.way("payment")
    if way is None or contract.is_concluded:
        return False, ""
    facts = case.nature.stated(case)
    terms = contract.pack.terms_of(way.code, facts)
    term = next((one for one in terms if one.whose == "applicant" and one.starts == Code.OFFER), None)
    if term is None:
        return True, ""
    return True, f"{length_in_words(length_of(term, facts))} со дня размещения в личном кабинете"


def _part_line(case: Case, schedule: list[dict[str, Any]], number: int) -> SheetLine:
    part = schedule[number - 1]
    words = case.rules.connection
    name = f"Плата за {words}: платёж {number} из {len(schedule)} ({part['percent'].replace('.', ',')} %)"
    sum_ = Taxed(part["gross"] - part["vat"], part["vat"], part["gross"])
    return SheetLine(name, "платёж", Decimal(1), part["gross"], sum_)


def _purpose(case: Case, number: str, day: date, total: Taxed, vat_percent: int) -> str:
    """To be copied into a payment order. What is too long is taken from the middle: number and VAT always stand."""
    vat = in_roubles(total.vat).replace("\u00a0₽", "").replace("\u00a0", " ")
    begins = f"Оплата по счёту № {number} от {day:%d.%m.%Y}"
    ends = f". В том числе НДС {vat_percent} % - {vat}" if vat_percent else ". Без НДС"
    what = f" за {case.rules.connection}, заявка {case.name.replace(chr(160), ' ')}"
    return f"{begins}{what[: LONGEST_PURPOSE - len(begins) - len(ends)]}{ends}"
