"""A file that comes in parts: begun, sent, gone on with after a cut, finished once."""

import hashlib
import io
import uuid
from contextlib import ExitStack
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from cabinet.company.models import Profile
from documents import services
from documents.models import Document, Upload
from documents.processing import PROCESS
from documents.queries import used_bytes
from documents.sandbox import inspector
from documents.storage import storage
from gost import streebog
from tenants.models import GridCompany
from tests import world

from . import honest, hostile

JSON = {"Accept": "application/json"}
PART = 5 * 1024 * 1024  # bytes, settings.CHUNK_SIZE
LARGE = honest.PDF.ljust(2 * PART + 100)
FINGERPRINTS = count(1)


def begin(client: Client, content: bytes = LARGE, name: str = "план.pdf", **said: Any) -> Any:
    data = {"name": name, "size": len(content), "purpose": "case:1", "fingerprint": str(next(FINGERPRINTS)), **said}
    return client.post("/uploads/", data, headers=JSON)


def put(client: Client, key: str, number: int, content: bytes = LARGE, **options: Any) -> Any:
    part = content[(number - 1) * PART : number * PART]
    path = f"/uploads/{key}/parts/{number}/"
    return client.put(path, part, content_type="application/octet-stream", headers=JSON, **options)


def act(client: Client, key: str, what: str) -> Any:
    return client.post(f"/uploads/{key}/{what}/", headers=JSON)


