"""What a worker does with a file that came in: looks for viruses, draws pictures. The row says what is still to do."""

import logging
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import Q

from tenancy import due

from . import antivirus, pictures
from .models import Document
from .storage import Absent, storage

log = logging.getLogger(__name__)

PROCESS = "documents.look"  # the task of one file
AGAIN_AFTER = timedelta(hours=1)  # clamd may have been given larger limits
FORGOTTEN_AFTER = timedelta(hours=1)  # what waits longer at night is on no list
_TURN_SECONDS = 300  # as long as a task may live

Scan, Pictures = Document.Scan, Document.Pictures


def process(document: Document, *, now: datetime) -> None:
    """Scan the file, then draw it. Done already, in part or whole, it is not done again.

    Raises ScannerDown, StorageUnavailable: the list of due work keeps it. Two at once only waste time, and are rare.
    """
    turn = f"processing-{document.pk}"
    if not cache.add(turn, True, _TURN_SECONDS):
        return
    try:
        if antivirus.is_on() and document.scan in {Scan.UNCHECKED, Scan.FAILED}:
            document.scan = antivirus.scan(storage().chunks(str(document.key)))
            _note(document, scan=document.scan, scanned_at=now, looked_at=now)
        if document.pictures == Pictures.WAITED_FOR:
            made = Pictures.NONE if document.is_unfit else pictures.make(document)
            _note(document, pictures=made, looked_at=now)
    except Absent:
        note_lost(document, now=now)
    finally:
        cache.delete(turn)
    if document.scan == Scan.FAILED and antivirus.is_on():
        due.plan(PROCESS, document.pk, at=now + AGAIN_AFTER)
    else:
        due.settle(PROCESS, document.pk)


def plan_forgotten(*, now: datetime) -> int:
    """List again what waits for a look and is not listed, as when scanning is switched on. Returns how many."""
    to_do = Q(pictures=Pictures.WAITED_FOR)
    if antivirus.is_on():
        to_do |= Q(scan__in=[Scan.UNCHECKED, Scan.FAILED])
    waiting = Document.objects.filter(to_do, uploaded_at__lt=now - FORGOTTEN_AFTER).values_list("pk", flat=True)
    for pk in waiting:
        due.plan(PROCESS, pk, at=now)
    return len(waiting)


def note_lost(document: Document, *, now: datetime) -> None:
    """S3 has no such file: nobody looks at it again, both sides are told so, whoever watches the logs is called.

    If it is found later, `verify_files` takes the mark away.
    """
    if document.is_lost:
        return
    document.scan = Scan.LOST
    if _note(document, scan=Scan.LOST, scanned_at=now, looked_at=now, pictures=Pictures.NONE):
        log.critical("document %s is gone from the storage", document.pk)


def note_found(document: Document) -> None:
    """It was lost, and is there again: it is looked at from the beginning."""
    _note(document, scan=Scan.UNCHECKED, scanned_at=None, pictures=Pictures.WAITED_FOR)


def _note(document: Document, **learned: object) -> int:
    """Only what was learned is written: it may have been placed meanwhile. 0 if it was taken out of its draft."""
    return Document.objects.filter(pk=document.pk).update(**learned)
