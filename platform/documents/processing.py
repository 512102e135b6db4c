"""What the worker does with a new file: it scans for viruses and draws pictures. The row says what is still to do."""

import logging
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import Q

from telemetry import metrics
from tenancy import due

from . import antivirus, pictures
from .models import Document
from .storage import Absent, storage

log = logging.getLogger(__name__)

PROCESS = "documents.look"  # the task that processes one file
AGAIN_AFTER = timedelta(hours=1)  # meanwhile an operator may have raised the limits of clamd
FORGOTTEN_AFTER = timedelta(hours=1)  # a file that waits longer is missing on the list of due work
_TURN_SECONDS = 300  # no task lives longer

Scan, Pictures = Document.Scan, Document.Pictures


def process(document: Document, *, now: datetime) -> None:
    """Scan the file, then draw it. A step that is done is not repeated.

    Raises ScannerDown, StorageUnavailable; the list of due work then keeps the file. Two tasks for one file at the same
    time are rare and only waste time.
    """
    turn = f"processing-{document.pk}"
    if not cache.add(turn, True, _TURN_SECONDS):
        return
    try:
        if antivirus.is_on() and document.scan in {Scan.UNCHECKED, Scan.FAILED}:
            document.scan = antivirus.scan(storage().chunks(str(document.key)))
            metrics.scans.labels(document.scan).inc()
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
    """List files as due that wait unlisted, for example since scanning was switched on. Returns their number."""
    to_do = Q(pictures=Pictures.WAITED_FOR)
    if antivirus.is_on():
        to_do |= Q(scan__in=[Scan.UNCHECKED, Scan.FAILED])
    waiting = Document.objects.filter(to_do, uploaded_at__lt=now - FORGOTTEN_AFTER).values_list("pk", flat=True)
    for pk in waiting:
        due.plan(PROCESS, pk, at=now)
    return len(waiting)


def note_lost(document: Document, *, now: datetime) -> None:
    """S3 has no such file: stop processing it, tell both sides, and log it as critical.

    If the file is there again later, `verify_files` removes the mark.
    """
    if document.is_lost:
        return
    document.scan = Scan.LOST
    if _note(document, scan=Scan.LOST, scanned_at=now, looked_at=now, pictures=Pictures.NONE):
        log.critical("document %s is gone from the storage", document.pk)


def note_found(document: Document) -> None:
    """A lost file is there again, so it is processed from the beginning."""
    _note(document, scan=Scan.UNCHECKED, scanned_at=None, pictures=Pictures.WAITED_FOR)


def _note(document: Document, **learned: object) -> int:
    """Write only these columns, because the document may have been published meanwhile.

    Returns 0 if the document has been removed from its draft.
    """
    return Document.objects.filter(pk=document.pk).update(**learned)
