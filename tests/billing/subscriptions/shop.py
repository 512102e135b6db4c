"""The platform as a seller: its details, a plan, a company that has it, what the company uses."""

import uuid
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from accounts import synthetic
from accounts.models import User
from billing.reckoning.subscription import Rate, after
from billing.subscriptions.models import BankFile, Invoice, Payment, Plan, PlanEdition, Seller
from billing.subscriptions.services import invoicing, payments, plans, rollup, sellers
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
    company: GridCompany, edition: PlanEdition | None, by: User, *, since: date = JANUARY, trial_days: int = 0
) -> None:
    key = uuid.uuid4()
    plans.subscribe(company, edition, since=since, trial_days=trial_days, by=by, key=key, now=at(since))


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


def statement(*documents: str, account_number: str = "") -> bytes:
    """A file as the bank gives it."""
    own = account_number or account(BIK)
    head = f"1CClientBankExchange\nВерсияФормата=1.03\nКодировка=UTF-8\nРасчСчет={own}\n"
    return (head + "".join(documents) + "КонецФайла\n").encode()


def document(
    number: str, roubles: str, purpose: str, *, day: str = "10.02.2026", inn: str = "", payer: str = ""
) -> str:
    return (
        f"СекцияДокумент=Платежное поручение\nНомер={number}\nДата={day}\nСумма={roubles}\n"
        f"ПлательщикСчет=40702810000000000099\nПлательщик1=ООО «Горсеть»\nПлательщикИНН={inn}\n"
        f"ПолучательСчет={account(BIK)}\nДатаПоступило={day}\nНазначениеПлатежа={purpose}\nКонецДокумента\n"
    )


def everything(company: GridCompany) -> dict[str, str]:
    """One of each thing that has an address: a plan, an invoice paid in part, a payment that waits. By their routes."""
    if not Plan.objects.exists():
        _sell_everything(company)
    invoice = Invoice.objects.get()
    return {
        "billing/plans/<slug:code>": f"billing/plans/{Plan.objects.get().code}",
        "billing/invoices/<uuid:key>": f"billing/invoices/{invoice.key}",
        "billing/applied/<int:pk>": f"billing/applied/{invoice.applied.earliest('pk').pk}",
        "billing/payments/files/<uuid:key>": f"billing/payments/files/{BankFile.objects.get().key}",
        "billing/payments/<uuid:key>": f"billing/payments/{Payment.objects.get(document='2').key}",
    }


def _sell_everything(company: GridCompany) -> None:
    by = User(last_name="Соколов", first_name="Тимур", is_operator=True)
    seller(by)
    subscribe(company, plan(by), by)
    invoice, now = issued(company, JANUARY, by), at(FEBRUARY, 13)
    payments.mark(invoice, kopecks=100, paid_on=FEBRUARY, document="1", by=by, key=uuid.uuid4(), now=now)
    payments.take_file(statement(document("2", "5.00", "За кабинет")), name="выписка.txt", by=by, now=now)
