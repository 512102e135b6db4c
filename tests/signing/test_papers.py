"""The sheet of signatures, the stamped copy, the protocol in words."""

import hashlib
import io
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

import documents.services
from accounts.models import User
from documents.models import Document
from documents.storage import storage
from signing import papers, queries
from signing import services as signing
from signing.errors import DocumentChanged, NothingSigned
from signing.models import Signature, SignatureRequest
from signing.papers import canvas
from signing.testing.testpki import Pki
from tenants.models import GridCompany
from tests.documents import pdfs
from tests.moment import NOW
from tests.signing import by_certificate, by_sms

pytestmark = pytest.mark.usefixtures("here")

CASES = Path(pdfs.__file__).with_name("cases")
PORTRAIT, LANDSCAPE = (595, 842), (842, 595)


def pdf(pages: int = 1, size: tuple[int, int] = PORTRAIT) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size)
    for n in range(pages):
        canvas.drawString(72, 72, f"page {n + 1}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def changed(content: bytes, how: Any) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(content))
    how(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def signed(user: User) -> tuple[Document, list[SignatureRequest]]:
    document = by_sms.signed(user, upload(pdf())).request.document
    return document, queries.requests_of([document.pk])[document.pk]


def upload(content: bytes, name: str = "Договор ТП.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type=papers.PDF)


def stored(content: bytes, name: str = "Договор ТП.pdf", content_type: str = papers.PDF) -> Document:
    """A file as it may lie in the store, whatever would be taken in today."""
    sha256 = hashlib.sha256(content).hexdigest()
    document = Document(file_name=name, content_type=content_type, size=len(content), sha256=sha256)
    storage().put(str(document.key), io.BytesIO(content), content_type=content_type)
    return document


def read(paper: papers.Paper) -> PdfReader:
    with paper.content as content:
        return PdfReader(io.BytesIO(content.read()))


def text(reader: PdfReader, page: int = -1) -> str:
    return " ".join(reader.pages[page].extract_text().split())


def test_the_sheet_says_what_the_standard_asks_for(applicant: User) -> None:
    document, requests = signed(applicant)
    paper = papers.evidence_sheet(document, requests)

    assert paper.file_name == "Договор ТП (лист подписей).pdf"
    said = text(read(paper))
    signature = Signature.objects.get()
    for part in (
        "Лист электронных подписей",
        "ДОКУМЕНТ ПОДПИСАН ПРОСТОЙ ЭЛЕКТРОННОЙ ПОДПИСЬЮ",
        by_sms.TITLE,
        document.sha256,
        "Орлова Анна Андреевна",
        "13.03.2026 14:05:00 (МСК)",
        "№ 1",
        signature.check_code,
    ):
        assert part in said
    assert "http://gorset.localhost" in said
    assert applicant.phone not in said
    assert "Тестовая подпись" not in said  # of test certificates alone


@pytest.mark.parametrize(("pages", "size"), [(1, PORTRAIT), (500, PORTRAIT), (2, LANDSCAPE)])
def test_the_copy_is_the_document_and_the_sheet_after_it(applicant: User, pages: int, size: tuple[int, int]) -> None:
    _document, requests = signed(applicant)
    paper = papers.stamped_copy(stored(pdf(pages, size)), requests)

    assert (paper.is_copy, paper.file_name) == (True, "Договор ТП (копия с отметкой).pdf")
    copy = read(paper)
    assert len(copy.pages) == pages + 1
    assert text(copy, 0) == "page 1"
    assert "Лист электронных подписей" in text(copy)


def encrypted(writer: PdfWriter) -> None:
    writer.encrypt("secret", algorithm="RC4-128")


@pytest.mark.parametrize("lock", pdfs.LOCKS)
def test_a_restricted_pdf_that_may_have_pages_added_is_copied_with_its_restrictions(applicant: User, lock: str) -> None:
    _document, requests = signed(applicant)
    paper = papers.stamped_copy(stored(pdfs.locked(lock, allow=pdfs.NO_COPYING)), requests)

    assert paper.is_copy
    with paper.content as content, pikepdf.open(content) as copy:
        assert len(copy.pages) == 4
        assert not copy.allow.extract
        assert copy.allow.print_highres


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (pdfs.locked("AES-256", allow=pdfs.NO_CHANGES), "автор файла запретил добавлять в него страницы"),
        (pdfs.locked("RC4-128", allow=pdfs.NO_CHANGES), "автор файла запретил добавлять в него страницы"),
        ((CASES / "owner_restricted.pdf").read_bytes(), "автор файла запретил добавлять в него страницы"),
        (pdfs.pdf(change=pdfs.with_a_signature), "в файле есть своя электронная подпись"),
    ],
    ids=["no changes", "no changes by RC4", "an extract of a register", "signed"],
)
def test_what_may_not_be_changed_gets_the_sheet_alone_that_says_why(applicant: User, file: bytes, why: str) -> None:
    _document, requests = signed(applicant)
    paper = papers.stamped_copy(stored(file), requests)

    assert not paper.is_copy
    assert why in text(read(paper))


def without_pages(writer: PdfWriter) -> None:
    writer._root_object[NameObject("/Pages")] = NameObject("/None")


@pytest.mark.parametrize(
    "file",
    [
        changed(pdf(), encrypted),
        b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
        pdf()[:400],
        b"%PDF-1.7\n" + b"<<" * 50_000,
        changed(pdf(), without_pages),
    ],
    ids=["encrypted", "of no pages", "cut", "deep", "broken"],
)
def test_what_cannot_be_copied_gets_the_sheet_alone(applicant: User, file: bytes) -> None:
    _document, requests = signed(applicant)
    paper = papers.stamped_copy(stored(file), requests)

    assert not paper.is_copy
    assert paper.file_name == "Договор ТП (лист подписей).pdf"
    assert "Лист электронных подписей" in text(read(paper))


def test_another_format_gets_the_sheet_alone(applicant: User) -> None:
    _document, requests = signed(applicant)
    paper = papers.stamped_copy(stored(b"PK", "заявление.docx", "application/msword"), requests)

    assert (paper.is_copy, paper.file_name) == (False, "заявление (лист подписей).pdf")
    paper.content.close()


def test_a_file_too_large_to_copy_gets_the_sheet_alone(applicant: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("signing.papers.sheet.MOST_BYTES", 100)
    document, requests = signed(applicant)
    paper = papers.stamped_copy(document, requests)

    assert not paper.is_copy
    paper.content.close()


@pytest.mark.parametrize("said", ["Ш" * 300, "Христорождественская-Преображенская " * 5, "", "ООО «" + "Я" * 100 + "»"])
def test_long_names_stay_inside_the_stamp(here: None, said: str) -> None:
    canvas.Pages("")  # knows the fonts
    lines = canvas.wrapped(said, canvas.PLAIN, 200)

    assert all(pdfmetrics.stringWidth(line, canvas.PLAIN, canvas.SIZE) <= 200 for line in lines)
    assert "".join("".join(lines).split()) == "".join(said.split())


def test_ten_stamps_take_as_many_pages_as_they_need(applicant: User) -> None:
    document, requests = signed(applicant)
    reader = read(papers.evidence_sheet(document, requests * 10))

    said = [text(reader, page) for page in range(len(reader.pages))]
    assert len(said) > 1
    assert sum(page.count("ДОКУМЕНТ ПОДПИСАН") for page in said) == 10


def test_the_signed_file_is_not_touched(applicant: User) -> None:
    document, requests = signed(applicant)
    papers.stamped_copy(document, requests).content.close()

    assert hashlib.sha256(b"".join(documents.services.chunks(document))).hexdigest() == document.sha256


def test_a_file_replaced_in_the_store_gets_no_sheet_that_vouches_for_it(applicant: User) -> None:
    document, requests = signed(applicant)
    storage().put(str(document.key), io.BytesIO(pdf(2)), content_type=papers.PDF)
    with pytest.raises(DocumentChanged):
        papers.stamped_copy(document, requests)


def test_nothing_is_stamped_before_somebody_signs(applicant: User) -> None:
    request = by_sms.ready(applicant)
    for make in (papers.stamped_copy, papers.evidence_sheet):
        with pytest.raises(NothingSigned):
            make(request.document, [request])


def test_the_protocol_in_words(applicant: User) -> None:
    signature = by_sms.signed(applicant, upload(pdf()))
    paper = papers.protocol_pdf(signature)

    assert paper.file_name == "Договор ТП (протокол ПЭП № 1).pdf"
    reader = read(paper)
    said = " ".join(text(reader, page) for page in range(len(reader.pages)))
    for part in (
        "Протокол простой электронной подписи № 1",
        "Орлова Анна Андреевна",
        "Соглашение о простой электронной подписи, редакция 1",
        "•••••• — код подписи документа",
        "код подтверждён; 192.0.2.7, Mozilla/5.0",
        "Попыток 1 из 5",
        signature.check_code,
    ):
        assert part in said


def test_both_sides_stand_on_the_sheet_of_a_contract(
    pki: Pki, company: GridCompany, administrator: User, applicant: User
) -> None:
    by_certificate.make_trusted(pki)
    of_company, of_applicant = by_certificate.asked(administrator, applicant)
    raw = by_certificate.signature(pki, by_certificate.head_of_company(pki, company), of_company)
    given = signing.sign_qualified(of_company, raw, by=administrator, now=NOW)
    document = of_company.document
    alone = text(read(papers.evidence_sheet(document, queries.requests_of([document.pk])[document.pk])))
    by_sms.prepared(of_applicant, applicant)
    by_sms.confirm(of_applicant, by_sms.send(of_applicant, applicant), applicant)
    both = text(read(papers.evidence_sheet(document, queries.requests_of([document.pk])[document.pk])))

    assert "ПРОСТОЙ" not in alone
    for part in (
        "ДОКУМЕНТ ПОДПИСАН ЭЛЕКТРОННОЙ ПОДПИСЬЮ",
        f"Сертификат {given.serial}",
        "Владелец Иванова Мария Сергеевна, Директор",
        "Действителен с",
        "Сторона ООО «Горсеть»",
    ):
        assert part in alone
        assert part in both
    assert "ДОКУМЕНТ ПОДПИСАН ПРОСТОЙ ЭЛЕКТРОННОЙ ПОДПИСЬЮ" in both
    assert "Сторона Орлова Анна Андреевна" in both
