from django.utils import timezone

from tenancy.companies import nightly
from tenancy.company import connection, current_company, in_zone_of
from tenancy.later import send
from tenancy.tasks import company_task

from . import digest, services, warnings

RECOUNT = "terms.recount_some"


@company_task(name=services.TASK)
def attend(case_id: int) -> None:
    warnings.attend(case_id, now=timezone.now())


@company_task(name=digest.TASK)
def write_digest(person_id: int) -> None:
    digest.write(person_id, now=timezone.now())


@company_task(name=RECOUNT)
def recount_some(case_ids: list[int]) -> None:
    services.recount_some(case_ids, now=timezone.now())


@nightly("terms.plan_forgotten")
def plan_forgotten() -> None:
    """What a new calendar or new rules have changed, and what is on no list, is handed out by batches.

    All workers share the night, also where one company has most of the cases. A batch that is lost on the way is found
    the next night.
    """
    with in_zone_of(current_company()):
        for numbers in services.to_recount():
            send(RECOUNT, (numbers,), connection.schema_name)
