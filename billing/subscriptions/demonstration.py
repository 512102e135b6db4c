"""The part of the demonstration that is money: plans, what companies have used, one invoice paid and one open."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.dispatch import receiver

from accounts import synthetic
from accounts.models import User
from billing.reckoning.subscription import Rate, after, month_of
from billing.usage import services as usage
from billing.usage.dimensions import Dimension
from cabinet.demo.signals import filled
from tenancy.company import inside
from tenants.models import GridCompany

from .models import Invoice, Plan, Seller
from .schedule import billed_at, today
from .services import invoicing, limits, payments, plans, rollup, sellers

SELLER = {
    "name": "ООО «Сетевой кабинет»",
    "inn": synthetic.inn10(700),
    "kpp": synthetic.kpp(700),
    "ogrn": synthetic.ogrn(700),
    "address": "Москва, ул. Примерная, д. 7",
    "bank": "ПАО Сбербанк",
    "bik": "044525225",
    "account": "40702810200000012345",
    "correspondent_account": "30101810400000000225",
    "regime": Seller.Regime.GENERAL,
    "ground": "",
    "signer": "Соколов Т. И.",
    "signer_position": "Генеральный директор",
    "contact": "billing@example.ru",
}
# Price a month, then what is included and the price of one more: applications, SMS, verifications, gigabytes, seats.
PLANS = {
    "Старт": (1_500_000, ((25, 10_000), (200, 400), (50, 1_500), (20, 5_000), (2, 100_000))),
    "Стандарт": (4_900_000, ((250, 8_000), (2_000, 350), (500, 1_200), (300, 4_000), (10, 80_000))),
    "Регион": (14_900_000, ((2_500, 5_000), (20_000, 300), (5_000, 900), (2_000, 3_000), (50, 60_000))),
}
ORDER = ("applications", "sms", "verifications", "storage", "seats")
# Which plan each has, and for how many days nothing is paid.
GIVEN = {"gorset": ("Стандарт", 0), "res": ("Старт", 400), "teploset": ("Старт", 0)}


@receiver(filled)
def sell(company: GridCompany, now: datetime, **kwargs: Any) -> None:
    operator = User.objects.filter(is_operator=True).earliest("pk")
    _open_shop(operator, now=now)
    title, trial_days = GIVEN[company.schema_name]
    since = after(month_of(today(now)), -2)
    edition = Plan.objects.get(title=title).current
    key = uuid5(NAMESPACE_URL, f"demo/{company.schema_name}")
    plans.subscribe(company, edition, since=since, trial_days=trial_days, by=operator, key=key, now=now)
    _use(company, since, now=now)
    drawn = invoicing.draw_due(company, now=now)
    if not trial_days:
        _bill(drawn, operator, now=now)
    limits.tell(company, now=now)


def _open_shop(operator: User, *, now: datetime) -> None:
    if Seller.current() is None:
        sellers.change(SELLER, by=operator, now=now)
    for title, (price, told) in PLANS.items():
        if not Plan.objects.filter(title=title).exists():
            rates = {name: Rate(*one) for name, one in zip(ORDER, told, strict=True)}
            plans.publish(None, title=title, price=price, rates=rates, by=operator, now=now)


def _use(company: GridCompany, since: date, *, now: datetime) -> None:
    """What its cases and figures have written already, and some codes by SMS."""
    with inside(company):
        for n in range(60):
            usage.note(Dimension.SMS, 3, key=f"demo/{n}", now=now - timedelta(days=n))
        rollup.gather(company)


def _bill(drawn: list[Invoice], operator: User, *, now: datetime) -> None:
    """The earlier month is issued and paid, the last one is issued and open."""
    for invoice in drawn:
        is_last = invoice == drawn[-1]
        over = billed_at(after(invoice.period)) - timedelta(days=1)  # the month has ended some hours ago
        issued_at = min(now, max(over, now - timedelta(days=2 if is_last else 25)))
        reviewed = invoicing.review(invoice, by=operator, now=issued_at)
        issued = invoicing.issue(reviewed, by=operator, now=issued_at)
        if not is_last:
            payments.mark(
                issued, kopecks=issued.gross, paid_on=today(issued_at), document=str(issued.serial), by=operator,
                key=uuid.uuid4(), now=issued_at,
            )  # fmt: skip
