from django.utils import timezone

from tenancy.company import current_company, in_zone_of
from tenancy.tasks import company_task

from . import services


@company_task(name=services.TASK)
def send_month(person_id: int) -> None:
    with in_zone_of(current_company()):
        services.send_month(person_id, now=timezone.now())
