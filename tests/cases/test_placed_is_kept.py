"""Placed things are never changed or deleted: the database refuses it, whoever asks and however."""

import uuid

import pytest
from django.db import InternalError, connection, transaction

from accounts.models import User
from cabinet.applications import services as applications
from cabinet.cases import services
from cabinet.cases.drafts.state import Paper, Sheet
from cabinet.cases.models import Case, Entry
from documents.models import Document
from tests import world
from tests.moment import NOW

pytestmark = pytest.mark.usefixtures("here")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases_entry SET html = 'другое'",
        "UPDATE cases_entry SET placed_at = NULL",
        "UPDATE cases_entry SET from_company = true",
        "DELETE FROM cases_entry",
        "UPDATE documents_document SET sha256 = ''",
        "UPDATE documents_document SET key = gen_random_uuid()",
        "UPDATE documents_document SET placed_at = NULL",
        "DELETE FROM documents_document",
    ],
)
def test_raw_sql_is_refused(applicant: User, statement: str) -> None:
    world.application(applicant)

    refused = pytest.raises(InternalError, match="never changed or deleted")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_placed_case_cannot_be_deleted_with_its_feed(applicant: User) -> None:
    case = world.application(applicant)

    with pytest.raises(InternalError), transaction.atomic():
        case.delete()
    assert Case.objects.filter(pk=case.pk).exists()


def test_a_draft_may_be_changed_and_deleted(applicant: User) -> None:
    case = world.draft(applicant)
    entry = services.attach(case, world.pdf(), title="", by=applicant, key=uuid.uuid4(), now=NOW)

    named = Sheet(papers=[Paper(entry.pk, "Паспорт", "стр. 2")])
    applications.save_draft(case.application, answers={}, sheet=named, now=NOW)
    assert Entry.objects.get(pk=entry.pk).title == "Паспорт"
    services.detach(entry, now=NOW)
    assert not Document.objects.exists()
