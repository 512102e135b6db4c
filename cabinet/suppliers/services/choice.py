"""Staff say which supplier an application is about: the applicant has typed a name that nobody here has, or erred."""

from datetime import datetime

from django.db import transaction

from accounts.models import Supplier, User
from audit import record
from cabinet.applications.models import Application
from cabinet.cases import ports
from cabinet.cases.models import Case
from cabinet.cases.services.placement import locked

from ..errors import ApplicationIsOver, SupplierIsAway


@transaction.atomic
def choose_supplier(case: Case, supplier: Supplier | None, *, by: User, now: datetime) -> None:
    """From now on this supplier sees the application, and the one before it does not. It is told what it has to know.

    Raises SupplierIsAway, ApplicationIsOver.
    """
    case = locked(case)
    if case.edition.supplier is None or case.is_closed:
        raise ApplicationIsOver
    if supplier is not None and not Supplier.objects.admitted().filter(pk=supplier.pk).exists():
        raise SupplierIsAway
    changed = Application.objects.filter(pk=case.pk).exclude(supplier=supplier)
    if supplier is None:
        changed = Application.objects.filter(pk=case.pk, supplier__isnull=False)
    if not changed.update(supplier=supplier):
        return
    event = "case.supplier_chosen" if supplier else "case.supplier_taken_off"
    record(by, event, case, now=now, **({"title": supplier.name} if supplier else {}))
    ports.clock(case, now)
