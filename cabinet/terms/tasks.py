from django.utils import timezone

from tenancy.companies import nightly
from tenancy.company import current_company, in_zone_of
from tenancy.tasks import company_task

from . import digest, services, warnings


@company_task(name=services.TASK)
def attend(case_id: int) -> None:
    warnings.attend(case_id, now=timezone.now())


@company_task(name=digest.TASK)
def write_digest(person_id: int) -> None:
    digest.write(person_id, now=timezone.now())


@nightly("terms.plan_forgotten")
def plan_forgotten() -> None:
    """Count again what a new calendar or new rules have changed, and list what is on no list."""
    with in_zone_of(current_company()):
        services.recount(now=timezone.now())
