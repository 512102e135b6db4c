"""The site is killed at each step of a submission: pressed again, an application is handed over once with its files."""

import pytest

from cabinet.cases.models import Case
from documents.models import Document
from notifications.models import OutboxMessage
from tenancy.company import in_public, inside
from tenancy.models import DueWork
from tenants.models import GridCompany
from tests import world

from .conftest import FORM, Visitor, die_at
from .test_postgres import is_submitted_once

COMMITTED = "tenancy.later.send"
MOMENTS = {
    "the answers are not saved": "cabinet.applications.services.save_draft",
    "they are saved, nothing is handed over": "cabinet.cases.services.drafts.advance",
    "it is handed over, its files are not": "documents.services.publish",
    "its files are handed over, it has no number": "cabinet.cases.services.drafts.give_on_submission",
    "it has its number, the journal does not know": "cabinet.cases.services.drafts.record",
    "the journal knows, no letter is written": "cabinet.cases.letters.notices.submitted",
    "the letters are written, no paper is asked for": "cabinet.cases.services.drafts.want_papers",
    "all is committed, nobody was nudged": COMMITTED,
}


@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS)
def test_it_is_submitted_once(visitor: Visitor, scratch_company: GridCompany, moment: str) -> None:
    visitor.press("attach", world.pdf(), world.jpg())
    pressing = (visitor.page, {**FORM, "do": "submit"})

    die_at(moment, visitor, pressing)

    is_committed = moment == COMMITTED
    with inside(scratch_company):
        assert Case.objects.get().is_draft != is_committed
        assert Document.objects.filter(placed_at__isnull=False).exists() == is_committed
        assert OutboxMessage.objects.exists() == is_committed
    assert visitor.press("submit").status_code == 302
    is_submitted_once(scratch_company)
    with inside(scratch_company):
        letters = set(OutboxMessage.objects.values_list("pk", flat=True))
    with in_public():
        listed = DueWork.objects.filter(schema_name=scratch_company.schema_name, task="notifications.deliver")
        assert letters <= set(listed.values_list("subject", flat=True))
