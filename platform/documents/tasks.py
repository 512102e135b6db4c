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

NIGHTLY = 20  # files of one company read again each night


@nightly("documents.sweep_orphans", time_limit=3600, soft_time_limit=3500)
def sweep_orphans() -> None:
    services.sweep_orphans(now=timezone.now())


@company_task(name=REMOVE_BYTES)
def remove_bytes(key: str) -> None:
    """Of a file that was taken out of its draft. With S3 down they wait for the nightly sweep."""
    try:
        services.remove_unknown(key)
    except StorageUnavailable:
        log.warning("the bytes of a discarded file stay until the sweep")


@company_task(name=PROCESS, soft_time_limit=240)
def process(document_id: int) -> None:
    """Scan and draw one file. With clamd or S3 down it stays as it is, and the sweep hands it over again."""
    document = Document.objects.filter(pk=document_id).first()
    if document is None:  # taken out of its draft before its turn
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
    """Every night a few files of each company, by lot. What was found until S3 failed is told all the same."""
    verdict = Verdict()
    try:
        verify(sample(NIGHTLY), verdict)
    finally:
        if verdict.is_alarming:
            tell_operators(current_company(), verdict)