def send(client: Client, content: bytes = LARGE, name: str = "план.pdf") -> Any:
    """All of it; the answer to the last request."""
    answer = begin(client, content, name)
    if answer.status_code != 201:
        return answer
    key = answer.json()["key"]
    for number in range(1, -(-len(content) // PART) + 1):
        assert put(client, key, number, content).status_code == 204
    return act(client, key, "finish")


def stored() -> set[str]:
    return {key for key, _modified in storage().listed()}


def test_a_file_arrives_whole(
    applicant_client: Client, applicant: User, sent_tasks: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = send(applicant_client)

    assert answer.status_code == 200
    document = Document.objects.get()
    assert answer.json() == {"key": str(document.key), "file_name": "план.pdf", "size": len(LARGE)}
    assert b"".join(services.chunks(document)) == LARGE
    assert (document.uploaded_by, document.placed_at) == (applicant, None)
    assert sent_tasks == [("gorset", PROCESS, document.pk)]


def test_what_is_hashed_is_what_is_stored(applicant_client: Client) -> None:
    send(applicant_client)
    document = Document.objects.get()

    assert document.sha256 == hashlib.sha256(LARGE).hexdigest()
    for bits, known in ((256, document.streebog256), (512, document.streebog512)):
        state = streebog.new(bits)
        state.update(LARGE)
        assert known == state.hexdigest()


def test_parts_come_in_any_order_and_more_than_once(applicant_client: Client) -> None:
    key = begin(applicant_client).json()["key"]
    for number in (3, 1, 1, 2, 3):
        assert put(applicant_client, key, number).status_code == 204

    assert Upload.objects.get().received == len(LARGE)
    assert act(applicant_client, key, "finish").status_code == 200
    assert b"".join(services.chunks(Document.objects.get())) == LARGE


def test_after_a_cut_it_goes_on_where_it_stopped(applicant_client: Client) -> None:
    first = begin(applicant_client, fingerprint="план 2026-03-13").json()
    assert (first["chunk_size"], first["parts"]) == (PART, [])
    put(applicant_client, first["key"], 1)
    put(applicant_client, first["key"], 3)

    again = begin(applicant_client, fingerprint="план 2026-03-13").json()
    assert (again["key"], again["parts"]) == (first["key"], [1, 3])
    assert begin(applicant_client, fingerprint="план 2026-03-14").json()["key"] != first["key"]
    assert begin(applicant_client, fingerprint="план 2026-03-13", purpose="case:2").json()["key"] != first["key"]


def test_nobody_goes_on_with_what_another_began(applicant_client: Client, stranger_client: Client) -> None:
    key = begin(applicant_client, fingerprint="одинаковый").json()["key"]

    assert begin(stranger_client, fingerprint="одинаковый").json()["key"] != key
    assert put(stranger_client, key, 1).status_code == 404
    assert act(stranger_client, key, "finish").status_code == 404
    assert act(stranger_client, key, "cancel").status_code == 404
    assert Upload.objects.filter(key=key).exists()


def test_finished_twice_it_is_one_document(applicant_client: Client) -> None:
    first = send(applicant_client)
    again = act(applicant_client, first.json()["key"], "finish")

    assert (again.status_code, again.json()) == (200, first.json())
    assert Document.objects.count() == 1
    assert put(applicant_client, first.json()["key"], 1).status_code == 204  # a late repetition


def test_finished_by_somebody_who_died_it_is_finished_by_the_next(applicant_client: Client) -> None:
    """S3 has made one object of the parts, the row does not know it yet."""
    key = begin(applicant_client).json()["key"]
    for number in (1, 2, 3):
        put(applicant_client, key, number)
    upload = Upload.objects.get()
    storage().complete(key, upload.s3_id, {int(number): etag for number, etag in upload.parts.items()})

    assert put(applicant_client, key, 3).status_code == 204
    assert act(applicant_client, key, "finish").status_code == 200
    assert Document.objects.get().size == len(LARGE)


def test_a_file_is_not_finished_without_a_part(applicant_client: Client) -> None:
    key = begin(applicant_client).json()["key"]
    put(applicant_client, key, 1)
    put(applicant_client, key, 3)
    answer = act(applicant_client, key, "finish")

    assert (answer.status_code, answer.json()["code"]) == (409, "parts_missing")
    assert answer.json()["error"] == "Файл «план.pdf»: загружено не всё. Повторите"
    put(applicant_client, key, 2)
    assert act(applicant_client, key, "finish").status_code == 200


def test_parts_that_s3_forgot_are_sent_anew(applicant_client: Client) -> None:
    began = begin(applicant_client, fingerprint="один").json()
    put(applicant_client, began["key"], 1)
    upload = Upload.objects.get()
    storage().abort(str(upload.key), upload.s3_id)
    answer = put(applicant_client, began["key"], 2)

    assert (answer.status_code, answer.json()["code"]) == (410, "upload_lost")
    again = begin(applicant_client, fingerprint="один").json()
    assert again["key"] != began["key"]
    assert again["parts"] == []


def test_a_part_that_s3_has_twice_is_sent_anew(applicant_client: Client) -> None:
    """A try that was given up came in after all, and took the place of the one that the row knows."""
    key = begin(applicant_client, fingerprint="одна").json()["key"]
    for number in (1, 2, 3):
        put(applicant_client, key, number)
    upload = Upload.objects.get()
    upload.parts["1"] = upload.parts["2"].replace(upload.parts["2"][1:3], "00", 1)
    upload.save()

    answer = act(applicant_client, key, "finish")
    assert (answer.status_code, answer.json()["code"]) == (410, "upload_lost")
    assert begin(applicant_client, fingerprint="одна").json()["parts"] == []


@pytest.mark.parametrize(
    ("number", "body"),
    [(1, b"short"), (1, LARGE[: PART + 1]), (3, LARGE[:PART]), (4, b"more"), (4, b""), (0, b""), (10**9, LARGE[:PART])],
    ids=["short", "long", "a long last one", "one more", "nothing more", "before the first", "far away"],
)
def test_a_part_of_another_length_is_refused(applicant_client: Client, number: int, body: bytes) -> None:
    key = begin(applicant_client).json()["key"]
    path = f"/uploads/{key}/parts/{number}/"
    answer = applicant_client.put(path, body, content_type="application/octet-stream", headers=JSON)

    assert (answer.status_code, answer.json()["code"]) == (422, "part_of_wrong_size")
    assert Upload.objects.get().parts == {}


def test_a_lie_about_the_length_of_a_part_is_no_part(applicant_client: Client) -> None:
    """It says five megabytes and ends after a word."""
    key = begin(applicant_client).json()["key"]
    body: dict[str, Any] = {"CONTENT_LENGTH": str(PART), "wsgi.input": io.BytesIO(b"a word")}
    answer = applicant_client.put(f"/uploads/{key}/parts/1/", content_type="text/plain", headers=JSON, **body)

    assert (answer.status_code, answer.json()["code"]) == (422, "part_of_wrong_size")
    assert Upload.objects.get().parts == {}


def test_a_cancelled_upload_leaves_nothing(applicant_client: Client) -> None:
    half, whole = begin(applicant_client).json()["key"], send(applicant_client).json()["key"]
    put(applicant_client, half, 1)
    for key in (half, whole):
        assert act(applicant_client, key, "cancel").status_code == 204
        assert act(applicant_client, key, "cancel").status_code == 404

    assert not Upload.objects.exists()
    assert not Document.objects.exists()
    assert not {half, whole} & stored()


def test_hostile_files_in_a_row_leave_threads_to_pages(applicant_client: Client) -> None:
    with ExitStack() as others:
        while inspector.ROOM.acquire(blocking=False):
            others.callback(inspector.ROOM.release)
        refused = send(applicant_client)
    assert (refused.status_code, refused.json()["code"]) == (503, "too_many_at_once")

    assert act(applicant_client, str(Upload.objects.get().key), "finish").status_code == 200


@pytest.mark.parametrize("case", ["HTML as PDF", "a PDF with a password, AES-256, one by one", "half a PDF"])
def test_a_refused_file_leaves_nothing(applicant_client: Client, case: str) -> None:
    bad, before = hostile.CASES[case], stored()
    answer = send(applicant_client, bad.make(), bad.name)

    assert (answer.status_code, answer.json()["code"]) == (422, bad.error.code)
    assert "«план.pdf»" in answer.json()["error"]
    assert not Upload.objects.exists()
    assert not Document.objects.exists()
    assert stored() == before


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"size": 0}, "file_is_empty"),
        ({"size": 51 * 1024 * 1024}, "file_too_large"),
        ({"name": "вирус.exe"}, "file_of_wrong_type"),
        ({"name": "план.PDF.exe"}, "file_of_wrong_type"),
        ({"size": -1}, "file_broken"),
        ({"size": "много"}, "file_broken"),
        ({"purpose": "<script>"}, "file_broken"),
    ],
)
def test_what_can_be_refused_early_is(applicant_client: Client, said: dict[str, Any], code: str) -> None:
    answer = begin(applicant_client, **said)

    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert not Upload.objects.exists()


