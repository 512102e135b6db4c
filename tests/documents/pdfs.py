"""PDF as programs write them: locked, restricted, with scripts and attachments, or after an accident."""

import io
import warnings
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, ObjectStreamMode, Permissions

# Each way in which a PDF is locked, as arguments of pikepdf.Encryption.
LOCKS: dict[str, dict[str, Any]] = {
    "RC4-40": {"R": 2, "aes": False, "metadata": False},
    "RC4-128": {"R": 3, "aes": False, "metadata": False},
    "RC4-128 with a crypt filter": {"R": 4, "aes": False, "metadata": False},
    "AES-128": {"R": 4},
    "AES-256 of Acrobat 9": {"R": 5},
    "AES-256": {"R": 6},
}
# How the objects of a file lie in it.
LAYOUTS: dict[str, dict[str, Any]] = {
    "one by one": {"object_stream_mode": ObjectStreamMode.disable},
    "packed together": {"object_stream_mode": ObjectStreamMode.generate},
    "for the web": {"linearize": True},
}
NO_COPYING = Permissions(extract=False, modify_assembly=True)
NO_CHANGES = Permissions(
    extract=False, modify_annotation=False, modify_assembly=False, modify_form=False, modify_other=False
)
# No password to open, nothing may be changed.
RESTRICTED = pikepdf.Encryption(owner="owner", user="", allow=NO_CHANGES)


def pdf(
    pages: int = 3, *, change: Callable[[pikepdf.Pdf], None] = lambda _pdf: None, compress: bool = True, **saving: Any
) -> bytes:
    """Each page has a picture and a line on it."""
    made = pikepdf.new()
    for number in range(pages):
        page = made.add_blank_page(page_size=(595, 842))
        picture = made.make_stream(bytes(range(256)) * 12, Type=Name.XObject, Subtype=Name.Image, Width=64, Height=48)
        picture.ColorSpace, picture.BitsPerComponent = Name.DeviceGray, 8
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        page.obj.Resources = Dictionary(XObject=Dictionary(Im0=picture), Font=Dictionary(F1=font))
        drawing = f"q 200 0 0 150 50 500 cm /Im0 Do Q BT /F1 12 Tf 50 400 Td (page {number + 1}) Tj ET"
        page.obj.Contents = made.make_stream(drawing.encode())
    change(made)
    content = io.BytesIO()
    with warnings.catch_warnings():  # one of the locks is out of use
        warnings.simplefilter("ignore")
        made.save(content, compress_streams=compress, **saving)
    return content.getvalue()


def locked(lock: str, *, user: str = "", allow: Permissions = NO_COPYING, **options: Any) -> bytes:
    """With an empty `user` password everybody opens it, and `allow` is all that is refused."""
    return pdf(encryption=pikepdf.Encryption(owner="owner", user=user, allow=allow, **LOCKS[lock]), **options)


def restricted(**options: Any) -> bytes:
    return locked("AES-256", **options)


def with_script(made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def with_launch(made: pikepdf.Pdf) -> None:
    action = Dictionary(S=Name.Launch, F="cmd.exe")
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=action)
    made.pages[0].obj.Annots = Array([link])


def with_attachment(name: str, content: bytes) -> Callable[[pikepdf.Pdf], None]:
    def change(made: pikepdf.Pdf) -> None:
        made.attachments[name] = AttachedFileSpec(made, content, filename=name)

    return change


def with_a_signature(made: pikepdf.Pdf) -> None:
    value = made.make_indirect(Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), Contents=b"0" * 100))
    value.ByteRange = Array([0, 10, 110, 10])
    field = made.make_indirect(Dictionary(FT=Name.Sig, T="Подпись", V=value))
    made.Root.AcroForm = Dictionary(SigFlags=3, Fields=Array([field]))


# Accidents after which every page is still there.
ACCIDENTS: dict[str, Callable[[bytes], bytes]] = {
    "the mark of the end is cut off": lambda content: content[:-6],
    "the last 20 bytes are cut off": lambda content: content[:-20],
    "junk before it": lambda content: b"\x1b%-12345X@PJL\r\n" + b"junk " * 150 + content,
    "zeros after it": lambda content: content + bytes(5000),
    "words after it": lambda content: content + b"<!-- 0.2 s -->\n" * 400,
    "a wrong place of the table": lambda content: content[: content.rindex(b"startxref")] + b"startxref\n7\n%%EOF\n",
}
