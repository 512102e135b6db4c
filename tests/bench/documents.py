"""Files through the application beside the same bytes straight from S3: in, out, and many at once as a ZIP."""

import http.client
import io
import json
import os
import statistics
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import psutil
from django.conf import settings

from cabinet.cases.models import Case, Entry
from cabinet.cases.stages import Stage
from documents.models import Document
from documents.storage import client_of, storage
from tenancy.company import inside
from tenants.models import GridCompany

from .pages import Page, browser
from .people import Life
from .report import Report
from .servers import HOST, Running

MEGABYTE = 1024 * 1024
LARGE = 50 * MEGABYTE
PARALLEL = 20
MANY = 500  # files of one megabyte
HUGE = 41  # files of 50 MB: two gigabytes
TRIES = 5
TOKEN = "b" * 32  # against forged forms: the cookie and the header say the same
SILENCE_SECONDS = 120
PAUSE_SECONDS = 1


@dataclass(frozen=True)
class Browser:
    """Sends files as the page's script does, over one kept connection."""

    running: Running
    page: Page

    def send(self, content: bytes) -> None:
        connection = http.client.HTTPConnection(HOST, self.running.port, timeout=SILENCE_SECONDS)
        about = {"name": "план.pdf", "size": len(content), "purpose": "bench", "fingerprint": uuid.uuid4().hex}
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        begun = self._ask(connection, "POST", "/uploads/", urlencode(about).encode(), form, expect=201)
        key, size = begun["key"], begun["chunk_size"]
        for number, start in enumerate(range(0, len(content), size), start=1):
            part = memoryview(content)[start : start + size]
            self._ask(connection, "PUT", f"/uploads/{key}/parts/{number}/", part, expect=204)
        self._ask(connection, "POST", f"/uploads/{key}/finish/", b"", expect=200)
        connection.close()

    def take(self) -> Iterator[int]:
        """The lengths of the pieces in which the answer comes."""
        connection = http.client.HTTPConnection(HOST, self.running.port, timeout=SILENCE_SECONDS)
        connection.request("GET", self.page.path, headers=self.page.headers)
        answer = connection.getresponse()
        if answer.status != http.HTTPStatus.OK:
            raise RuntimeError(f"{self.page.path} answered {answer.status}")
        while piece := answer.read1(MEGABYTE):
            yield len(piece)
        connection.close()

    def _ask(
        self,
        connection: http.client.HTTPConnection,
        method: str,
        path: str,
        body: bytes | memoryview,
        more: dict[str, str] | None = None,
        *,
        expect: int,
    ) -> dict[str, Any]:
        cookie = f"{self.page.headers['Cookie']}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
        headers = {**self.page.headers, "Cookie": cookie, "X-CSRFToken": TOKEN, "Accept": "application/json"}
        connection.request(method, path, body=body, headers={**headers, **(more or {})})
        answer = connection.getresponse()
        said = answer.read()
        if answer.status == http.HTTPStatus.SERVICE_UNAVAILABLE:  # the script asks again, too
            time.sleep(PAUSE_SECONDS)
            return self._ask(connection, method, path, body, more, expect=expect)
        if answer.status != expect:
            raise RuntimeError(f"{method} {path} answered {answer.status}: {said[:300]!r}")
        return dict(json.loads(said)) if said else {}


def measure(report: Report, running: Running, company: GridCompany, life: Life, *, now: datetime) -> None:
    person = browser(company, life.applicant)
    content = pdf(LARGE)
    sender = Browser(running, Page("uploads", person, "/uploads/"))
    sender.send(content)  # the first of all loads libraries
    _one_large(report, sender, company, content)
    _many_at_once(report, sender, content)
    with inside(company):
        many = _case_of(life, "1 MB × 500", [pdf(MEGABYTE)] * MANY, now=now)
        huge = _case_of(life, "50 MB × 41", [content] * HUGE, now=now)
        entry = many.entries.get(title="Лист", document__file_name="Лист 1.pdf")
    _download(report, running, Page("download", person, f"/documents/{entry.pk}/", status=302))
    _archive(report, Browser(running, Page("archive", person, f"/cases/{many.pk}/archive/")), company, many)
    _first_byte(report, Browser(running, Page("archive", person, f"/cases/{huge.pk}/archive/")))


def pdf(size: int) -> bytes:
    """A real PDF, nearly all of it one picture of noise, as a scan is to whoever hashes and sends it."""
    noise = os.urandom(size - 1000)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</I 4 0 R>>>>>>",
        b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length %d>>stream\n"
        % len(noise) + noise + b"\nendstream",
    ]  # fmt: skip
    body, offsets = io.BytesIO(), []
    body.write(b"%PDF-1.7\n")
    for number, text in enumerate(objects, start=1):
        offsets.append(body.tell())
        body.write(b"%d 0 obj\n%s\nendobj\n" % (number, text))
    table = body.tell()
    body.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    body.write(b"".join(b"%010d 00000 n \n" % offset for offset in offsets))
    body.write(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table))
    return body.getvalue()


