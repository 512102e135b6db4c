import logging

from celery import shared_task
from django.utils import timezone
from django_tenants.utils import get_tenant_model

from tenancy.company import inside
from tenancy.errors import StorageUnavailable
from tenancy.later import after_commit
from tenancy.tasks import company_task

from . import looking, services
from .alarm import tell_operators
from .models import Document
from .scanning import ScannerDown
from .verifying import Verdict, sample, verify

log = logging.getLogger(__name__)

AT_ONCE = 20  # files of one company in one sweep
NIGHTLY = 20  # files of one company read again each night


@shared_task
def sweep_orphans() -> None:
    """Every night, company by company; one that fails does not stop the others."""
    for company in get_tenant_model().objects.all():
        try:
            with inside(company):
                services.sweep_orphans(now=timezone.now())
        except Exception:
            log.exception("orphans of company %s were not swept", company.pk)


@company_task()
def remove_bytes(key: str) -> None:
    """Of a file that was taken out of its draft. With S3 down they wait for the nightly sweep."""
    try:
        services.remove_unknown(key)
    except StorageUnavailable:
        log.warning("the bytes of a discarded file stay until the sweep")


@company_task(soft_time_limit=240)
def look(document_id: int) -> None:
    """Scan and draw one file. With clamd or S3 down it stays as it is, and the sweeper comes again."""
    document = Document.objects.filter(pk=document_id).first()
    if document is None:  # taken out of its draft before its turn
        return
    try:
        looking.look(document, now=timezone.now())
    except (ScannerDown, StorageUnavailable) as reason:
        log.warning("document %s waits to be looked at: %s", document_id, type(reason).__name__)


@shared_task(expires=60)
def look_at_rest() -> None:
    """Nudge what no nudge took: the queue was down, or clamd, or S3. A few at a time."""
    for company in get_tenant_model().objects.all():
        try:
            with inside(company):
                for document_id in looking.waiting(now=timezone.now()).values_list("pk", flat=True)[:AT_ONCE]:
                    after_commit(look, document_id)
        except Exception:
            log.exception("files of company %s were not looked at", company.pk)


@shared_task(time_limit=3600, soft_time_limit=3500)
def verify_sample() -> None:
    """Every night a few files of each company, by lot."""
    for company in get_tenant_model().objects.all():
        verdict = Verdict()
        try:
            with inside(company):
                verify(sample(NIGHTLY), verdict)
        except Exception:
            log.exception("files of company %s were not verified", company.pk)
        if verdict.is_alarming:
            tell_operators(company, verdict)
