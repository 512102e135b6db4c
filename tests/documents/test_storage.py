"""Real S3: bytes under a random key of the company, out again by a link that lives a minute."""

import hashlib
import urllib.error
import urllib.request
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from documents import services, tasks
from documents.errors import FileBroken
from documents.models import Document
from documents.storage import storage
from tests import world
from tests.moment import NOW


@pytest.fixture
def document(applicant: User) -> Document:
    taken = services.take(world.pdf("план участка.pdf"), by=applicant, now=NOW)
    services.keep(taken)
    return taken


def fetch(link: str) -> Any:
    return urllib.request.urlopen(link, timeout=5)


def test_the_link_gives_the_very_bytes_under_the_files_own_name(document: Document) -> None:
    with fetch(services.link(document)) as answer:
        assert answer.read() == world.PDF
        assert answer.headers["Content-Type"] == "application/pdf"
        assert "filename*=UTF-8''%D0%BF%D0%BB%D0%B0%D0%BD" in answer.headers["Content-Disposition"]


def test_what_is_known_of_a_file(document: Document) -> None:
    assert document.sha256 == hashlib.sha256(world.PDF).hexdigest()
    assert document.size == len(world.PDF)


def test_the_key_says_nothing_of_the_file(document: Document) -> None:
    path = urlsplit(services.link(document)).path

    assert path == f"/documents/gorset/{document.key}"


def test_the_link_lives_for_a_minute(document: Document, settings: Any) -> None:
    assert parse_qs(urlsplit(services.link(document)).query)["X-Amz-Expires"] == ["60"]

    settings.S3_LINK_SECONDS = -1
    with pytest.raises((urllib.error.HTTPError, ValueError)):
        fetch(services.link(document))


def test_a_link_opens_nothing_else(document: Document, applicant: User) -> None:
    other = services.take(world.jpg(), by=applicant, now=NOW)
    link = services.link(document).replace(str(document.key), str(other.key))

    with pytest.raises(urllib.error.HTTPError) as refusal:
        fetch(link)
    refusal.value.close()
    assert refusal.value.code == 403


def test_without_a_signature_nothing_is_given(document: Document) -> None:
    with pytest.raises(urllib.error.HTTPError) as refusal:
        fetch(services.link(document).split("?")[0])
    refusal.value.close()
    assert refusal.value.code in {400, 401, 403}


def test_a_file_cut_on_the_way_is_not_taken(applicant: User) -> None:
    upload = SimpleUploadedFile("план.pdf", world.PDF)
    upload.size = len(world.PDF) + 10

    with pytest.raises(FileBroken, match="не загрузился"):
        services.take(upload, by=applicant, now=NOW)


def test_two_files_of_one_name_are_two_files(applicant: User) -> None:
    keys = {services.take(world.pdf(), by=applicant, now=NOW).key for _ in range(2)}

    assert len(keys) == 2


def test_bytes_that_no_row_knows_are_swept_a_day_later(document: Document, applicant: User) -> None:
    orphan = services.take(world.jpg(), by=applicant, now=NOW)
    stored = {key for key, _modified in storage().listed()}
    assert {str(orphan.key), str(document.key)} <= stored

    services.sweep_orphans(now=timezone.now())
    assert str(orphan.key) in {key for key, _modified in storage().listed()}  # it may still be on its way

    services.sweep_orphans(now=timezone.now() + timedelta(days=2))
    left = {key for key, _modified in storage().listed()}
    assert str(orphan.key) not in left
    assert str(document.key) in left


def test_the_database_refuses_an_empty_document(document: Document) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(size=0)


def test_bytes_of_a_discarded_file_go_at_once_and_no_others(
    document: Document, applicant: User, django_capture_on_commit_callbacks: Any
) -> None:
    unwanted = services.take(world.jpg(), by=applicant, now=NOW)
    services.keep(unwanted)
    keys = str(document.key), str(unwanted.key)
    with django_capture_on_commit_callbacks() as callbacks:
        services.discard(unwanted)
    assert len(callbacks) == 1  # a nudge to the worker
    for key in keys:
        tasks.remove_bytes(key)

    stored = {key for key, _modified in storage().listed()}
    assert keys[0] in stored
    assert keys[1] not in stored
