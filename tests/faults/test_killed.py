"""Web and worker are killed between S3 and the row, and between the row and the letter: one document."""

import hashlib
from datetime import timedelta

import pytest
from django.utils import timezone

from cabinet.cases.models import Case, Entry
from cabinet.demo import files
from documents.models import Document, Upload
from documents.services import sweep_orphans
from documents.storage import storage
from documents.tasks import process
from notifications.models import OutboxMessage
from tenancy.company import inside
from tenants.models import GridCompany

from .conftest import Visitor, die_at

JSON = {"Accept": "application/json"}
PRESS = "6b1f0a52-8a35-4f0e-9a41-1df0a7a6f001"
MOMENTS = {
    "S3 has the parts, not the object": "documents.storage.Storage.complete",
    "S3 has the object, the row is not there": "documents.services.uploads._attached",
    "the row is there, the entry is not": "cabinet.cases.services.feed.place_entry",
    "the entry is there, the letter is not": "cabinet.cases.letters.notices.entry_placed",
    "the letter is written, nobody was nudged": "tenancy.later.send",
}


@pytest.fixture
def plan() -> bytes:
    return files.pdf("План участка")


@pytest.fixture
def card(visitor: Visitor, scratch_company: GridCompany) -> str:
    """Of a submitted application without files; its letters have been sent."""
    address: str = visitor.press("submit")["Location"]
    with inside(scratch_company):
        OutboxMessage.objects.all().delete()
    return address


def sent(visitor: Visitor, content: bytes) -> str:
    """The key of an upload all of whose parts are in."""
    asked = {"name": "план.pdf", "size": len(content), "purpose": "case:1:add", "fingerprint": "1"}
    key: str = visitor.client.post("/uploads/", asked, headers=JSON).json()["key"]
    path = f"/uploads/{key}/parts/1/"
    answer = visitor.client.put(path, content, content_type="application/octet-stream", headers=JSON)
    assert answer.status_code == 204
    return key


@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS)
def test_the_same_again_makes_one_document_and_one_letter(
    visitor: Visitor, scratch_company: GridCompany, card: str, plan: bytes, moment: str
) -> None:
    key = sent(visitor, plan)
    finishing: tuple[str, dict[str, str]] = (f"/uploads/{key}/finish/", {})
    filing = (f"{card}entries/document/", {"key": PRESS, "upload": key, f"title-{key}": "План"})
    is_committed = moment == "tenancy.later.send"
    if is_committed:  # the first nudge is that of the finished file, and it is the filing that is to be cut
        visitor.client.post(finishing[0], headers=JSON)
        die_at(moment, visitor, filing)
    else:
        die_at(moment, visitor, finishing, filing)
    with inside(scratch_company):
        assert Entry.objects.filter(kind=Entry.Kind.DOCUMENT).count() == is_committed

    assert visitor.client.post(finishing[0], headers=JSON).status_code in {200, 404}
    assert visitor.client.post(filing[0], filing[1]).status_code == 302
    with inside(scratch_company):
        document = Document.objects.get()
        assert (document.sha256, bool(document.placed_at)) == (hashlib.sha256(plan).hexdigest(), True)
        assert Case.objects.get().entries.filter(kind=Entry.Kind.DOCUMENT).count() == 1
        assert not Upload.objects.exists()
        assert OutboxMessage.objects.count() == 1
        left_in_s3(document)


@pytest.mark.parametrize("moment", ["documents.storage.Storage.put", "documents.processing._note"])
def test_a_worker_killed_over_its_pictures_is_followed_by_another(
    visitor: Visitor, scratch_company: GridCompany, card: str, plan: bytes, moment: str
) -> None:
    key = sent(visitor, plan)
    visitor.client.post(f"/uploads/{key}/finish/", headers=JSON)
    visitor.client.post(f"{card}entries/document/", {"key": PRESS, "upload": key})
    with inside(scratch_company):
        number = Document.objects.get().pk
    die_at(moment, visitor, ("look", number))

    with inside(scratch_company):
        assert Document.objects.get().pictures == Document.Pictures.WAITED_FOR
        forget_its_turn(number)
        process(number)
        document = Document.objects.get()
        assert document.has_pictures
        left_in_s3(document, "thumb", "1")


def left_in_s3(document: Document, *pictures: str) -> None:
    """Two days later: the file and its pictures, and nothing else."""
    sweep_orphans(now=timezone.now() + timedelta(days=2))
    expected = {str(document.key), *(f"previews/{document.key}/{name}" for name in pictures)}
    assert {key for key, _modified in storage().listed()} == expected


def forget_its_turn(number: int) -> None:
    """As if the minutes had passed for which a file is left to the worker that took it."""
    from django.core.cache import cache

    cache.delete(f"processing-{number}")
