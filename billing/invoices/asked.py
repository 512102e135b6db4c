"""«Требуется действие: Оплатите счёт …» on the first page of an applicant."""

from accounts.models import User
from billing.reckoning.kopecks import in_roubles
from cabinet.cases.actions import Action
from ui.words import in_words

from .queries import open_of

MOST = 3


def asked_of(user: User) -> list[tuple[int, Action]]:
    """One query; nothing for those who act for nobody."""
    if user.applicant is None:
        return []
    return [
        (
            invoice.case_id,
            Action(
                title=f"Оплатите счёт № {invoice.number}, {in_roubles(invoice.left)}",
                due=f"до {in_words(invoice.pay_until)}" if invoice.pay_until else "",
                url=invoice.get_absolute_url(),
                button="Оплатить",
            ),
        )
        for invoice in open_of(user)[:MOST]
    ]
