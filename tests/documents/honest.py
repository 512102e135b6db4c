"""Files of every kind that is taken, as ordinary programs make them, built here so that no binaries are carried."""

import base64
import io
import struct
import zipfile
from collections.abc import Callable, Mapping

from PIL import Image

OPEN = "application/vnd.openxmlformats-officedocument."
WORD = f"{OPEN}wordprocessingml.document.main+xml"
WORD_WITH_MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
EXCEL = f"{OPEN}spreadsheetml.sheet.main+xml"
EXCEL_WITH_MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
OPEN_TEXT = "application/vnd.oasis.opendocument.text"
OPEN_TABLE = "application/vnd.oasis.opendocument.spreadsheet"
Parts = Mapping[str, bytes | str]
PDF = (
    b"%PDF-1.7\n"
    b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"xref\n"
    b"0 4\n"
    b"0000000000 65535 f \n"
    b"0000000009 00000 n \n"
    b"0000000052 00000 n \n"
    b"0000000101 00000 n \n"
    b"trailer<</Size 4/Root 1 0 R>>\n"
    b"startxref\n"
    b"164\n"
    b"%%EOF\n"
)
RTF = b"{\\rtf1\\ansi\\ansicpg1251 \\'cf\\'eb\\'e0\\'ed}"
DWG = b"AC1032\x00\x00\x00\x00\x00\x01" + bytes(200)
XML = '<?xml version="1.0" encoding="windows-1251"?>\n<extract number="1">Выписка</extract>'.encode("cp1251")


def zipped(parts: Parts, *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def office(main: str, part: str, more: Parts | None = None) -> bytes:
    """A container of Office Open XML whose main part has the content type `main`."""
    types = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/{part}" ContentType="{main}"/></Types>'
    )
    return zipped({"[Content_Types].xml": types, part: "<document/>", **(more or {})})


def docx(more: Parts | None = None) -> bytes:
    return office(WORD, "word/document.xml", more)


def docm() -> bytes:
    return office(WORD_WITH_MACROS, "word/document.xml", {"word/vbaProject.bin": compound("VBA")})


def xlsx() -> bytes:
    return office(EXCEL, "xl/workbook.xml")


def xlsm() -> bytes:
    return office(EXCEL_WITH_MACROS, "xl/workbook.xml", {"xl/vbaProject.bin": compound("VBA")})


def open_document(more: Parts | None = None, *, kind: str = OPEN_TEXT, manifest: str = "<manifest/>") -> bytes:
    return zipped({"mimetype": kind, "content.xml": "<content/>", "META-INF/manifest.xml": manifest, **(more or {})})


def picture(kind: str, size: tuple[int, int] = (40, 30)) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", size, "white").save(content, kind)
    return content.getvalue()


def heic(width: int = 4032, height: int = 3024) -> bytes:
    """The boxes of a photograph without the picture itself."""
    sizes = _box(b"ispe", bytes(4) + struct.pack(">II", 512, 512)) + _box(
        b"ispe", bytes(4) + struct.pack(">II", width, height)
    )
    meta = _box(b"meta", bytes(4) + _box(b"hdlr", bytes(20)) + _box(b"iprp", _box(b"ipco", sizes)))
    return _box(b"ftyp", b"heic\x00\x00\x00\x00mif1heic") + meta + _box(b"mdat", bytes(100))


def _box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content


def compound(*names: str, **streams: bytes) -> bytes:
    """A compound file (OLE2) with storages of these names and streams with these bytes, each of whole sectors."""
    sectors: list[bytes] = []
    table: list[int] = []

    def put(content: bytes) -> int:
        first = len(sectors)
        pieces = [content[at : at + 512].ljust(512, b"\0") for at in range(0, len(content), 512)]
        sectors.extend(pieces)
        table.extend([*range(first + 1, first + len(pieces)), 0xFFFFFFFE])
        return first

    entries = [_entry("Root Entry", 5, 0xFFFFFFFE, 0)]
    entries += [_entry(name, 1, 0, 0) for name in names]
    for name, content in streams.items():
        whole = content.ljust(4096, b"\0")
        entries.append(_entry(name, 2, put(whole), len(whole)))
    while len(entries) % 4:
        entries.append(bytes(128))
    directory = put(b"".join(entries))
    table.append(0xFFFFFFFD)  # the table itself
    listed = struct.pack(f"<{len(table)}I", *table).ljust(512, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack(
        "<HHHHH6xIII4xIIIII", 62, 3, 0xFFFE, 9, 6, 0, 1, directory, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0
    )
    header += struct.pack("<I", len(sectors)).ljust(436, b"\xff")
    return header + b"".join(sectors) + listed


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    letters = name.encode("utf-16-le") + b"\0\0"
    return letters.ljust(64, b"\0") + struct.pack("<HBB12x16x4x16xII4x", len(letters), kind, 1, start, size)


def doc(*storages: str, flags: int = 0) -> bytes:
    return compound(*storages, WordDocument=struct.pack("<5HH", 0xA5EC, 193, 0, 0, 0, flags))


def xls(*storages: str, locked: bool = False) -> bytes:
    records = struct.pack("<HH16x", 0x0809, 16)
    if locked:
        records += struct.pack("<HH6x", 0x002F, 6)
    return compound(*storages, Workbook=records)


def signature() -> bytes:
    """The beginning of a detached signature (CMS signed data) and as many bytes as it says it has."""
    inner = bytes.fromhex("06092a864886f70d010702") + b"\xa0\x82\x07\xd0" + bytes(2000)
    return b"\x30\x82" + struct.pack(">H", len(inner)) + inner


# By the name of the file: what people send.
FILES: dict[str, Callable[[], bytes]] = {
    "выписка.pdf": lambda: PDF,
    "паспорт.jpg": lambda: picture("JPEG"),
    "паспорт.JPEG": lambda: picture("JPEG"),
    "план.png": lambda: picture("PNG"),
    "план.tif": lambda: picture("TIFF"),
    "фото.heic": heic,
    "экран.bmp": lambda: picture("BMP"),
    "факс.gif": lambda: picture("GIF"),
    "снимок.webp": lambda: picture("WEBP"),
    "заявка.doc": doc,
    "заявка.docx": docx,
    "заявка.docm": docm,
    "нагрузки.xls": xls,
    "нагрузки.xlsx": xlsx,
    "нагрузки.xlsm": xlsm,
    "заявка.odt": open_document,
    "нагрузки.ods": lambda: open_document(kind=OPEN_TABLE),
    "заявка.rtf": lambda: RTF,
    "пояснение.txt": lambda: "Прошу присоединить дом".encode("cp1251"),
    "пояснение в utf-8.txt": lambda: "Прошу присоединить дом".encode(),
    "пояснение из блокнота.txt": lambda: "Прошу присоединить дом".encode("utf-16"),
    "документы.zip": lambda: zipped({"Документы/план.pdf": PDF, "заявка.docx": docx()}),
    "выписка.pdf.sig": signature,
    "выписка.p7s": lambda: b"-----BEGIN PKCS7-----\n" + base64.encodebytes(signature()) + b"-----END PKCS7-----\n",
    "подпись.sig": lambda: base64.b64encode(signature()),
    "выписка.xml": lambda: XML,
    "чертёж.dwg": lambda: DWG,
}
