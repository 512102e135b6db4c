from django.utils import timezone

from tenancy.companies import nightly
from tenancy.company import current_company, in_zone_of
from tenancy.tasks import company_task

from . import services


@company_task(name=services.REMIND)
def remind(booking_id: int) -> None:
    services.remind(booking_id, now=timezone.now())


@company_task(name=services.TELL)
def tell_waiting(_all: int) -> None:
    services.tell_waiting(now=timezone.now())


@nightly("appointments.open_days")
def open_days() -> None:
    """Each night one more day comes within the horizon: who waits may find a time there."""
    with in_zone_of(current_company()):
        services.tell_waiting(now=timezone.now())
