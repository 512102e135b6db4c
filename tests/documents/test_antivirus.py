"""A real clamd looks at every file; what it has not called clean does not reach the other side."""

import io
import uuid
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone

from accounts.models import User
from cabinet.cases import services as cases
from cabinet.cases.models import Case, Entry
from cabinet.representatives.models import Representation
from documents import antivirus, processing
from documents.antivirus import ScannerDown
from documents.models import Document
from documents.release import FileInfected
from documents.tasks import process
from tenancy import due
from tenancy.models import DueWork
from tests import clamd, world
from tests.documents import honest
from tests.moment import NOW
from tests.world import words

pytestmark = pytest.mark.skipif(clamd.PROGRAM is None, reason="clamd is not installed: apt install clamav-daemon")
LIMIT = 1024 * 1024
Scan = Document.Scan


@pytest.fixture(scope="module")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[clamd.Clamd]:
    with clamd.running(tmp_path_factory.mktemp("clamd"), stream_limit=LIMIT) as running:
        yield running


@pytest.fixture
def scanner(daemon: clamd.Clamd, settings: Any) -> clamd.Clamd:
    settings.CLAMD_ADDRESS = daemon.address
    return daemon


@pytest.fixture
def stopped(scanner: clamd.Clamd) -> Iterator[clamd.Clamd]:
    """clamd is down; `start()` brings it back."""
    scanner.stop()
    yield scanner
    scanner.stop()
    scanner.start()


