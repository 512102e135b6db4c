import logging
from datetime import timedelta

from django.utils import timezone

from tenancy import due
from tenancy.companies import nightly
from tenancy.tasks import company_task

from . import services
from .acquirers import AcquirerRefused, AcquirerSilent
from .models import Checkout, Settlement, Statement

log = logging.getLogger(__name__)

AGAIN_AFTER = timedelta(minutes=10)


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


@company_task(name=services.ASK)
def ask_checkout(checkout_id: int) -> None:
    """Ask the provider what has become of an order. While it is silent, the list of due work brings it again."""
    checkout = Checkout.objects.filter(pk=checkout_id).first()
    if checkout is None:
        due.settle(services.ASK, checkout_id)
        return
    try:
        services.ask_checkout(checkout, now=timezone.now())
    except (AcquirerSilent, AcquirerRefused) as refusal:
        log.warning("order %s could not be asked about: %s", checkout_id, refusal.code)
        due.plan(services.ASK, checkout_id, at=timezone.now() + AGAIN_AFTER)


@nightly("payments.plan_forgotten")
def plan_forgotten() -> None:
    services.plan_forgotten(now=timezone.now())
    services.plan_forgotten_checkouts(now=timezone.now())
