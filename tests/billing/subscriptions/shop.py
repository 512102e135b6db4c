"""The platform as a seller: its details, a plan, a company that has it, what the company uses."""

import uuid
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from accounts import synthetic
from accounts.models import User
from billing.reckoning.subscription import Rate, after
from billing.subscriptions.models import Invoice, PlanEdition, Seller
from billing.subscriptions.services import invoicing, plans, rollup, sellers
from billing.usage import services as usage
from billing.usage.dimensions import Dimension
from tenancy.company import inside
from tenants.models import GridCompany

MOSCOW = ZoneInfo("Europe/Moscow")
JANUARY, FEBRUARY, MARCH = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
ACCOUNT, BIK, CORRESPONDENT = "40702810900000000017", "044525225", "30101810400000000225"
RATES = {
    "applications": Rate(10, 15_000),
    "sms": Rate(100, 400),
    "verifications": Rate(50, 1_000),
    "storage": Rate(20, 5_000),
    "seats": Rate(3, 50_000),
}


def at(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=MOSCOW)


def seller(by: User, **others: str) -> Seller:
    answers = {
        "name": "ООО «Площадка»", "inn": synthetic.inn10(700), "kpp": synthetic.kpp(700), "ogrn": synthetic.ogrn(700),
        "address": "Москва, ул. Сетевая, д. 1", "bank": "ПАО Сбербанк", "bik": BIK, "account": account(BIK),
        "correspondent_account": CORRESPONDENT, "regime": "general", "ground": "", "signer": "Кузнецов И. П.",
        "signer_position": "Генеральный директор", "contact": "billing@example.ru",
    }  # fmt: skip
    return sellers.change({**answers, **others}, by=by, now=at(JANUARY))


def account(bik: str, n: int = 17) -> str:
    """With the check digit that fits the bank."""
    from billing.bank.requisites import account_fits

    return next(found for key in range(10) if account_fits(found := f"40702810{key}{n:011}", bik))


def plan(by: User, title: str = "Стандарт", price: int = 3_000_000, **rates: Rate) -> PlanEdition:
    return plans.publish(None, title=title, price=price, rates={**RATES, **rates}, by=by, now=at(JANUARY))


def subscribe(
    company: GridCompany, edition: PlanEdition | None, by: User, *, since: date = JANUARY, **how: int
) -> None:
    plans.subscribe(company, edition, since=since, by=by, key=uuid.uuid4(), now=at(since), **how)


def use(
    company: GridCompany, dimension: Dimension, quantity: int, *, day: date, recorded: datetime | None = None
) -> None:
    """As the receivers write it."""
    with inside(company):
        if dimension in (Dimension.STORAGE, Dimension.SEATS):
            usage.note_level(dimension, quantity, now=at(day))
        elif recorded is None:
            usage.note(dimension, quantity, key=str(uuid.uuid4()), now=at(day))
        else:
            usage.correct(
                dimension,
                quantity,
                day=day,
                reason="Ошибка счёта",
                by="Соколов Т.",
                key=str(uuid.uuid4()),
                now=recorded,
            )


def gather(company: GridCompany, *, whole: bool = False) -> None:
    with inside(company):
        rollup.gather(company, whole=whole)


def reviewed(company: GridCompany, month: date, by: User) -> Invoice:
    now = at(after(month)) + timedelta(days=1)
    return invoicing.review(invoicing.draw(company, month, now=now), by=by, now=now)


def issued(company: GridCompany, month: date, by: User, *, now: datetime | None = None) -> Invoice:
    when = now or at(after(month)) + timedelta(days=1)
    drawn = invoicing.draw(company, month, now=when)
    return invoicing.issue(invoicing.review(drawn, by=by, now=when), by=by, now=when)
