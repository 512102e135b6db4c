"""What the card of a case shows of its invoices, to each side."""

from dataclasses import dataclass

from django.utils.timezone import localdate

from accounts.models import User
from billing.reckoning.kopecks import in_roubles
from cabinet.cases.models import Case
from cabinet.cases.panels import Panel
from cabinet.cases.stages import CLOSED, Stage

from .menu import shown_to
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
    if user.is_staff_of_company:
        return [_for_staff(case, user)]
    if not shown_to(user)[0]:
        return []
    rows = _rows(case, user)
    return [Panel("invoices/panel.html", {"rows": rows, "case": case}, place="side")] if rows else []


def _for_staff(case: Case, user: User) -> Panel:
    """While documents are awaited nothing is asked for: the card shows them, and the way to the list of invoices."""
    is_waiting = case.stage == Stage.MISSING
    shown = {
        "rows": [] if is_waiting else _rows(case, user),
        "listed": is_waiting,
        "issues": may_issue(user) and case.stage not in CLOSED,
        "case": case,
    }
    return Panel("invoices/panel.html", shown, place="side")


def _rows(case: Case, user: User) -> list[Shown]:
    return [Shown.of(invoice) for invoice in of_case(case, user)]
