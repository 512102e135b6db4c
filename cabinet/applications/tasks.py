from django.utils import timezone

from tenancy.companies import nightly
from tenancy.tasks import company_task

from . import draft_life


@company_task(name=draft_life.TASK)
def remind_draft(case_id: int) -> None:
    draft_life.attend(case_id, now=timezone.now())


@nightly("applications.plan_forgotten")
def plan_forgotten() -> None:
    draft_life.watch_forgotten(now=timezone.now())
