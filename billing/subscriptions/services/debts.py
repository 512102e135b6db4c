"""What follows from an unpaid invoice, step by step. It ends at once with the payment, and while there is a dispute.

Applicants are never locked out: whoever is registered signs in, submits and reads whatever the company owes.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Sum

from accounts.models import User
from audit import record
from tenancy import due
from tenants.models import GridCompany
from tenants.queries import forget_hosts

from .. import letters
from ..errors import NotPausedNow, ReasonNeeded
from ..models import Applied, Invoice, OverdueStep, Pause
from ..queries import open_invoices
from ..schedule import PURSUE, pursued_at, today


@dataclass(frozen=True)
class Step:
    days: int  # since the day of the invoice, without those of a dispute
    name: str
    consequence: str


REMINDED, WARNED, SETTINGS_HELD, REGISTRATION_HELD = 5, 15, 30, 60
STEPS = (
    Step(0, "счёт выставлен", ""),
    Step(REMINDED, "напоминание", "Напоминаем: срок оплаты наступил."),
    Step(WARNED, "предупреждение администраторам", "На страницах администраторов теперь есть предупреждение."),
    Step(
        SETTINGS_HELD,
        "настройки только для чтения",
        "Настройки организации теперь можно только смотреть: менять их станет можно сразу после оплаты.",
    ),
    Step(
        REGISTRATION_HELD,
        "новые регистрации закрыты",
        "Новые заявители не могут зарегистрироваться, пока счёт не оплачен. Заявки с бумаги вносить можно.",
    ),
)


def steps_until(days: int) -> list[Step]:
    return [step for step in STEPS if step.days <= days]


def next_step(days: int) -> Step | None:
    return next((step for step in STEPS if step.days > days), None)


def counted_days(since: date, until: date, pauses: list[tuple[date, date | None]]) -> int:
    """Days from one to the other without those that lie in a pause; two pauses never overlap."""
    paused = sum(max(0, (min(end or until, until) - max(start, since)).days) for start, end in pauses if start < until)
    return max(0, (until - since).days - paused)


@transaction.atomic
def follow(company: GridCompany, *, now: datetime) -> int:
    """Write the steps that were reached, tell of them, set what holds for the company now and plan the next look.

    Called after whatever changes a debt, and by a worker on the day of the next step. In `public`.
    """
    company = GridCompany.objects.select_for_update(no_key=True).get(pk=company.pk)
    pauses = list(Pause.objects.filter(company=company).values_list("since", "ended_on"))
    is_paused = any(end is None for _start, end in pauses)
    reached, moments = 0, []
    for invoice in open_invoices([company]):
        assert invoice.issued_on is not None  # noqa: S101  (an issued one has a day)
        days = counted_days(invoice.issued_on, today(now), pauses)
        if not is_paused:
            _note_steps(invoice, days, now=now)
            reached = max(reached, steps_until(days)[-1].days)
            if following := next_step(days):
                moments.append(today(now) + timedelta(days=following.days - days))
    if reached != company.overdue_days:
        company.overdue_days = reached
        company.save(update_fields=["overdue_days"])
        transaction.on_commit(forget_hosts)
    if moments:
        due.plan(PURSUE, company.pk, at=pursued_at(min(moments)))
    else:
        due.settle(PURSUE, company.pk)
    return reached


def _note_steps(invoice: Invoice, days: int, *, now: datetime) -> None:
    """A worker that slept over several steps tells of the last one only."""
    known = set(invoice.steps.values_list("days", flat=True))
    new = [step for step in steps_until(days) if step.days not in known]
    OverdueStep.objects.bulk_create(OverdueStep(invoice=invoice, days=step.days, reached_at=now) for step in new)
    if new and new[-1].consequence:
        letters.payment_overdue(invoice, new[-1].days, new[-1].consequence)


@transaction.atomic
def pause(company: GridCompany, *, reason: str, by: User, key: uuid.UUID, now: datetime) -> Pause:
    """A dispute: what was limited is free at once. One that lasts is returned as it is. Raises ReasonNeeded."""
    if not reason.strip():
        raise ReasonNeeded
    GridCompany.objects.select_for_update(no_key=True).get(pk=company.pk)
    lasting = Pause.objects.filter(company=company, ended_on=None).first()
    if lasting is not None:
        return lasting
    if earlier := Pause.objects.filter(key=key).first():  # a press repeated after the end of what it has made
        return earlier
    made = Pause.objects.create(key=key, company=company, since=today(now), reason=reason, made_by=by.short_name)
    record(by, "debt.paused", company, now=now, reason=reason)
    follow(company, now=now)
    return made


@transaction.atomic
def resume(company: GridCompany, *, by: User, now: datetime) -> Pause:
    """The dispute is over: days are counted on from here. Raises NotPausedNow."""
    lasting = Pause.objects.select_for_update(no_key=True).filter(company=company, ended_on=None).first()
    if lasting is None:
        raise NotPausedNow
    lasting.ended_on, lasting.ended_by = today(now), by.short_name
    lasting.save(update_fields=["ended_on", "ended_by"])
    record(by, "debt.resumed", company, now=now, day=lasting.since.isoformat())
    follow(company, now=now)
    return lasting


def give_back(invoice: Invoice, *, reason: str, by: User, now: datetime) -> None:
    """What has paid an invoice pays it no longer and waits for a decision. In the transaction of the cancellation."""
    paid = Applied.objects.filter(invoice=invoice).values("payment").annotate(total=Sum("kopecks")).order_by("payment")
    for one in paid:
        if one["total"]:
            Applied.objects.create(
                payment_id=one["payment"], invoice=invoice, kopecks=-one["total"], reason=reason, applied_at=now,
                applied_by=by.short_name,
            )  # fmt: skip
