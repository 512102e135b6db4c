"""What the card of a case shows of its invoices, to each side."""

from dataclasses import dataclass

from django.utils.timezone import localdate

from accounts.models import User
from billing.reckoning.kopecks import in_roubles
from cabinet.cases.models import Case
from cabinet.cases.panels import Panel
from cabinet.cases.stages import CLOSED

from .models import Invoice
from .queries import of_case
from .rights import may_issue
from .states import State, state_of


@dataclass(frozen=True)
class Shown:
    """A row of a list."""

    invoice: Invoice
    state: State
    sum: str
    vat: str

    @classmethod
    def of(cls, invoice: Invoice) -> "Shown":
        vat = f"{in_roubles(invoice.vat_kopecks)}" if invoice.vat_percent else "без НДС"
        return cls(invoice, state_of(invoice, localdate()), in_roubles(invoice.kopecks), vat)


def panels_of(case: Case, user: User) -> list[Panel]:
    if not case.nature.has_stages:
        return []
    rows = [Shown.of(invoice) for invoice in of_case(case, user)]
    issues = user.is_staff_of_company and may_issue(user) and case.stage not in CLOSED
    if not rows and not issues:
        return []
    return [Panel("invoices/panel.html", {"rows": rows, "issues": issues, "case": case}, place="side")]
