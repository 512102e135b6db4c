"""What the card of an application shows of its supplier, to each side."""

from accounts.models import User
from cabinet.cases.models import Case
from cabinet.cases.panels import Panel

from .queries import details_of, offered, placed_contract


def panels_of(case: Case, user: User) -> list[Panel]:
    """The applicant reads whom to pay and under which account; staff may say which supplier it is."""
    rule = case.edition.supplier
    if rule is None or not case.nature.has_stages:
        return []
    supplier = case.application.supplier
    for_staff = user.is_staff_of_company
    if supplier is None and not (for_staff and offered()):
        return []
    placed = placed_contract(case) if supplier is not None else None
    shown = {
        "supplier": supplier,
        "typed": case.application.answers.get(rule.question, "") if for_staff else "",
        "placed": placed,
        "details": details_of(placed) if placed else [],
        "for_staff": for_staff,
        "may_choose": user.is_clerk and not case.is_closed,
    }
    return [Panel("suppliers/panel.html", shown, place="side")]
