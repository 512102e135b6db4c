"""`manage.py verify_files`: what was changed or lost behind our back is found, and operators are told."""

import io
import logging
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from accounts.models import User
from documents import services
from documents.models import Document
from documents.storage import storage
from documents.tasks import verify_sample
from documents.upkeep.integrity import Verdict, sample, verify
from notifications.models import OutboxMessage
from tenancy.company import in_public
from tenants.models import GridCompany
from tests import world
from tests.moment import NOW


def filed(applicant: User, file: SimpleUploadedFile) -> Document:
    document = services.take(file, by=applicant, now=NOW)
    services.keep(document)
    return document


@pytest.fixture
def document(applicant: User) -> Document:
    return filed(applicant, world.pdf("тайный план.pdf"))


def verified(*options: str) -> tuple[str, bool]:
    """What the command says, and whether it is content."""
    out = io.StringIO()
    try:
        call_command("verify_files", *options, stdout=out)
    except CommandError:
        return out.getvalue(), False
    return out.getvalue(), True


def letters() -> list[str]:
    with in_public():
        return list(OutboxMessage.objects.values_list("text", flat=True))


def test_files_as_they_were(document: Document, other_company: GridCompany) -> None:
    said, content = verified("--all")

    assert content
    assert "gorset: Перечитано: 1." in said
    assert "teploset: Перечитано: 0." in said


@pytest.mark.parametrize("bytes_now", [world.PDF[:-1] + b"X", world.PDF[:-1], world.PDF + b"\n"])
def test_a_changed_file_is_alarming(
    document: Document, operator: User, bytes_now: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    storage().put(str(document.key), io.BytesIO(bytes_now), content_type="application/pdf")
    with caplog.at_level(logging.CRITICAL):
        said, content = verified("--company", "gorset")

    assert not content
    assert f"Изменились документы: {document.pk}" in said
    assert [record.levelname for record in caplog.records] == ["CRITICAL"]
    assert "тайный" not in caplog.text
    [letter] = letters()
    assert f"Изменились документы: {document.pk}" in letter
    assert "тайный" not in letter


def test_a_lost_file_is_alarming_and_the_others_are_still_read(
    document: Document, applicant: User, operator: User
) -> None:
    filed(applicant, world.jpg())
    storage().remove(str(document.key))
    said, content = verified("--sample", "10")

    assert not content
    assert f"gorset: Перечитано: 2. Пропали документы: {document.pk}." in said


def test_a_file_cancelled_while_others_are_read_is_not_lost(document: Document) -> None:
    listed, verdict = list(sample(None)), Verdict()
    Document.objects.all().delete()
    storage().remove(str(document.key))
    verify(listed, verdict)

    assert not verdict.is_alarming


def test_every_night_some_are_read(document: Document, operator: User) -> None:
    verify_sample(["gorset"])
    assert letters() == []

    storage().remove(str(document.key))
    verify_sample(["gorset"])
    assert len(letters()) == 1


def test_a_file_older_than_streebog_is_known_by_its_sha256(document: Document) -> None:
    Document.objects.filter(pk=document.pk).update(streebog256="", streebog512="")
    assert verified("--all")[1]


def test_a_company_that_is_not_there(db: Any) -> None:
    with pytest.raises(CommandError, match="нет"):
        call_command("verify_files", "--company", "nobody")
