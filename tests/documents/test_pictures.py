"""The worker draws small pictures of files in a child process; a browser gets them in a sandbox."""

import io
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone
from PIL import Image

from accounts.models import User
from cabinet.cases import services as cases
from cabinet.cases.models import Case, Entry
from cabinet.demo import files
from documents import pictures, processing
from documents.models import Document
from documents.services import sweep_orphans
from documents.storage import storage
from documents.tasks import process
from tenancy.models import DueWork
from tests import world
from tests.moment import NOW
from tests.world import words

from . import pdfs
from .samples import HEIC


def picture(form: str, mode: str = "RGB", size: tuple[int, int] = (2000, 1000), **options: Any) -> bytes:
    content = io.BytesIO()
    Image.new(mode, size, color=options.pop("color", None) or 0).save(content, form, **options)
    return content.getvalue()


def turned() -> bytes:
    """As a telephone held upright saves it: lying, with a note which way is up."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return picture("JPEG", exif=exif)


def moving(form: str) -> bytes:
    frames = [Image.new("RGB", (600, 800), colour) for colour in ("red", "green", "blue")]
    content = io.BytesIO()
    frames[0].save(content, form, save_all=True, append_images=frames[1:])
    return content.getvalue()


def pages(count: int) -> bytes:
    return picture("TIFF", "L", (600, 800), save_all=True, append_images=[Image.new("L", (600, 800))] * (count - 1))


def entry_of(applicant: User, name: str, content: bytes) -> Entry:
    case = world.draft(applicant)
    file = SimpleUploadedFile(name, content)
    return cases.attach(case, file, title="", by=applicant, key=uuid.uuid4(), now=NOW)


def drawn(applicant: User, name: str, content: bytes) -> Document:
    entry = entry_of(applicant, name, content)
    assert entry.document is not None
    process(entry.document.pk)
    entry.document.refresh_from_db()
    return entry.document


def shown(document: Document, name: str) -> Image.Image:
    image = Image.open(io.BytesIO(b"".join(pictures.picture(document, name))))
    assert image.format == "JPEG"
    return image


def row_of(entry: Entry) -> QuerySet[Document]:
    assert entry.document is not None
    return Document.objects.filter(pk=entry.document.pk)


@pytest.mark.parametrize(
    ("name", "content", "count", "size"),
    [
        ("план.jpg", picture("JPEG"), 1, (1600, 800)),
        ("план.png", picture("PNG", "RGBA"), 1, (1600, 800)),
        ("план.tiff", pages(3), 3, (600, 800)),
        ("многостраничный.tiff", pages(12), 10, (600, 800)),
        ("снимок.heic", HEIC, 1, (96, 64)),
        ("снимок.jpg", turned(), 1, (800, 1600)),
        ("договор.pdf", files.pdf("Договор"), 1, (1131, 1600)),
        ("выписка.pdf", pdfs.restricted(), 3, (1131, 1600)),
        ("выписка.pdf", pdfs.locked("RC4-40"), 3, (1131, 1600)),
        ("скан.pdf", pdfs.pdf()[:-20], 3, (1131, 1600)),
        ("снимок.bmp", picture("BMP"), 1, (1600, 800)),
        ("факс.gif", picture("GIF", "P"), 1, (1600, 800)),
        ("ролик.gif", moving("GIF"), 1, (600, 800)),
        ("снимок.webp", picture("WEBP"), 1, (1600, 800)),
        ("ролик.webp", moving("WEBP"), 1, (600, 800)),
        ("снимок.jfif", picture("JPEG"), 1, (1600, 800)),
    ],
    ids=[
        "jpg",
        "transparent png",
        "tiff",
        "long tiff",
        "heic",
        "turned",
        "pdf",
        "restricted",
        "old restricted",
        "cut",
        "bmp",
        "gif",
        "moving gif",
        "webp",
        "moving webp",
        "jfif",
    ],
)
def test_what_can_be_shown_is_drawn(
    applicant: User, name: str, content: bytes, count: int, size: tuple[int, int]
) -> None:
    document = drawn(applicant, name, content)

    assert document.has_pictures
    assert pictures.count_pages(document) == count
    assert shown(document, "1").size == size
    assert max(shown(document, pictures.THUMB).size) <= 320


def test_what_is_transparent_stands_on_white(applicant: User) -> None:
    document = drawn(applicant, "печать.png", picture("PNG", "RGBA", (100, 100)))
    assert shown(document, "1").getpixel((50, 50)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("name", "content"),
    [("договор.docx", files.docx("Договор")), ("письмо.txt", "Здравствуйте".encode())],
    ids=["docx", "txt"],
)
def test_other_kinds_have_no_pictures(applicant: User, name: str, content: bytes) -> None:
    assert drawn(applicant, name, content).pictures == Document.Pictures.NONE


def test_a_file_that_cannot_be_drawn_has_none_and_is_not_tried_again(applicant: User) -> None:
    document = drawn(
        applicant, "план.pdf", b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )

    assert document.pictures == Document.Pictures.NONE
    later = timezone.now() + timedelta(days=1)
    assert processing.plan_forgotten(now=later) == 0
    assert not DueWork.objects.filter(task=processing.PROCESS, subject=document.pk).exists()


def test_a_placed_file_gets_its_pictures_too(applicant: User) -> None:
    entry = entry_of(applicant, "план.jpg", picture("JPEG"))
    cases.submit(entry.case, by=applicant, now=NOW)
    process(entry.document_id)

    assert row_of(entry).get().has_pictures


def test_a_file_taken_out_before_its_turn_is_no_trouble(applicant: User) -> None:
    entry = entry_of(applicant, "план.jpg", picture("JPEG"))
    number, key = entry.document_id, str(row_of(entry).get().key)
    cases.detach(entry, now=NOW)
    process(number)

    assert not list(storage().listed(f"previews/{key}/"))


def test_pictures_go_when_their_file_goes(applicant: User) -> None:
    kept, gone = drawn(applicant, "a.jpg", picture("JPEG")), entry_of(applicant, "b.jpg", picture("JPEG"))
    process(gone.document_id)
    key = str(gone.document.key) if gone.document else ""
    cases.detach(gone, now=NOW)
    sweep_orphans(now=timezone.now() + timedelta(days=2))
    left = {key for key, _modified in storage().listed()}

    assert not {stored for stored in left if key in stored}
    assert f"previews/{kept.key}/thumb" in left


# --- shown ------------------------------------------------------------------------------------------------------


@pytest.fixture
def case(applicant: User) -> Case:
    entry = entry_of(applicant, "план участка.jpg", picture("JPEG"))
    process(entry.document_id)
    return cases.submit(entry.case, by=applicant, now=NOW)


def test_both_sides_are_given_the_thumbnail_and_the_preview(
    case: Case, applicant_client: Client, administrator_client: Client
) -> None:
    entry = case.entries.get(kind=Entry.Kind.DOCUMENT)
    for client in (applicant_client, administrator_client):
        card = words(client.get(f"/cases/{case.pk}/"))
        assert f'href="/documents/{entry.pk}/preview/"' in card
        assert client.get(f"/documents/{entry.pk}/pictures/thumb/").status_code == 200
        page = words(client.get(f"/documents/{entry.pk}/preview/"))
        assert f'src="/documents/{entry.pk}/pictures/1/"' in page


def test_a_picture_comes_in_a_sandbox(case: Case, applicant_client: Client) -> None:
    entry = case.entries.get(kind=Entry.Kind.DOCUMENT)
    answer = applicant_client.get(f"/documents/{entry.pk}/pictures/1/")

    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"] == "inline"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer["Cache-Control"].startswith("private")


def test_a_picture_that_is_not_there_is_a_page_that_does_not_exist(
    case: Case, applicant: User, applicant_client: Client, stranger_client: Client
) -> None:
    entry = case.entries.get(kind=Entry.Kind.DOCUMENT)
    for name in ("2", "0", "original", "a-b"):
        assert applicant_client.get(f"/documents/{entry.pk}/pictures/{name}/").status_code == 404
    for address in (f"/documents/{entry.pk}/preview/", f"/documents/{entry.pk}/pictures/thumb/"):
        assert stranger_client.get(address).status_code == 404
    cases.withdraw_entry(entry, reason="опечатка", by=applicant, now=NOW)
    for address in (f"/documents/{entry.pk}/preview/", f"/documents/{entry.pk}/pictures/thumb/"):
        assert applicant_client.get(address).status_code == 404


def test_before_they_are_drawn_the_page_says_so(applicant: User, applicant_client: Client) -> None:
    entry = entry_of(applicant, "план.jpg", picture("JPEG"))

    assert "ещё готовятся" in words(applicant_client.get(f"/documents/{entry.pk}/preview/"))
    assert applicant_client.get(f"/documents/{entry.pk}/pictures/thumb/").status_code == 404
