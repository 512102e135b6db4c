"""Who changes money waits for whoever changes it now: one lock in a company.

The order is always the same: the money, the cases by number, the invoices by number. Who holds a case never asks for
the money afterwards, so nobody waits in a circle.
"""

from collections.abc import Collection

from billing.invoices.models import Invoice
from cabinet.cases.models import Case
from tenancy.locks import one_at_a_time


def lock_money() -> None:
    """Runs inside a transaction and is let go at its end."""
    one_at_a_time("money")


def locked_invoices(pks: Collection[int]) -> dict[int, Invoice]:
    """The invoices as they are now, and their cases, locked until the end of the transaction."""
    if not pks:
        return {}
    cases = Invoice.objects.filter(pk__in=pks).values("case_id")
    list(Case.objects.select_for_update(no_key=True).filter(pk__in=cases).order_by("pk").values_list("pk"))
    owed = (
        Invoice.objects.select_for_update(no_key=True)
        .filter(pk__in=pks)
        .order_by("pk")
        .only("number", "case", "kopecks", "paid_kopecks", "cancelled_at", "issued_by")
    )
    return {invoice.pk: invoice for invoice in owed}
