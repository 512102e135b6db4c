"""Pictures of files: a thumbnail, and pages large enough to read. The worker draws them and keeps them on S3."""

import logging
import tempfile
from collections.abc import Iterator
from pathlib import Path

from .models import Document
from .sandbox.child import ChildFailed, Limits, run
from .storage import storage

log = logging.getLogger(__name__)

PICTURED = {
    "application/pdf", "image/jpeg", "image/png", "image/tiff", "image/heic", "image/bmp", "image/gif", "image/webp",
}  # fmt: skip
THUMB = "thumb"
PAGES = 10  # drawn at most
CONTENT_TYPE = "image/jpeg"
_LIMITS = Limits(seconds=60, patience=90, memory=1536 * 1024 * 1024, files=64)
_SCRIPT = Path(__file__).parent / "sandbox/renderer.py"
_FOLDER = "previews/"


def make(document: Document) -> Document.Pictures:
    """Draw the pictures and put them to S3. Returns NONE if files of this kind, or this file, cannot be drawn.

    Raises StorageUnavailable. A second run puts the same pictures under the same keys.
    """
    if document.content_type not in PICTURED:
        return Document.Pictures.NONE
    with (
        tempfile.TemporaryDirectory() as name,
        tempfile.TemporaryFile() as file,
    ):  # without a name: it vanishes if we are killed
        folder = Path(name)
        file.writelines(storage().chunks(str(document.key)))
        try:
            count = int(run([_SCRIPT, document.content_type, folder, str(PAGES)], input=file, limits=_LIMITS))
        except ChildFailed as failure:
            log.info("no pictures of document %s: %s", document.pk, failure)
            count = 0
        for picture in [str(n) for n in range(1, count + 1)] + ([THUMB] if count else []):
            with (folder / f"{picture}.jpg").open("rb") as content:
                storage().put(_key(document, picture), content, content_type=CONTENT_TYPE)
    return Document.Pictures.MADE if count else Document.Pictures.NONE


def count_pages(document: Document) -> int:
    """How many pages have pictures. Raises StorageUnavailable."""
    return sum(1 for _ in storage().listed(_key(document, ""))) - 1  # the thumbnail is no page


def picture(document: Document, name: str) -> Iterator[bytes]:
    """The JPEG of a page, named by its number, or the thumbnail, named THUMB. Raises StorageUnavailable."""
    return storage().chunks(_key(document, name))


def owner_of(key: str) -> str:
    """The key of the document to which an object of S3 belongs: its own bytes, or a picture of it."""
    return key.removeprefix(_FOLDER).split("/")[0]


def folder_of(key: str) -> str:
    """The prefix of all pictures of the document with this key."""
    return f"{_FOLDER}{key}/"


def _key(document: Document, picture: str) -> str:
    return folder_of(str(document.key)) + picture
