from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from billing.usage.services import GATHER
from tenancy import due
from tenancy.company import current_company, in_public
from tenancy.tasks import company_task, task
from tenants.models import GridCompany

from .errors import SellerMissing
from .schedule import BILL, PURSUE
from .services import debts, invoicing, limits, rollup


@company_task(name=GATHER)
def gather(_subject: int) -> None:
    """The daily roll-up of a company in which something has happened. An event that commits during it, and found this
    work still listed, is gathered with the next one: at the latest when its month is drawn up.
    """
    company = current_company()
    with transaction.atomic():
        due.settle(GATHER, 0)
        rollup.gather(company)
    with in_public():
        limits.tell(company, now=timezone.now())


@task(BILL)
def bill(company_id: int) -> None:
    """Draw up what is over, and plan the next month. Without the seller's details it waits for them for a day."""
    now = timezone.now()
    company = GridCompany.objects.get(pk=company_id)
    with transaction.atomic():
        try:
            invoicing.draw_due(company, now=now)
        except SellerMissing:
            due.plan(BILL, company_id, at=now + timedelta(days=1))
    limits.tell(company, now=now)


@task(PURSUE)
def pursue(company_id: int) -> None:
    """The day of the next step has come."""
    debts.follow(GridCompany.objects.get(pk=company_id), now=timezone.now())