def test_the_company_decides_how_large_a_file_may_be(applicant_client: Client) -> None:
    Profile.objects.update(max_file_mb=1)
    answer = begin(applicant_client)

    assert answer.json()["code"] == "file_too_large"
    assert "больше 1\u00a0МБ" in answer.json()["error"]


def test_a_full_company_takes_no_more(applicant_client: Client, company: GridCompany) -> None:
    company.storage_gb = 0
    company.save()
    answer = begin(applicant_client)

    assert (answer.status_code, answer.json()["code"]) == (422, "no_space_left")
    assert "закончилось" in answer.json()["error"]


def test_what_is_on_its_way_takes_place_already(applicant_client: Client, applicant: User) -> None:
    before = used_bytes()
    begin(applicant_client)

    assert used_bytes() == before + len(LARGE)


def test_nobody_begins_without_end(applicant_client: Client, administrator_client: Client) -> None:
    for _ in range(60):
        assert begin(applicant_client).status_code == 201
    answer = begin(applicant_client)

    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_uploads")
    assert begin(administrator_client).status_code == 201


def test_a_name_is_cleaned(applicant_client: Client) -> None:
    send(applicant_client, name="..\\..\\пл\u202eан\r\n.pdf")

    assert Document.objects.get().file_name == "план.pdf"


def test_what_nobody_filed_in_a_day_is_swept(applicant_client: Client) -> None:
    half, whole = begin(applicant_client).json()["key"], send(applicant_client).json()["key"]
    services.sweep_orphans(now=timezone.now() + timedelta(hours=23))
    assert Upload.objects.count() == 2

    services.sweep_orphans(now=timezone.now() + timedelta(hours=25))
    assert not Upload.objects.exists()
    assert not Document.objects.exists()
    assert not {half, whole} & stored()
    assert put(applicant_client, half, 1).status_code == 404


def test_what_was_filed_stays(applicant_client: Client, applicant: User) -> None:
    send(applicant_client)
    document = services.take(Upload.objects.get(), by=applicant, now=timezone.now())
    services.keep(document)
    services.sweep_orphans(now=timezone.now() + timedelta(days=2))

    assert Document.objects.get() == document
    assert str(document.key) in stored()
    assert not Upload.objects.exists()


def test_pictures_go_with_their_file_and_not_before(applicant_client: Client, applicant: User) -> None:
    send(applicant_client)
    kept = services.take(Upload.objects.get(), by=applicant, now=timezone.now())
    services.keep(kept)
    gone = uuid.uuid4()
    for key in (kept.key, gone):
        storage().put(f"previews/{key}/thumb.jpg", io.BytesIO(b"x"), content_type="image/jpeg")
    services.sweep_orphans(now=timezone.now() + timedelta(days=2))

    assert f"previews/{kept.key}/thumb.jpg" in stored()
    assert f"previews/{gone}/thumb.jpg" not in stored()


def test_who_may_only_look_begins_nothing(applicant: User, signed_in: Any, company: GridCompany) -> None:
    asked = {"name": "план.pdf", "size": 100, "purpose": "case:1", "fingerprint": "1"}
    reader = signed_in(world.representative(applicant, 1, scope="read"), company)
    filer = signed_in(world.representative(applicant, 2), company)

    assert reader.post("/uploads/", asked).status_code == 404
    assert filer.post("/uploads/", asked).status_code == 201