def virus(name: str = "письмо.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, clamd.EICAR)


def packed_virus() -> SimpleUploadedFile:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("вложение/письмо.txt", clamd.EICAR)
    return SimpleUploadedFile("документы.zip", content.getvalue())


def attached(case: Case, file: SimpleUploadedFile, *, by: User) -> Entry:
    return cases.attach(case, file, title="", by=by, key=uuid.uuid4(), now=NOW)


def looked_at(entry: Entry) -> Document:
    assert entry.document is not None
    process(entry.document.pk)
    entry.document.refresh_from_db()
    return entry.document


def row_of(entry: Entry) -> QuerySet[Document]:
    assert entry.document is not None
    return Document.objects.filter(pk=entry.document.pk)


def test_clean_infected_and_too_large_for_it(scanner: clamd.Clamd) -> None:
    assert antivirus.scan([b"good ", b"words"]) == Scan.CLEAN
    assert antivirus.scan([clamd.EICAR[:30], clamd.EICAR[30:]]) == Scan.INFECTED
    assert antivirus.scan(b"x" * 65536 for _ in range(2 * LIMIT // 65536)) == Scan.FAILED


def test_what_clamd_takes_and_does_not_look_through_is_not_clean(scanner: clamd.Clamd) -> None:
    assert antivirus.scan([b"x" * (LIMIT * 3 // 4)]) == Scan.FAILED


def test_without_an_address_nothing_is_scanned(applicant: User, settings: Any) -> None:
    settings.CLAMD_ADDRESS = ""
    assert looked_at(attached(world.draft(applicant), virus(), by=applicant)).scan == Scan.UNCHECKED


@pytest.mark.parametrize("file", [virus(), packed_virus()], ids=["as it is", "packed"])
def test_a_virus_is_found_and_given_to_nobody(
    scanner: clamd.Clamd, applicant: User, applicant_client: Client, file: SimpleUploadedFile
) -> None:
    file.seek(0)
    case = world.draft(applicant)
    entry = attached(case, file, by=applicant)
    document = looked_at(entry)

    assert document.scan == Scan.INFECTED
    assert document.scanned_at
    assert "не прошёл проверку на вирусы" in words(applicant_client.get(case.get_absolute_url()))
    for address in (f"/documents/{entry.pk}/", f"/documents/{entry.pk}/preview/"):
        answer = applicant_client.get(address)
        assert answer.status_code == 409
        assert "не прошёл проверку на вирусы. Удалите его" in words(answer)


def test_the_same_virus_sent_again_is_found_again(scanner: clamd.Clamd, applicant: User) -> None:
    case = world.draft(applicant)
    found = [looked_at(attached(case, virus(), by=applicant)).scan for _ in range(2)]

    assert found == [Scan.INFECTED, Scan.INFECTED]


def test_a_draft_with_a_virus_is_not_submitted_until_it_is_taken_out(scanner: clamd.Clamd, applicant: User) -> None:
    case = world.draft(applicant)
    attached(case, world.pdf(), by=applicant)
    infected = attached(case, virus(), by=applicant)
    looked_at(infected)

    with pytest.raises(FileInfected, match=r"«письмо\.txt» не прошёл проверку"):
        cases.submit(case, by=applicant, now=NOW)
    case.refresh_from_db()
    assert case.is_draft

    cases.detach(infected, now=NOW)
    assert cases.submit(case, by=applicant, now=NOW).submitted_at


def test_the_other_side_waits_for_the_verdict(
    scanner: clamd.Clamd, applicant: User, applicant_client: Client, administrator_client: Client
) -> None:
    case = world.application(applicant)
    entry = case.entries.get(kind=Entry.Kind.DOCUMENT)
    address = f"/documents/{entry.pk}/"

    assert applicant_client.get(address).status_code == 302
    answer = administrator_client.get(address)
    assert answer.status_code == 409
    assert "ещё проверяется на вирусы" in words(answer)
    assert "Проверяем на вирусы" in words(administrator_client.get(f"/cases/{case.pk}/"))

    looked_at(entry)
    assert administrator_client.get(address).status_code == 302
    seen = words(administrator_client.get(f"/cases/{case.pk}/"))
    assert "Проверяем на вирусы" not in seen
    assert address in seen


def test_what_could_not_be_scanned_is_not_given_to_the_other_side(
    scanner: clamd.Clamd, applicant: User, administrator_client: Client
) -> None:
    entry = world.application(applicant).entries.get(kind=Entry.Kind.DOCUMENT)
    row_of(entry).update(scan=Scan.FAILED)
    answer = administrator_client.get(f"/documents/{entry.pk}/")

    assert answer.status_code == 409
    assert "не удалось проверить на вирусы" in words(answer)


def test_a_power_of_attorney_waits_too(
    scanner: clamd.Clamd, applicant: User, applicant_client: Client, administrator_client: Client
) -> None:
    given = Representation.objects.get(user=world.representative(applicant, 1))
    address = f"/representatives/{given.pk}/document/"

    assert applicant_client.get(address).status_code == 302
    assert administrator_client.get(address).status_code == 409
    process(given.document.pk)
    assert administrator_client.get(address).status_code == 302


def test_a_template_of_the_company_waits_too(
    scanner: clamd.Clamd, administrator: User, applicant_client: Client, administrator_client: Client
) -> None:
    name = world.document_name("Согласие соседей", by=administrator)
    assert name.template is not None
    address = f"/catalogue/{name.pk}/template/"

    assert administrator_client.get(address).status_code == 302
    assert applicant_client.get(address).status_code == 409
    process(name.template.pk)
    assert applicant_client.get(address).status_code == 302


def test_while_clamd_is_down_files_wait_and_are_scanned_later(
    stopped: clamd.Clamd,
    applicant: User,
    applicant_client: Client,
    sent_tasks: list[Any],
    django_capture_on_commit_callbacks: Any,
) -> None:
    case = world.draft(applicant)
    entry = attached(case, virus(), by=applicant)
    with pytest.raises(ScannerDown):
        antivirus.scan([b"x"])
    document = looked_at(entry)
    assert document.scan == Scan.UNCHECKED
    assert "Проверяем на вирусы" in words(applicant_client.get(case.get_absolute_url()))

    stopped.start()
    later = timezone.now() + timedelta(minutes=2)
    with django_capture_on_commit_callbacks(execute=True):
        due.sweep(now=later)
    assert ("gorset", processing.PROCESS, document.pk) in sent_tasks
    process(document.pk)
    document.refresh_from_db()
    assert document.scan == Scan.INFECTED


def test_what_failed_is_tried_again_an_hour_later(scanner: clamd.Clamd, applicant: User) -> None:
    large = SimpleUploadedFile("план.pdf", honest.PDF.ljust(LIMIT * 3 // 4), "application/pdf")
    entry = attached(world.draft(applicant), large, by=applicant)
    now = timezone.now()
    processing.process(row_of(entry).get(), now=now)
    assert row_of(entry).get().scan == Scan.FAILED

    planned = DueWork.objects.get(task=processing.PROCESS, subject=row_of(entry).get().pk)
    assert planned.due_at == now + processing.AGAIN_AFTER


def test_the_health_page_tells_of_it(stopped: clamd.Clamd, browser: Client) -> None:
    assert browser.get("/health/ready").json()["scanner"] is False
    stopped.start()
    answer = browser.get("/health/ready")
    assert answer.json()["scanner"] is True
    assert answer.status_code == 200


def test_without_a_scanner_the_health_page_does_not_speak_of_it(browser: Client, settings: Any) -> None:
    settings.CLAMD_ADDRESS = ""
    assert "scanner" not in browser.get("/health/ready").json()


def test_the_health_page_tells_what_counts_streebog(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STREEBOG_BACKEND", "python")
    slow = browser.get("/health/ready").json()

    assert slow["streebog"] == "python"
    assert "streebog_in_python" in slow["warnings"]
    assert slow["ready"] is True
