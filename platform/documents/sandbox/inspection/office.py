"""Office documents in a ZIP container. Their kind is stated in one of their parts, not in their file name."""

from collections.abc import Iterable
from typing import Protocol
from xml.parsers import expat

from .outcome import Refused
from .texts import Watcher

_OPEN = "application/vnd.openxmlformats-officedocument."
# Kinds by the content type of the main part (ECMA-376 part 1, [MS-OFFMACRO2]).
_MAIN_PARTS = {
    f"{_OPEN}wordprocessingml.document.main+xml": "docx",
    "application/vnd.ms-word.document.macroenabled.main+xml": "docm",
    f"{_OPEN}spreadsheetml.sheet.main+xml": "xlsx",
    "application/vnd.ms-excel.sheet.macroenabled.main+xml": "xlsm",
    f"{_OPEN}presentationml.presentation.main+xml": "ppt",
    "application/vnd.ms-powerpoint.presentation.macroenabled.main+xml": "ppt",
}
_OPEN_DOCUMENT = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "ppt",
}
KINDS = {"docx", "docm", "xlsx", "xlsm", "odt", "ods"}
_LISTS = ("script-lb.xml", "script-lc.xml", "dialog-lb.xml", "dialog-lc.xml")  # a library may have no modules
_CONTENT_TYPES = "[Content_Types].xml"


class Archive(Protocol):
    @property
    def names(self) -> list[str]: ...

    def part(self, name: str) -> bytes: ...


def kind_of(archive: Archive) -> str:
    """The kind of document, or `zip` for an ordinary archive. Raises Refused if the document is damaged or locked."""
    names = archive.names
    if "META-INF/MANIFEST.MF" in names or "AndroidManifest.xml" in names:
        return "java"
    if _CONTENT_TYPES in names:
        return _office_open(archive)
    if "mimetype" in names and "META-INF/manifest.xml" in names:
        return _open_document(archive)
    return "zip"


def has_macros(names: Iterable[str]) -> bool:
    return any(_is_macro(name.lower()) for name in names)


def _is_macro(name: str) -> bool:
    if name.endswith("vbaproject.bin") or name.startswith(("xl/macrosheets/", "scripts/")):
        return not name.endswith("/")
    return name.startswith("basic/") and name.endswith(".xml") and not name.endswith(_LISTS)


def _office_open(archive: Archive) -> str:
    parts = {f"/{name}".lower() for name in archive.names}
    for part, content_type in _declared(archive.part(_CONTENT_TYPES)):
        kind = _MAIN_PARTS.get(content_type.lower())
        if kind and (not part or part.lower() in parts):
            return kind
    return "office"


def _declared(content_types: bytes) -> list[tuple[str, str]]:
    """Pairs of a part's name and its content type; the name is empty where the type holds for an extension."""
    found: list[tuple[str, str]] = []
    watcher = Watcher()
    watcher.parser.StartElementHandler = lambda _name, attributes: found.append(
        (attributes.get("PartName", ""), attributes.get("ContentType", ""))
    )
    try:
        watcher.feed(content_types, last=True)
    except expat.ExpatError:
        raise Refused("damaged") from None
    return found


def _open_document(archive: Archive) -> str:
    if b"encryption-data" in archive.part("META-INF/manifest.xml"):
        raise Refused("protected")
    kind = _OPEN_DOCUMENT.get(archive.part("mimetype").decode("ascii", "replace").strip(), "office")
    if kind in KINDS and "content.xml" not in archive.names:
        raise Refused("damaged")
    return kind
