"""Files made to harm whoever opens them, and files that are simply wrong. Each is small; none is ever unpacked here."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from documents import errors

from . import honest, pdfs

MEGABYTE = 1024 * 1024
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ха"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><lolz>&c;</lolz>'
)
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><html><script>alert(document.cookie)</script></html>"


@dataclass(frozen=True)
class Case:
    name: str
    make: Callable[[], bytes]
    error: type[errors.FileRefused]


def entry(name: str, content: bytes = b"x", *, mode: int = 0) -> bytes:
    """An archive of one entry with a name that no honest program would write."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        info = zipfile.ZipInfo(name)
        info.external_attr = mode << 16
        archive.writestr(info, content)
    return made.getvalue()


def with_another_name_beside() -> bytes:
    """Harmless by its name; by the field that some programs prefer it is not."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        info = zipfile.ZipInfo("a.txt")
        name = b"../../a.dll"
        info.extra = struct.pack("<HHBL", 0x7075, 5 + len(name), 1, zlib.crc32(b"a.txt")) + name
        archive.writestr(info, b"x")
    return made.getvalue()


def with_nul_in_name() -> bytes:
    """zipfile itself would cut it: a longer name is written and a letter of it replaced, twice."""
    return entry("план?.exe").replace("план?".encode(), "план\0".encode())


def twice_one_name() -> bytes:
    return honest.zipped({"а.txt": b"1", "б.txt": b"2"}).replace("б.txt".encode(), "а.txt".encode())


def locked_zip() -> bytes:
    """The flag that says so, in both headers."""
    content = bytearray(honest.zipped({"план.pdf": honest.PDF}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def zeros(megabytes: int) -> bytes:
    return bytes(megabytes * MEGABYTE)


def nested(depth: int, inner: bytes = b"x") -> bytes:
    for _ in range(depth):
        inner = honest.zipped({"ещё.zip": inner})
    return inner


def forty_two() -> bytes:
    """As 42.zip: few bytes, in sixteens of sixteens. Three levels of it, a quarter of a terabyte."""
    bomb = honest.zipped({"0": zeros(64)})
    for _ in range(2):
        bomb = honest.zipped({f"{n}.zip": bomb for n in range(16)})
    return bomb


def overlapping(entries: int = 500) -> bytes:
    """Every entry of the directory leads to the same packed megabytes (D. Fifield, «A better zip bomb», 2019)."""
    packed = zlib.compress(zeros(1), 9)[2:-4]
    checksum = zlib.crc32(zeros(1))
    fields = (20, 0, 8, 0, 0, checksum, len(packed), MEGABYTE, 1, 0)
    local = struct.pack("<4s5H3L2H", b"PK\x03\x04", *fields) + b"a" + packed
    directory = b"".join(
        struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, *fields, 0, 0, 0, 0, 0) + b"a" for _ in range(entries)
    )
    return (
        local
        + directory
        + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, entries, entries, len(directory), len(local), 0)
    )


def lying_about_size() -> bytes:
    """Says that it unpacks into ten bytes."""
    content = honest.zipped({"план.txt": zeros(1)})
    return content.replace(struct.pack("<L", MEGABYTE), struct.pack("<L", 10))


def with_two_names() -> bytes:
    """One name for those who read the directory, another for those who read on."""
    content = honest.zipped({"план.txt": b"x"})
    return content.replace("план.txt".encode(), "план.exe".encode(), 1)


def png(width: int, height: int) -> bytes:
    """Says that it is so large."""
    content = bytearray(honest.picture("PNG"))
    content[16:24] = struct.pack(">II", width, height)
    return bytes(content)


def jpg(width: int, height: int) -> bytes:
    content = bytearray(honest.picture("JPEG"))
    at = content.index(b"\xff\xc0") + 5
    content[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(content)


def tiff(width: int, height: int) -> bytes:
    fields = struct.pack("<HHII", 256, 4, 1, width) + struct.pack("<HHII", 257, 4, 1, height)
    return b"II*\0" + struct.pack("<IH", 8, 2) + fields + bytes(4)


def tiff_in_circles() -> bytes:
    """The next page after the only one is itself."""
    content = bytearray(tiff(10, 10))
    content[-4:] = struct.pack("<I", 8)
    return bytes(content)


def pdf_of_a_million_objects() -> bytes:
    return b"%PDF-1.7\n" + b"1 0 obj<<>>endobj\n" * 1_000_000 + b"trailer<</Root 1 0 R>>\n%%EOF\n"


def pdf_that_says_it_is_endless() -> bytes:
    return honest.PDF.replace(b"/Size 4", b"/Size 999999999")


def pdf_without_a_standard_lock() -> bytes:
    return honest.PDF.replace(b"/Size 4", b"/Size 4/Encrypt<</Filter/Adobe.PubSec/V 4>>")


def new_pdf_without_a_standard_lock() -> bytes:
    """Its trailer is the dictionary of a stream."""
    return (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n9 0 obj\n<</Type /XRef /Size 10 /Encrypt << /Filter /Standard >> "
        b"/Root 1 0 R>>stream\n\x00\x01endstream endobj\nstartxref\n40\n%%EOF\n"
    )


def beginning_of_pdf(layout: str, percent: int) -> bytes:
    content = pdfs.pdf(20, **pdfs.LAYOUTS[layout])
    return content[: len(content) * percent // 100]


def gif(width: int, height: int, *, frame: int = 10, frames: int = 1) -> bytes:
    one = b"," + struct.pack("<4HB", 0, 0, frame, frame, 0) + b"\x02\x02\x4c\x01\x00"
    return b"GIF89a" + struct.pack("<HHBBB", width, height, 0, 0, 0) + one * frames + b";"


def webp(*chunks: bytes) -> bytes:
    """Kinds and contents in turn."""
    body = b"".join(
        kind + struct.pack("<I", len(content)) + content + bytes(len(content) % 2)
        for kind, content in zip(chunks[::2], chunks[1::2], strict=True)
    )
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body


def lossless(width: int, height: int) -> bytes:
    return b"\x2f" + struct.pack("<I", width - 1 | height - 1 << 14) + bytes(4)


def canvas(width: int, height: int, *, frames: int = 1) -> bytes:
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    frame = bytes(6) + b"\x09\0\0\x09\0\0" + bytes(4)
    return webp(b"VP8X", b"\x02\0\0\0" + size, *([b"ANMF", frame] * frames))


def bmp(width: int, height: int, *, packing: int = 0) -> bytes:
    """Says that it is so large."""
    header = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, packing, 0, 0, 0, 0, 0)
    return b"BM" + struct.pack("<IHHI", 54, 0, 0, 54) + header + bytes(100)


def jar() -> bytes:
    return honest.zipped({"META-INF/MANIFEST.MF": "Main-Class: A\n", "A.class": b"\xca\xfe\xba\xbe"})


def cut(content: bytes) -> bytes:
    return content[: len(content) * 2 // 3]


CASES = {
    # Bombs
    "42.zip": Case("архив.zip", forty_two, errors.ArchiveTooLarge),
    "a docx of 1 000 to 1": Case(
        "заявка.docx", lambda: honest.docx({"word/media/a": zeros(30)}), errors.ArchiveTooLarge
    ),
    "an xlsx of 1 000 to 1": Case(
        "таблица.xlsx",
        lambda: honest.office(honest.EXCEL, "xl/workbook.xml", {"xl/sheet.xml": zeros(30)}),
        errors.ArchiveTooLarge,
    ),
    "an odt of 1 000 to 1": Case(
        "заявка.odt", lambda: honest.open_document({"Pictures/a": zeros(30)}), errors.ArchiveTooLarge
    ),
    "a bomb in an archive": Case(
        "архив.zip", lambda: nested(1, honest.zipped({"0": zeros(30)})), errors.ArchiveTooLarge
    ),
    "archives in archives": Case("архив.zip", lambda: nested(4), errors.ArchiveTooDeep),
    "10 001 files": Case(
        "архив.zip", lambda: honest.zipped({str(n): b"" for n in range(10_001)}), errors.ArchiveOfTooMany
    ),
    "5 000 files in each of three": Case(
        "архив.zip",
        lambda: honest.zipped(dict.fromkeys("абв", honest.zipped({str(n): b"" for n in range(5000)}))),
        errors.ArchiveOfTooMany,
    ),
    "entries that overlap": Case("архив.zip", overlapping, errors.FileDamaged),
    "a lie about the size": Case("архив.zip", lying_about_size, errors.FileDamaged),
    "a PNG of 30 000 × 30 000": Case("план.png", lambda: png(30_000, 30_000), errors.PictureTooLarge),
    "a JPG of 60 000 × 60 000": Case("план.jpg", lambda: jpg(60_000, 60_000), errors.PictureTooLarge),
    "a TIFF of 900 000 × 900 000": Case("план.tif", lambda: tiff(900_000, 900_000), errors.PictureTooLarge),
    "a HEIC of 30 000 × 30 000": Case("план.heic", lambda: honest.heic(30_000, 30_000), errors.PictureTooLarge),
    "a PDF of a million objects": Case("план.pdf", pdf_of_a_million_objects, errors.FileTooComplex),
    "a PDF that says it has more": Case("план.pdf", pdf_that_says_it_is_endless, errors.FileTooComplex),
    "a billion laughs": Case("выписка.xml", LAUGHS.encode, errors.FileWithDoctype),
    "a billion laughs in docx": Case(
        "заявка.docx", lambda: honest.docx({"word/styles.xml": LAUGHS}), errors.FileWithDoctype
    ),
    "a billion laughs in its list of parts": Case(
        "заявка.docx", lambda: honest.zipped({"[Content_Types].xml": LAUGHS}), errors.FileWithDoctype
    ),
    "a billion laughs in odt": Case(
        "заявка.odt", lambda: honest.open_document({"styles.xml": LAUGHS}), errors.FileWithDoctype
    ),
    "a billion laughs in UTF-16": Case("выписка.xml", lambda: LAUGHS.encode("utf-16"), errors.FileWithDoctype),
    # Names inside an archive
    "zip slip": Case("архив.zip", lambda: entry("../../etc/cron.d/a"), errors.ArchiveWithBadNames),
    "zip slip of Windows": Case("архив.zip", lambda: entry("a\\..\\..\\a.dll"), errors.ArchiveWithBadNames),
    "an absolute name": Case("архив.zip", lambda: entry("/etc/passwd"), errors.ArchiveWithBadNames),
    "a drive of Windows": Case("архив.zip", lambda: entry("C:\\a.dll"), errors.ArchiveWithBadNames),
    "a symbolic link": Case("архив.zip", lambda: entry("a", b"/etc/passwd", mode=0o120777), errors.ArchiveWithBadNames),
    "a name with NUL": Case("архив.zip", with_nul_in_name, errors.ArchiveWithBadNames),
    "a name shown backwards": Case("архив.zip", lambda: entry("план\u202efdp.exe"), errors.ArchiveWithBadNames),
    "a name without end": Case("архив.zip", lambda: entry("я" * 300), errors.ArchiveWithBadNames),
    "one name twice": Case("архив.zip", twice_one_name, errors.ArchiveWithBadNames),
    "zip slip by a second name": Case("архив.zip", with_another_name_beside, errors.ArchiveWithBadNames),
    "zip slip in an archive inside": Case("архив.zip", lambda: nested(1, entry("../a")), errors.ArchiveWithBadNames),
    "two names of one file": Case("архив.zip", with_two_names, errors.FileDamaged),
    # Locked
    **{
        f"a PDF with a password, {lock}, {layout}": Case(
            "план.pdf", partial(pdfs.locked, lock, user="secret", **pdfs.LAYOUTS[layout]), errors.FileProtected
        )
        for lock in pdfs.LOCKS
        for layout in pdfs.LAYOUTS
    },
    "a PDF with a lock of its own": Case("план.pdf", pdf_without_a_standard_lock, errors.FileProtected),
    "a PDF of today with a lock of its own": Case("план.pdf", new_pdf_without_a_standard_lock, errors.FileProtected),
    "a PDF whose lock is hidden": Case(
        "план.pdf",
        lambda: pdfs.locked("RC4-128", user="secret").replace(b"/Encrypt", b"/Encr#79pt"),
        errors.FileProtected,
    ),
    "a locked ZIP": Case("архив.zip", locked_zip, errors.FileProtected),
    "a locked ZIP in a ZIP": Case("архив.zip", lambda: nested(1, locked_zip()), errors.FileProtected),
    "a locked docx": Case("заявка.docx", lambda: honest.compound(EncryptedPackage=b"x"), errors.FileProtected),
    "a locked doc": Case("заявка.doc", lambda: honest.doc(flags=0x0100), errors.FileProtected),
    "a locked xls": Case("таблица.xls", lambda: honest.xls(locked=True), errors.FileProtected),
    "a locked odt": Case(
        "заявка.odt", lambda: honest.open_document(manifest="<encryption-data/>"), errors.FileProtected
    ),
    # Something else under a good name
    "HTML as PDF": Case("план.pdf", lambda: HTML, errors.FileOfForbiddenKind),
    "HTML as text": Case("план.txt", lambda: HTML, errors.FileOfForbiddenKind),
    "HTML as a table": Case("таблица.xls", lambda: b"<html><table></table></html>", errors.FileOfForbiddenKind),
    "HTML before a PDF": Case("план.pdf", lambda: HTML + honest.PDF, errors.FileOfForbiddenKind),
    "XHTML as XML": Case(
        "план.xml", lambda: b'<a:html xmlns:a="http://www.w3.org/1999/xhtml"/>', errors.FileOfForbiddenKind
    ),
    "SVG with a script": Case("план.png", lambda: SVG, errors.FileOfForbiddenKind),
    "SVG as XML": Case("план.xml", lambda: SVG, errors.FileOfForbiddenKind),
    "jar as docx": Case("заявка.docx", jar, errors.FileOfForbiddenKind),
    "jar as ZIP": Case("архив.zip", jar, errors.FileOfForbiddenKind),
    "a program as PDF": Case("план.pdf", lambda: b"MZ\x90\x00" + bytes(100), errors.FileOfForbiddenKind),
    "RAR as ZIP": Case("архив.zip", lambda: b"Rar!\x1a\x07\x01\x00" + bytes(100), errors.FileOfForbiddenKind),
    "a picture as PDF": Case("план.pdf", lambda: honest.picture("JPEG"), errors.FileMisnamed),
    "a docx as ZIP": Case("архив.zip", honest.docx, errors.FileMisnamed),
    "a ZIP as docx": Case("заявка.docx", lambda: honest.zipped({"a": b"x"}), errors.FileMisnamed),
    "bytes as text": Case("план.txt", lambda: b"text\x00\x01\x02", errors.FileDamaged),
    "bytes as PDF": Case("план.pdf", lambda: bytes(range(128, 256)) * 10, errors.FileDamaged),
    "a text as a picture": Case("план.jpg", lambda: "Прошу".encode(), errors.FileDamaged),
    "HTML without an ending": Case("план", lambda: HTML, errors.FileOfForbiddenKind),
    "a program without an ending": Case("план", lambda: b"MZ\x90\x00" + bytes(100), errors.FileOfForbiddenKind),
    "bytes without an ending": Case("план", lambda: bytes(range(256)), errors.FileOfWrongType),
    "a PDF that would run": Case("план.PDF.exe", lambda: honest.PDF, errors.FileOfWrongType),
    "a text about BMW as a picture": Case("план.bmp", lambda: b"BMW X5, 2019", errors.FileDamaged),
    # Hidden in a PDF
    **{
        f"{what} in {lock} PDF": Case(
            "план.pdf",
            partial(pdfs.pdf, change=change, encryption=pdfs.RESTRICTED if lock == "a locked" else False),
            error,
        )
        for lock in ("a locked", "an open")
        for what, change, error in (
            ("a program", pdfs.with_attachment("счёт.pdf", b"MZ\x90\x00" + bytes(100)), errors.FileWithProgram),
            ("a script of Windows", pdfs.with_attachment("счёт.pdf.js", b"WScript.Run()"), errors.FileWithProgram),
            ("a bomb", pdfs.with_attachment("план.bin", zeros(30)), errors.ArchiveTooLarge),
            (
                "a bomb in an archive",
                pdfs.with_attachment("план.zip", honest.zipped({"0": zeros(30)})),
                errors.ArchiveTooLarge,
            ),
            ("zip slip", pdfs.with_attachment("план.zip", entry("../a")), errors.ArchiveWithBadNames),
        )
    },
    "a restricted PDF that says it has more": Case(
        "план.pdf", lambda: re.sub(rb"/Size \d+", b"/Size 999999999", pdfs.restricted()), errors.FileTooComplex
    ),
    "a program in packed objects": Case(
        "план.pdf",
        lambda: pdfs.pdf(change=pdfs.with_attachment("a.exe", b"MZ" + bytes(100)), **pdfs.LAYOUTS["packed together"]),
        errors.FileWithProgram,
    ),
    # Pictures of screens and faxes
    "a GIF of 65 000 × 65 000": Case("план.gif", lambda: gif(65_000, 65_000), errors.PictureTooLarge),
    "a GIF with a frame of 65 000 × 65 000": Case(
        "план.gif", lambda: gif(10, 10, frame=65_000), errors.PictureTooLarge
    ),
    "a GIF of 1 001 frames": Case("план.gif", lambda: gif(10, 10, frames=1001), errors.PictureOfTooMany),
    "half a GIF": Case("план.gif", lambda: gif(10, 10)[:20], errors.FileDamaged),
    "a GIF that is a script": Case("план.gif", lambda: b"GIF89a/*" + bytes(8) + b"*/=1;alert(1)", errors.FileDamaged),
    "a GIF that blinks without end": Case(
        "план.gif", lambda: gif(10, 10)[:-1] + b"!\xff" + b"\x01a" * 1_000_001, errors.FileTooComplex
    ),
    "a WebP of 16 383 × 16 383": Case(
        "план.webp", lambda: webp(b"VP8L", lossless(16_383, 16_383)), errors.PictureTooLarge
    ),
    "a WebP on a canvas of 16 000 000 × 16": Case("план.webp", lambda: canvas(16_000_000, 16), errors.PictureTooLarge),
    "a WebP of 1 001 frames": Case("план.webp", lambda: canvas(10, 10, frames=1001), errors.PictureOfTooMany),
    "a WebP without a picture": Case("план.webp", lambda: canvas(10, 10, frames=0), errors.FileDamaged),
    "half a WebP": Case("план.webp", lambda: cut(honest.picture("WEBP")), errors.FileDamaged),
    "a BMP of 60 000 × 60 000": Case("план.bmp", lambda: bmp(60_000, 60_000), errors.PictureTooLarge),
    "a BMP of 60 000 × 60 000 from below": Case("план.bmp", lambda: bmp(60_000, -60_000), errors.PictureTooLarge),
    "a packed BMP of 60 000 × 60 000": Case("план.bmp", lambda: bmp(60_000, 60_000, packing=1), errors.PictureTooLarge),
    "a BMP that says it is larger": Case("план.bmp", lambda: bmp(10_000, 10_000), errors.FileDamaged),
    "half a BMP": Case("план.bmp", lambda: cut(honest.picture("BMP")), errors.FileDamaged),
    # Two in one
    "GIF and ZIP": Case("план.gif", lambda: honest.picture("GIF") + jar(), errors.FileOfTwoKinds),
    "WebP and ZIP": Case("план.webp", lambda: honest.picture("WEBP") + jar(), errors.FileOfTwoKinds),
    "BMP and ZIP": Case("план.bmp", lambda: honest.picture("BMP") + jar(), errors.FileOfTwoKinds),
    "GIF and PDF": Case(
        "план.gif",
        lambda: gif(10, 10)[:13] + b"!\xfe\x09%PDF-1.7\n\0" + gif(10, 10)[13:] + honest.PDF,
        errors.FileOfTwoKinds,
    ),
    "a program and PDF": Case("план.pdf", lambda: b"MZ" + bytes(100) + honest.PDF, errors.FileOfTwoKinds),
    "RAR and PDF": Case("план.pdf", lambda: b"Rar!\x1a\x07\0" + bytes(100) + honest.PDF, errors.FileOfTwoKinds),
    "PDF and a program": Case("план.pdf", lambda: honest.PDF + b"MZ\x90\0" + bytes(100), errors.FileOfTwoKinds),
    "PDF and RAR": Case("план.pdf", lambda: honest.PDF + b"\nRar!\x1a\x07\1\0" + bytes(100), errors.FileOfTwoKinds),
    "PDF and PDF": Case("план.pdf", lambda: honest.PDF + pdfs.pdf(), errors.FileOfTwoKinds),
    "a restricted PDF and ZIP": Case(
        "план.pdf", lambda: pdfs.restricted() + honest.zipped({"a": b"x"}), errors.FileOfTwoKinds
    ),
    "PDF and ZIP": Case("план.pdf", lambda: honest.PDF + honest.zipped({"a": b"x"}), errors.FileOfTwoKinds),
    "JPG and ZIP": Case("план.jpg", lambda: honest.picture("JPEG") + jar(), errors.FileOfTwoKinds),
    "PNG and PDF": Case(
        "план.png", lambda: honest.picture("PNG")[:33] + b"\0\0\0\x09tEXt%PDF-1.7" + bytes(40), errors.FileOfTwoKinds
    ),
    "ZIP and something before it": Case("архив.zip", lambda: entry("a") + entry("b"), errors.FileOfTwoKinds),
    # Broken
    "half a PDF": Case("план.pdf", lambda: honest.PDF[:140], errors.FileDamaged),
    **{
        f"{share} % of a PDF {layout}": Case("план.pdf", partial(beginning_of_pdf, layout, share), errors.FileDamaged)
        for layout in pdfs.LAYOUTS
        for share in (30, 60, 80)
    },
    "half a docx": Case("заявка.docx", lambda: cut(honest.docx()), errors.FileDamaged),
    "half a doc": Case("заявка.doc", lambda: cut(honest.doc()), errors.FileDamaged),
    "half a JPG": Case("план.jpg", lambda: honest.picture("JPEG")[:20], errors.FileDamaged),
    "half an XML": Case("выписка.xml", lambda: cut(honest.XML), errors.FileDamaged),
    "a TIFF in circles": Case(
        "план.tif", lambda: tiff_in_circles().replace(struct.pack("<I", 10), bytes(4)), errors.FileDamaged
    ),
    "an empty ZIP": Case("архив.zip", lambda: honest.zipped({}), errors.ArchiveEmpty),
    "a ZIP packed unusually": Case(
        "архив.zip", lambda: honest.zipped({"a": b"x"}, method=zipfile.ZIP_LZMA), errors.ArchiveOfUnknownMethod
    ),
    "a signature of two megabytes": Case(
        "подпись.sig", lambda: honest.signature() + zeros(2), errors.SignatureTooLarge
    ),
}
