"""S3 drops, waits, breaks off, lies and answers 500: nothing half-made is seen, nothing is lost, a repeat succeeds."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cabinet.cases.models import Case
from documents.models import Document, Upload
from documents.services import sweep_orphans
from documents.storage import forget_storage, storage
from tenancy.company import inside
from tenancy.errors import StorageUnavailable
from tenants.models import GridCompany
from tests import world
from tests.documents import honest
from tests.world import words

from .conftest import FORM, Visitor
from .proxy import (
    Fault,
    Proxy,
    cut_answer,
    cut_request,
    down,
    error_500,
    longer_than_it_is,
    shorter_than_it_is,
    silent,
    slow,
)

JSON = {"Accept": "application/json"}
PART = 5 * 1024 * 1024  # bytes
PLAN = honest.PDF.ljust(PART + 100_000)
FAULTS: tuple[Fault, ...] = (down, error_500, cut_request, cut_answer)


@pytest.fixture
def proxy(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    between = Proxy(settings.S3_ENDPOINT_URL)
    between.start()
    settings.S3_ENDPOINT_URL = between.url
    settings.S3_SECONDS = 1
    settings.S3_REST_SECONDS = 0  # the breaker lets every call try
    forget_storage()
    try:
        yield between
    finally:
        forget_storage()
        between.stop()


def begin(visitor: Visitor) -> str:
    asked = {"name": "план.pdf", "size": len(PLAN), "purpose": "case:1", "fingerprint": "1"}
    answer = visitor.client.post("/uploads/", asked, headers=JSON)
    return str(answer.json()["key"]) if answer.status_code == 201 else ""


def put(visitor: Visitor, key: str, number: int) -> int:
    part = PLAN[(number - 1) * PART : number * PART]
    path = f"/uploads/{key}/parts/{number}/"
    return visitor.client.put(path, part, content_type="application/octet-stream", headers=JSON).status_code


def finish(visitor: Visitor, key: str) -> int:
    return visitor.client.post(f"/uploads/{key}/finish/", headers=JSON).status_code


def arrived_once(company: GridCompany) -> None:
    """One whole document, and a day later nothing else in S3."""
    with inside(company):
        document = Document.objects.get()
        assert document.sha256 == hashlib.sha256(PLAN).hexdigest()
        assert b"".join(storage().chunks(str(document.key))) == PLAN
        # Swept as an upload that nobody filed would be, so it is filed first.
        Upload.objects.all().delete()
        sweep_orphans(now=timezone.now() + timedelta(days=2))
        assert {key for key, _modified in storage().listed()} == {str(document.key)}


def test_a_part_that_did_not_arrive_is_sent_again(visitor: Visitor, scratch_company: GridCompany, proxy: Proxy) -> None:
    key = begin(visitor)
    assert put(visitor, key, 1) == 204
    for fault in (*FAULTS, silent):
        with proxy.misbehaving(fault):
            assert (fault, put(visitor, key, 2)) == (fault, 503)
            assert finish(visitor, key) == 409
    with inside(scratch_company):
        assert list(Upload.objects.get().parts) == ["1"]
        assert not Document.objects.exists()

    assert put(visitor, key, 2) == 204
    assert finish(visitor, key) == 200
    arrived_once(scratch_company)


def test_a_finish_that_broke_off_is_repeated(visitor: Visitor, scratch_company: GridCompany, proxy: Proxy) -> None:
    """While one object is made of the parts, also when it was made and nobody heard, and while it is read back."""
    key = begin(visitor)
    assert [put(visitor, key, number) for number in (2, 1)] == [204, 204]
    for method in ("POST", "GET"):
        for fault in FAULTS:
            with proxy.misbehaving(fault, lambda asked, _path, method=method: asked == method):  # type: ignore[misc]
                assert (method, fault, finish(visitor, key)) == (method, fault, 503)
            with inside(scratch_company):
                assert not Document.objects.exists()
    for fault in (silent, longer_than_it_is, shorter_than_it_is):
        with proxy.misbehaving(fault, lambda asked, _path: asked == "GET"):
            assert (fault, finish(visitor, key)) == (fault, 503)

    assert finish(visitor, key) == 200
    arrived_once(scratch_company)


def test_a_beginning_that_broke_off_leaves_nothing(
    visitor: Visitor, scratch_company: GridCompany, proxy: Proxy
) -> None:
    for fault in (down, error_500, cut_answer):
        with proxy.misbehaving(fault):
            assert begin(visitor) == ""
    with inside(scratch_company):
        assert not Upload.objects.exists()


def test_a_slow_one_only_takes_longer(visitor: Visitor, scratch_company: GridCompany, proxy: Proxy) -> None:
    with proxy.misbehaving(slow):
        key = begin(visitor)
        assert [put(visitor, key, number) for number in (1, 2)] == [204, 204]
        assert finish(visitor, key) == 200
    arrived_once(scratch_company)


def test_a_draft_keeps_what_was_typed_and_added(visitor: Visitor, scratch_company: GridCompany, proxy: Proxy) -> None:
    visitor.press("attach", world.pdf())
    for fault in FAULTS:
        with proxy.misbehaving(fault):
            answer = visitor.press("attach", world.jpg())
        assert answer.status_code == 422
        seen = words(answer)
        assert "Файлы сейчас недоступны" in seen
        assert "выписка ЕГРН.pdf" in seen
        assert f'value="{FORM["address"]}"' in seen
        with inside(scratch_company):
            assert Document.objects.count() == Case.objects.get().entries.count() == 1

    assert visitor.press("attach", world.jpg()).status_code == 302
    with inside(scratch_company):
        assert Document.objects.count() == Case.objects.get().entries.count() == 2


def test_an_archive_is_whole_or_breaks_loudly(visitor: Visitor, scratch_company: GridCompany, proxy: Proxy) -> None:
    visitor.press("attach", world.pdf(), world.jpg())
    card = visitor.press("submit")["Location"]
    for fault in (*FAULTS, silent, longer_than_it_is, shorter_than_it_is):
        with proxy.misbehaving(fault, lambda method, _path: method == "GET"):
            answer = visitor.get(f"{card}archive/")
            assert answer.status_code == 200
            with pytest.raises(StorageUnavailable):
                b"".join(answer.streaming_content)

    assert b"".join(visitor.get(f"{card}archive/").streaming_content).startswith(b"PK")


def test_the_health_page_asks_it_once(visitor: Visitor, proxy: Proxy) -> None:
    """Whoever asks for the health page waits for seconds only: an instance without S3 still serves pages."""
    with proxy.misbehaving(down):
        answer = visitor.get("/health/ready")

    assert (answer.status_code, answer.json()["storage"]) == (200, False)
    assert len(proxy.seen) == 1


def test_after_a_few_failures_it_is_left_alone_and_then_tried_by_one(
    visitor: Visitor, proxy: Proxy, settings: Any
) -> None:
    settings.S3_REST_SECONDS = 3600
    forget_storage()
    with proxy.misbehaving(silent):
        for _ in range(settings.S3_FAILURES):
            assert begin(visitor) == ""
        asked = len(proxy.seen)
        for _ in range(10):
            assert begin(visitor) == ""
        assert len(proxy.seen) == asked
    assert begin(visitor) == ""  # it is well again, and has its rest
    assert len(proxy.seen) == asked
