import logging

from django.utils import timezone

from tenancy import due
from tenancy.companies import nightly
from tenancy.company import current_company
from tenancy.errors import StorageUnavailable
from tenancy.tasks import company_task

from . import processing, services
from .antivirus import ScannerDown
from .models import Document
from .processing import PROCESS
from .services.removal import REMOVE_BYTES
from .upkeep.alarm import tell_operators
from .upkeep.integrity import Verdict, sample, verify

log = logging.getLogger(__name__)

NIGHTLY = 20  # files of each company that are read again every night


@nightly("documents.sweep_orphans", time_limit=3600, soft_time_limit=3500)
def sweep_orphans() -> None:
    services.sweep_orphans(now=timezone.now())


@company_task(name=REMOVE_BYTES)
def remove_bytes(key: str) -> None:
    """Remove the bytes of a file that was removed from its draft. If S3 is down, the nightly sweep removes them."""
    try:
        services.remove_unknown(key)
    except StorageUnavailable:
        log.warning("the bytes of a discarded file stay until the sweep")


@company_task(name=PROCESS, soft_time_limit=240)
def process(document_id: int) -> None:
    """Scan and draw one file. If clamd or S3 is down, the sweep of due work sends this task again."""
    document = Document.objects.filter(pk=document_id).first()
    if document is None:  # removed from its draft before the task ran
        due.settle(PROCESS, document_id)
        return
    try:
        processing.process(document, now=timezone.now())
    except (ScannerDown, StorageUnavailable) as reason:
        log.warning("document %s waits to be looked at: %s", document_id, type(reason).__name__)


@nightly("documents.plan_forgotten")
def plan_forgotten() -> None:
    processing.plan_forgotten(now=timezone.now())


@nightly("documents.verify_sample", time_limit=3600, soft_time_limit=3500)
def verify_sample() -> None:
    """Verify a few random files of each company every night. What was found before S3 failed is reported too."""
    verdict = Verdict()
    try:
        verify(sample(NIGHTLY), verdict)
    finally:
        if verdict.is_alarming:
            tell_operators(current_company(), verdict)
