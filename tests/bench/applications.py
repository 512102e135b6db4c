"""What an application costs when it is submitted, and its receipt when a worker makes it."""

import statistics
import time
import uuid
from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Applicant, User
from cabinet.applications import services
from cabinet.paperwork.models import Paper
from cabinet.paperwork.services import make
from tenancy.company import inside
from tenants.models import GridCompany

from .report import Report

SUBMISSION_LIMIT = 150  # milliseconds of the server
PAPER_LIMIT = 3  # seconds
ANSWERS = {
    "type": "new",
    "purpose": "Жилой дом",
    "address": "Лугореченск, ул. Садовая, 12",
    "cadastral_number": "16:50:011201:45",
    "max_power_kw": Decimal(15),
}


def measure(report: Report, company: GridCompany, person: User, *, times: int) -> None:
    """Submissions by the one page, as a browser sends it; then the receipts of those, one after another."""
    submitted = [_submit(company, person) for _ in range(times)]
    report.add("one submission, p95", statistics.quantiles(submitted, n=20)[-1] * 1000, "ms", SUBMISSION_LIMIT)
    with inside(company):
        made = []
        for paper in Paper.objects.filter(entry=None, code="receipt").order_by("-pk")[: max(5, times // 4)]:
            began = time.perf_counter()
            make(paper, now=timezone.now())
            made.append(time.perf_counter() - began)
    report.add("a receipt made, Word filled and printed as PDF", max(made), "s", PAPER_LIMIT)


def _submit(company: GridCompany, person: User) -> float:
    """Seconds of the request that submits a filled draft."""
    now = timezone.now()
    client = Client(HTTP_HOST=company.host)
    with inside(company):
        client.force_login(person)
        applicant = Applicant.objects.filter(members=person).latest("pk")
        with transaction.atomic():
            application = services.start(
                applicant=applicant, by=person, key=uuid.uuid4(), now=now - timedelta(minutes=5)
            )
        services.save_draft(application, answers=ANSWERS, now=now)
        address = reverse("application_draft", args=[application.pk], urlconf="config.urls_company")
    sent = {**ANSWERS, "do": "submit", "key": str(uuid.uuid4())}
    began = time.perf_counter()
    answer = client.post(address, sent)
    seconds = time.perf_counter() - began
    with inside(company):
        application.case.refresh_from_db()
    if application.case.is_draft:
        raise RuntimeError(f"the application was not submitted: {answer.status_code}")
    return seconds
