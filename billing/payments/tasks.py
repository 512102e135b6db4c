from django.utils import timezone

from tenancy import due
from tenancy.companies import nightly
from tenancy.tasks import company_task

from . import services
from .models import Settlement, Statement


@company_task(name=services.APPLY)
def apply_statement(statement_id: int) -> None:
    """Apply a file whose bringer went away before it was done."""
    statement = Statement.objects.select_related("document").filter(pk=statement_id).first()
    if statement is None or not statement.is_waiting:
        due.settle(services.APPLY, statement_id)
        return
    services.apply_statement(statement, now=timezone.now())


@company_task(name=services.TELL)
def tell(settlement_id: int) -> None:
    """Write the letters about one application of money."""
    found = Settlement.objects.select_related("invoice__case__applicant", "invoice__case__assignee")
    settlement = found.filter(pk=settlement_id).first()
    if settlement is None:
        due.settle(services.TELL, settlement_id)
        return
    services.tell(settlement, now=timezone.now())


@nightly("payments.plan_forgotten")
def plan_forgotten() -> None:
    services.plan_forgotten(now=timezone.now())
