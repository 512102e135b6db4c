"""What the administrators of a company are told about money. Written among the letters of the company itself."""

from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from django.urls import reverse

from accounts.models import User
from billing.reckoning.kopecks import in_roubles
from billing.reckoning.subscription import Meter
from billing.usage.dimensions import Dimension
from notifications.services import send_email
from tenancy.company import inside
from tenants.models import GridCompany
from ui.words import in_digits
from ui.words import month as in_words

from .models import Invoice, Subscription


def plan_changed(made: Subscription, *, trial_days: int, now: datetime) -> None:
    edition = made.edition
    what = f"тариф «{edition.plan.title}»" if edition else "нет тарифа"
    words = [f"С {in_digits(made.since)} у вашей организации {what}."]
    if edition:
        words.append(f"Цена: {in_roubles(edition.price)} в месяц без НДС.")
    if trial_days:
        words.append(f"Первые дни, всего {trial_days}, бесплатны: в пробный период ничего не начисляется.")
    _tell(made.company, f"plan/{made.key}", "Тариф изменён", words)


def invoice_issued(invoice: Invoice) -> None:
    title = f"{invoice.get_kind_display()} № {invoice.number}"
    words = [f"{title} за {in_words(invoice.period)}: {in_roubles(abs(invoice.gross))}."]
    if invoice.kind == Invoice.Kind.MONTHLY and invoice.due_on:
        words.append(f"Оплатите до {in_digits(invoice.due_on)}. В назначении платежа укажите номер счёта.")
    if invoice.reason:
        words.append(f"Причина: {invoice.reason}")
    _tell(invoice.company, f"invoice/{invoice.key}", title, words)


def payment_overdue(invoice: Invoice, days: int, consequence: str) -> None:
    words = [
        f"Счёт № {invoice.number} от {in_digits(invoice.issued_on)} не оплачен {days} дней. "
        f"К оплате: {in_roubles(invoice.owed)}." if invoice.issued_on else "",
        consequence,
        "Заявители пользуются кабинетом как обычно: подать заявку и получить ответ можно всегда.",
        "Если вы не согласны со счётом, ответьте на это письмо: на время разбирательства ограничения снимаются.",
    ]  # fmt: skip
    _tell(invoice.company, f"overdue/{invoice.key}/{days}", f"Счёт № {invoice.number} не оплачен", words)


def limit_reached(company: GridCompany, month: str, meter: Meter, percent: int) -> None:
    name = Dimension(meter.dimension).label.lower()
    words = [
        f"За {month} использовано {meter.used} из {meter.included}: {name}.",
        "Ничего не блокируется: заявки принимаются. Сверх включённого считается по цене тарифа."
        if percent >= 100
        else "Когда включённое закончится, остальное посчитаем по цене тарифа. Ничего не заблокируем.",
    ]
    _tell(company, f"limit/{month}/{meter.dimension}/{percent}", f"Использовано {percent} % тарифа: {name}", words)


def _tell(company: GridCompany, what: str, subject: str, words: list[str]) -> None:
    """Once for each administrator. In the transaction of the fact: the letter leaves after its commit."""
    with inside(company):
        for administrator in User.objects.active().administrators():
            send_email(
                key=uuid5(NAMESPACE_URL, f"{company.pk}/billing/{what}/{administrator.pk}"),
                to=administrator.email,
                template="platform_billing",
                context={
                    "subject_line": subject,
                    "words": [line for line in words if line],
                    "link": f"{company.address}{reverse('company_plan', urlconf='config.urls_company')}",
                },
            )
