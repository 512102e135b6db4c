"""«Скачать всё (ZIP)»: what each side may see of a case, with a list of it."""

import csv
import hashlib
import io
import uuid
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet
from django.test import Client

from accounts.models import User
from audit.models import Record
from cabinet.cases import services
from cabinet.cases.files.archive import Archive
from cabinet.cases.models import Case, Entry
from documents.models import Document
from documents.zip_stream import Member, whole
from tenancy.company import inside
from tenancy.errors import StorageUnavailable
from tenants.models import GridCompany
from tests import world
from tests.documents import honest
from tests.moment import NOW

PLAN = "От заявителя/план.pdf"


@pytest.fixture(scope="module")
def built(gorset: GridCompany) -> Case:
    with inside(gorset):
        return of_many_files(world.person(1), world.staff(1))


@pytest.fixture
def case(built: Case, here: None) -> Case:
    return Case.objects.get(pk=built.pk)


@pytest.fixture
def applicant(built: Case, here: None) -> User:
    return User.objects.get(email="person1@example.ru")


@pytest.fixture
def administrator(built: Case, here: None) -> User:
    return User.objects.get(email="staff1@example.ru")


def of_many_files(applicant: User, administrator: User) -> Case:
    """Two plans of the applicant under one name, conditions of the company, and a photo taken back."""
    case = world.draft(applicant)
    for _ in range(2):
        services.attach(case, world.pdf("план.pdf"), title="", by=applicant, key=uuid.uuid4(), now=NOW)
    services.submit(case, by=applicant, now=NOW)
    placed(case, world.pdf("ТУ.pdf"), "=Технические условия", by=administrator)
    withdrawn = placed(case, world.jpg("фото.jpg"), "Фото", by=applicant)
    services.withdraw_entry(withdrawn, reason="не тот дом", by=applicant, now=NOW)
    services.add_note(case, text="внутреннее", by=administrator, key=uuid.uuid4(), now=NOW)
    return case


def placed(case: Case, file: SimpleUploadedFile, title: str, *, by: User) -> Entry:
    return services.add_document(case, file, title=title, comment="", by=by, key=uuid.uuid4(), now=NOW)


def asked(client: Client, case: Case) -> Any:
    return client.get(f"/cases/{case.pk}/archive/")


def taken(client: Client, case: Case) -> zipfile.ZipFile:
    answer = asked(client, case)
    assert answer.status_code == 200
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert archive.testzip() is None
    return archive


def row_of(entry: Entry) -> QuerySet[Document]:
    assert entry.document is not None
    return Document.objects.filter(pk=entry.document.pk)


def listed(archive: zipfile.ZipFile) -> list[dict[str, str]]:
    text = archive.read("index.csv")
    assert text.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(text.decode("utf-8-sig")), delimiter=";"))


def test_both_sides_take_the_files_with_a_list(
    case: Case, applicant_client: Client, administrator_client: Client
) -> None:
    for client in (applicant_client, administrator_client):
        archive = taken(client, case)

        names = ["index.html", "index.csv", PLAN, "От заявителя/план (2).pdf", "От сетевой организации/ТУ.pdf"]
        assert archive.namelist() == names
        assert archive.read(PLAN) == world.PDF
        assert "внутреннее" not in archive.read("index.html").decode()


def test_the_list_tells_each_file_by_its_hashes(case: Case, applicant_client: Client) -> None:
    archive = taken(applicant_client, case)
    plan, _second, conditions, photo = listed(archive)

    assert plan["Файл в архиве"] == PLAN
    assert plan["SHA-256"] == hashlib.sha256(world.PDF).hexdigest()
    assert (len(plan["Стрибог-256"]), len(plan["Стрибог-512"])) == (64, 128)
    assert plan["От кого"] == "От заявителя"
    assert plan["Состояние"] == "Действует"
    assert conditions["Документ"] == "'=Технические условия"
    assert (photo["Файл в архиве"], photo["Имя файла"]) == ("", "фото.jpg")
    assert photo["Состояние"].startswith("Отозван")
    assert "не тот дом" in photo["Состояние"]
    page = archive.read("index.html").decode()
    assert plan["SHA-256"] in page
    assert 'href="%D0%9E%D1%82%20' in page


def test_the_download_is_written_down_and_named(case: Case, applicant_client: Client) -> None:
    answer = asked(applicant_client, case)
    b"".join(answer.streaming_content)

    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert "no-store" in answer["Cache-Control"]
    assert Record.objects.get(event="case.archive_downloaded").details == {"files": 3}


def test_what_may_not_be_given_out_is_listed_only(
    case: Case, applicant_client: Client, administrator_client: Client, settings: Any
) -> None:
    infected, unchecked, *_others = case.entries.filter(document__isnull=False).order_by("pk")
    row_of(infected).update(scan=Document.Scan.INFECTED)
    row_of(unchecked).update(scan=Document.Scan.UNCHECKED)
    settings.CLAMD_ADDRESS = "/nowhere/clamd.sock"
    states = [
        [row["Состояние"] for row in listed(taken(client, case))[:2]]
        for client in (applicant_client, administrator_client)
    ]

    assert states[0] == ["Не прошёл проверку на вирусы", "Действует"]
    assert states[1] == ["Не прошёл проверку на вирусы", "Ещё не проверен на вирусы"]


def test_signatures_stand_beside_their_file(case: Case, applicant: User) -> None:
    def extras(entry: Entry, name: str) -> list[Member]:
        return [Member(f"{name}.sig", whole(b"signature"), NOW)]

    made = Archive(case, applicant, now=NOW, extras=extras)
    archive = zipfile.ZipFile(io.BytesIO(b"".join(made.chunks())))

    assert archive.read(f"{PLAN}.sig") == b"signature"


def test_nobody_puts_a_file_in_the_place_of_a_signature(case: Case, applicant: User) -> None:
    placed(case, SimpleUploadedFile("план.pdf.sig", honest.signature()), "", by=applicant)

    def extras(entry: Entry, name: str) -> list[Member]:
        return [Member(f"{name}.sig", whole(b"signature"), NOW)] if name == PLAN else []

    made = Archive(case, applicant, now=NOW, extras=extras)
    archive = zipfile.ZipFile(io.BytesIO(b"".join(made.chunks())))

    assert len(set(archive.namelist())) == len(archive.namelist())
    assert archive.read("От заявителя/план.pdf (2).sig") == b"signature"


def test_a_file_that_s3_gives_half_breaks_the_archive(
    case: Case, applicant: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(document: Document) -> Iterator[bytes]:
        yield b"%PDF"
        raise StorageUnavailable

    monkeypatch.setattr("documents.services.chunks", half)
    with pytest.raises(StorageUnavailable):
        b"".join(Archive(case, applicant, now=NOW).chunks())


def test_others_and_drafts_have_none(
    case: Case, applicant: User, applicant_client: Client, stranger_client: Client
) -> None:
    assert asked(stranger_client, case).status_code == 404
    assert asked(applicant_client, world.draft(applicant)).status_code == 404


def test_too_many_are_refused(case: Case, applicant_client: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"download_archive": "1/h/user"}
    taken(applicant_client, case)

    assert asked(applicant_client, case).status_code == 429


def test_the_card_offers_it_when_there_are_files(
    case: Case, applicant: User, applicant_client: Client, administrator_client: Client
) -> None:
    for client in (applicant_client, administrator_client):
        assert f'href="/cases/{case.pk}/archive/"' in client.get(f"/cases/{case.pk}/").content.decode()
    empty = world.enquiry(applicant)
    assert "archive/" not in applicant_client.get(f"/cases/{empty.pk}/").content.decode()
