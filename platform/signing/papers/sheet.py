"""«Лист электронных подписей»: alone, or after the last page of a copy of the document."""

import hashlib
import logging
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from documents import services as documents
from documents.models import Document
from documents.sandbox.child import ChildFailed, Limits, run
from documents.storage import Replaced
from tenancy.company import current_company
from ui import clock, words

from .. import certificate_facts, standing
from ..errors import NothingSigned
from ..expected_signer import supplier_of
from ..models import SignatureRequest
from ..verdicts import must_be_unchanged
from . import wording
from .paper import PDF, Paper, check_address, stem_of, warnings_of

log = logging.getLogger(__name__)

MEGABYTE = 1024 * 1024
MOST_BYTES = 100 * MEGABYTE  # a PDF above this size is not copied: only the sheet is made
TEST = "Тестовая подпись: юридической силы не имеет"
# Why only the sheet is made, by the exit code of appendix.py. That script is not imported, because pikepdf is large.
_WHY_ALONE = {
    3: "Лист отдельно: автор файла запретил добавлять в него страницы.",
    4: "Лист отдельно: в файле есть своя электронная подпись, новая страница нарушила бы её.",
}
_SCRIPT = Path(__file__).with_name("appendix.py")


def evidence_sheet(document: Document, requests: Sequence[SignatureRequest]) -> Paper:
    """«Лист электронных подписей» (ГОСТ Р 7.0.97-2016, 5.23). Raises NothingSigned."""
    return _alone(document, _sheet(document, requests))


def stamped_copy(document: Document, requests: Sequence[SignatureRequest]) -> Paper:
    """A copy of the PDF with the sheet at its end, or the sheet alone if such a copy cannot be made.

    Raises NothingSigned, StorageUnavailable, and DocumentChanged, because the sheet vouches for the bytes before it.
    """
    sheet = _sheet(document, requests)
    if document.content_type == PDF and document.size <= MOST_BYTES:
        try:
            return Paper(f"{stem_of(document)} (копия с отметкой).pdf", _appended(document, sheet), is_copy=True)
        except ChildFailed as failure:
            log.info("no stamped copy of document %s: %s", document.pk, failure)
            sheet = _sheet(document, requests, note=_WHY_ALONE.get(failure.code, ""))
    return _alone(document, sheet)


def _sheet(document: Document, requests: Sequence[SignatureRequest], *, note: str = "") -> bytes:
    from . import canvas  # loads 18 MB of reportlab, which few requests need

    given = standing.of_requests(requests)
    if not given:
        raise NothingSigned
    pages = canvas.Pages("Лист электронных подписей")
    pages.pairs(
        [
            ("Документ", _title(given)),
            ("Файл", f"{document.file_name}, {words.grouped(document.size)} байт"),
            ("SHA-256", document.sha256),
            ("Стрибог-256", document.streebog256),
            ("Проверить подписи", check_address()),
        ]
    )
    for stands in given:
        title, pairs = _stamp(stands)
        signature = stands.signature
        alarms = [TEST] if signature.is_test and not stands.is_simple else []
        pages.box(title, pairs, link=check_address(signature.check_code), alarms=[*alarms, *warnings_of(stands)])
    pages.lines("Подлинники — файл документа и файлы подписей. Эта страница нужна, чтобы читать и печатать.")
    if note:
        pages.lines(note)
    return pages.pdf()


def _title(given: Sequence[standing.Standing]) -> str:
    """The title of the document as a protocol has sealed it, or as the row has it if there is no protocol."""
    for stands in given:
        if stands.sealed is not None and stands.holds:
            title: str = stands.sealed["protocol"]["document"]["title"]
            return title
    return given[0].signature.request.title


def _stamp(stands: standing.Standing) -> tuple[str, list[wording.Pair]]:
    """What the standard requires: the phrase, the certificate's number, owner and validity; and the side that signed.

    All of it is read from the signature itself and not from its row, which could have been changed.
    """
    signature, read = stands.signature, stands.certified
    request = signature.request
    code = ("Код проверки", signature.check_code)
    if stands.sealed is not None:
        said = stands.sealed["protocol"]
        title = "ДОКУМЕНТ ПОДПИСАН ПРОСТОЙ ЭЛЕКТРОННОЙ ПОДПИСЬЮ" if stands.holds else "ПОДПИСЬ НЕ ПОДТВЕРЖДЕНА"
        name = said["signer"]["name"]
        pairs = [("Сторона", name), ("Подписант", name), ("Протокол", f"№ {said['number']}")]
        return title, [*pairs, ("Подписан", wording.at(said["signed_at"])), code]
    if read is None:
        return "ПОДПИСЬ НЕ ПОДТВЕРЖДЕНА", [code]
    pairs = [
        ("Сторона", _side_of(request)),
        ("Сертификат", read.serial),
        ("Владелец", ", ".join(filter(None, [read.signer, read.position]))),
        ("Действителен", _term(read)),
        ("Издатель", read.issuer),
    ]
    if signature.power is not None:
        pairs.append(("Доверенность", f"МЧД {signature.power.guid}"))
    signed_at = f"{words.to_the_second(clock.local(read.signed_at))} ({clock.zone_of(read.signed_at)})"
    pairs.append(("Подписан", signed_at))
    return "ДОКУМЕНТ ПОДПИСАН ЭЛЕКТРОННОЙ ПОДПИСЬЮ", [*pairs, code]


def _side_of(request: SignatureRequest) -> str:
    if request.side == SignatureRequest.Side.SUPPLIER:
        return supplier_of(request).name
    return current_company().name if request.side == SignatureRequest.Side.COMPANY else request.applicant.title


def _term(read: certificate_facts.Certified) -> str:
    first, last = clock.local(read.valid_from), clock.local(read.valid_until)
    return f"с {words.in_digits(first)} по {words.in_digits(last)}"


def _appended(document: Document, sheet: bytes) -> BinaryIO:
    """Make the copy in the sandbox. Raises ChildFailed, StorageUnavailable, DocumentChanged."""
    limits: dict[str, Any] = {"seconds": 30, "patience": 45, "memory": 1536 * MEGABYTE}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # An object that was replaced is read to its end, and its hash shows the difference.
        with (folder / "original").open("wb") as file, suppress(Replaced):
            file.writelines(documents.chunks(document))
        with (folder / "original").open("rb") as file:
            must_be_unchanged(document, hashlib.file_digest(file, "sha256").hexdigest())
        (folder / "sheet").write_bytes(sheet)
        written = 2 * document.size + 16 * MEGABYTE
        run(
            [_SCRIPT, folder / "original", folder / "sheet", folder / "result"],
            limits=Limits(written=written, **limits),
        )
        return (folder / "result").open("rb")  # it stays readable after the folder is removed


def _alone(document: Document, sheet: bytes) -> Paper:
    return Paper(f"{stem_of(document)} (лист подписей).pdf", BytesIO(sheet))