def _one_large(report: Report, sender: Browser, company: GridCompany, content: bytes) -> None:
    straight, through = [], []
    for _ in range(TRIES):  # in turn: a noisy machine slows both
        with inside(company):
            straight.append(_timed(lambda: storage().put("bench", io.BytesIO(content), content_type="application/pdf")))
        through.append(_timed(lambda: sender.send(content)))
    report.add("50 MB straight to S3 by boto3", statistics.median(straight), "s")
    report.add("50 MB through the application", statistics.median(through), "s")
    report.add("the application adds", statistics.median(through) - statistics.median(straight), "s", 1.0)


def _many_at_once(report: Report, sender: Browser, content: bytes) -> None:
    with _watched(sender.running) as memory, ThreadPoolExecutor(PARALLEL) as pool:
        seconds = _timed(lambda: list(pool.map(sender.send, [content] * PARALLEL)))
    report.add(f"{PARALLEL} × 50 MB at once", seconds, "s")
    report.add(f"{PARALLEL} × 50 MB at once, memory of the server", max(memory) / MEGABYTE, "MB", 600)


def _download(report: Report, running: Running, page: Page) -> None:
    answer = running.ask(page.request(), connections=1, seconds=3)
    if set(answer["statuses"]) != {str(page.status)}:
        raise RuntimeError(f"{page.path} answered {answer['statuses']}")
    milliseconds = answer["milliseconds"]
    report.add("download view, server time p50", statistics.median(milliseconds), "ms")
    report.add("download view, server time p95", statistics.quantiles(milliseconds, n=20)[-1], "ms", 15)


def _archive(report: Report, taker: Browser, company: GridCompany, case: Case) -> None:
    with inside(company):
        keys = [f"{company.schema_name}/{entry.document.key}" for entry in case.entries.select_related("document")
                if entry.document]  # fmt: skip
    s3, bucket = client_of(settings.S3_ENDPOINT_URL), settings.S3_BUCKET
    sum(taker.take())
    idle = _held(taker.running)
    straight, zipped = [], []
    with _watched(taker.running) as memory:
        for _ in range(TRIES):
            straight.append(_timed(lambda: [s3.get_object(Bucket=bucket, Key=key)["Body"].read() for key in keys]))
            zipped.append(_timed(lambda: sum(taker.take())))
    floor, ours = statistics.median(straight), statistics.median(zipped)
    report.add(f"{MANY} files of 1 MB read by boto3 alone", MANY / floor, "MB/s")
    report.add(f"{MANY} files of 1 MB as a ZIP", MANY / ours, "MB/s")
    report.add("the ZIP takes, beside boto3 alone", ours / floor, "times", round(1 / 0.6, 2))
    report.add("the ZIP, memory above idle", max(0, max(memory) - idle) / MEGABYTE, "MB", 80)


def _first_byte(report: Report, taker: Browser) -> None:
    pieces = taker.take()
    report.add("a ZIP of 2 GB, first byte", _timed(lambda: next(pieces)), "s", 1.0)
    with _watched(taker.running) as memory:
        idle = _held(taker.running)
        size = sum(pieces)
    report.add("a ZIP of 2 GB, size", size / MEGABYTE, "MB")
    report.add("a ZIP of 2 GB, memory above idle", max(0, max(memory) - idle) / MEGABYTE, "MB", 80)


def _case_of(life: Life, title: str, contents: list[bytes], *, now: datetime) -> Case:
    """A submitted case with these files, whose bytes are in S3."""
    case = Case.objects.create(
        kind="application", applicant=life.case.applicant, author=life.applicant, title=title, stage=Stage.REVIEW,
        status=title, created_at=now, changed_at=now, submitted_at=now,
    )  # fmt: skip
    documents = [
        Document(
            file_name=f"Лист {n}.pdf", content_type="application/pdf", size=len(content), sha256="0" * 64,
            uploaded_by=life.applicant, uploaded_at=now, placed_at=now,
        )
        for n, content in enumerate(contents, start=1)
    ]  # fmt: skip
    for document, content in zip(documents, contents, strict=True):
        storage().put(str(document.key), io.BytesIO(content), content_type=document.content_type)
    Document.objects.bulk_create(documents)
    Entry.objects.bulk_create(
        Entry(case=case, kind="document", author=life.applicant, from_company=False, title="Лист", document=document,
              created_at=now, placed_at=now)
        for document in documents
    )  # fmt: skip
    return case


def _timed(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


@contextmanager
def _watched(running: Running) -> Iterator[list[int]]:
    """The bytes that the server's processes held, looked at twenty times a second."""
    seen = [_held(running)]
    done = threading.Event()

    def look() -> None:
        while not done.wait(0.05):
            seen.append(_held(running))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield seen
    finally:
        done.set()
        thread.join()


def _held(running: Running) -> int:
    """With the children that look at files; what processes share is counted once.

    A child between its fork and its program is its parent a second time, and is left out.
    """
    parent = psutil.Process(running.child.pid)
    workers = parent.children()
    held = 0
    for process in [parent, *parent.children(recursive=True)]:
        with suppress(psutil.NoSuchProcess):
            if process in [parent, *workers] or "-I" in process.cmdline():
                held += process.memory_full_info().pss
    return held
