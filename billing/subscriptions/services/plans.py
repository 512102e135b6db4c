"""Plans in editions, and which company has which."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.text import slugify

from accounts.models import User
from audit import record
from billing.reckoning.subscription import Rate, after, month_of
from tenancy import due
from tenants.models import GridCompany
from ui.words import month as in_words

from .. import letters
from ..errors import MonthClosed
from ..models import Plan, PlanEdition, Subscription
from ..queries import first_open
from ..schedule import BILL, billed_at


@transaction.atomic
def publish(
    plan: Plan | None, *, title: str = "", price: int, rates: Mapping[str, Rate], by: User, now: datetime
) -> PlanEdition:
    """A new plan, or a new edition of one. Subscribers keep theirs; the same terms again are no edition."""
    if plan is None:
        plan, _is_new = Plan.objects.get_or_create(title=title, defaults={"code": _code(title), "created_at": now})
    plan = Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    told = {dimension: {"included": rate.included, "over": rate.over} for dimension, rate in rates.items()}
    last = plan.editions.last()
    if last is not None and (last.price, last.rates) == (price, told):
        return last
    edition = plan.editions.create(
        number=last.number + 1 if last else 1, price=price, rates=told, published_at=now, published_by=by.short_name
    )
    record(by, "plan.published", plan, now=now, title=plan.title, number=edition.number)
    return edition


def _code(title: str) -> str:
    return slugify(title) or f"plan-{uuid.uuid4().hex[:8]}"


@transaction.atomic
def subscribe(
    company: GridCompany,
    edition: PlanEdition | None,
    *,
    since: date,
    trial_days: int = 0,
    reason: str = "",
    by: User | None,
    key: uuid.UUID,
    now: datetime,
) -> Subscription:
    """Give the company an edition from a day on, or end its plan with None. A trial ends by itself in the same edition.

    The administrators are told. The same key again changes nothing. Raises MonthClosed.
    """
    if existing := Subscription.objects.filter(key=key).first():
        return existing
    opened = first_open(company)
    if opened is not None and since < opened:
        raise MonthClosed(month=in_words(month_of(since)))
    who = by.short_name if by else "площадка"
    given = {"company": company, "edition": edition, "reason": reason, "recorded_at": now, "recorded_by": who}
    made = Subscription.objects.create(key=key, since=since, is_trial=trial_days > 0, **given)
    if trial_days:
        paid_since = since + timedelta(days=trial_days)
        Subscription.objects.create(since=paid_since, **{**given, "reason": "пробный период закончился"})
    due.plan(BILL, company.pk, at=billed_at(after(month_of(max(since, opened or since)))))
    record(by, "plan.given", company, now=now, title=made.title, day=since.isoformat())
    letters.plan_changed(made, trial_days=trial_days, now=now)
    return made
