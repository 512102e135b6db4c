"""Small real files of several kinds, made here so that the demonstration carries no binaries: they open everywhere."""

import io
import zipfile
from xml.sax.saxutils import escape

from django.core.files.uploadedfile import SimpleUploadedFile

from . import pictures


def file(name: str) -> SimpleUploadedFile:
    """A file of the kind that its name says, with that name written inside where the kind allows."""
    title, _dot, extension = name.rpartition(".")
    return SimpleUploadedFile(name, MAKERS[extension](title))


def pdf(title: str) -> bytes:
    """One A4 page: a frame and lines of «text». The standard fonts have no Cyrillic, so words stand in the title."""
    lines = "\n".join(f"80 {y} m {515 if y % 80 else 300} {y} l S" for y in range(720, 160, -20))
    content = f"0.5 w 56 90 483 680 re S 2 w 80 745 m 360 745 l S 0.7 w\n{lines}\n".encode()
    utf16 = title.encode("utf-16-be").hex().upper()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>/Contents 4 0 R>>",
        b"<</Length %d>>stream\n%sendstream" % (len(content), content),
        f"<</Title<FEFF{utf16}>>>".encode(),
    ]
    body = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, text in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer\n<</Size %d/Root 1 0 R/Info 5 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(body))
    return bytes(body) + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table) + trailer


def docx(title: str) -> bytes:
    """A Word document of two paragraphs."""
    paragraphs = "".join(f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>" for text in (title, DEMONSTRATION))
    return _zip(
        {
            "[Content_Types].xml": f'<Types xmlns="{_OPEN}content-types"><Default Extension="rels" ContentType="'
            'application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{_OPEN}relationships"><Relationship Id="r1" Type="http://schemas.'
            'openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
            "</Relationships>",
            "word/document.xml": '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            f"<w:body>{paragraphs}</w:body></w:document>",
        }
    )


def png(title: str) -> bytes:
    return pictures.png(pictures.site_plan())


def jpeg(title: str) -> bytes:
    return pictures.jpeg(pictures.site_plan())


def _zip(parts: dict[str, str]) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>\n{text}')
    return archive.getvalue()


DEMONSTRATION = "Демонстрационный документ. Все люди, адреса и номера в нём вымышлены."
_OPEN = "http://schemas.openxmlformats.org/package/2006/"
MAKERS = {"pdf": pdf, "docx": docx, "png": png, "jpg": jpeg}
