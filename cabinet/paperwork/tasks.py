import logging
import uuid
from datetime import timedelta

from django.utils import timezone

from cabinet.cases.models import Case, Entry
from documents.errors import FileRefused
from tenancy import due
from tenancy.companies import nightly
from tenancy.errors import StorageUnavailable
from tenancy.tasks import company_task

from . import services
from .models import Paper
from .press import NotMade

log = logging.getLogger(__name__)

AGAIN_AFTER = timedelta(hours=1)  # a template may be mended meanwhile, space be made


@company_task(name=services.MAKE, soft_time_limit=120)
def make_paper(paper_id: int) -> None:
    """Make one paper. What does not succeed waits on the list of due work."""
    paper = Paper.objects.select_related("case__applicant", "case__author", "asked_by", "entry").filter(pk=paper_id)
    if (found := paper.first()) is None:
        due.settle(services.MAKE, paper_id)
        return
    try:
        services.make(found, now=timezone.now())
    except StorageUnavailable:
        log.warning("paper %s waits for the storage", paper_id)
    except (NotMade, FileRefused) as reason:
        log.error("paper %s could not be made: %s", paper_id, type(reason).__name__)
        due.plan(services.MAKE, paper_id, at=timezone.now() + AGAIN_AFTER)


@company_task(name="paperwork.make")
def make(case_id: int, made_code: str, key: str) -> None:
    """Ask for a document of the rule pack, by whoever spoke for that side last: for what has no person at hand.

    Verbs of cases call `cases.services.want_papers` instead: what it writes down is not lost with a message.
    """
    case = Case.objects.select_related("applicant", "author", "assignee").filter(pk=case_id).first()
    made = next((one for one in case.rules.made if one.code == made_code), None) if case else None
    if case is None or made is None:
        return
    spoke = Entry.objects.filter(case=case, from_company=True).select_related("author").order_by("-pk").first()
    clerk = case.assignee or (spoke.author if spoke else None)
    by = clerk if made.side == "company" and clerk else case.author
    services.ask(case, made, by, uuid.UUID(key), timezone.now(), {})


@nightly("paperwork.plan_forgotten")
def plan_forgotten() -> None:
    services.plan_forgotten(now=timezone.now())
