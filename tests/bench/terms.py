"""The clock: how long the terms and the ledger of one case take, and what a night of all open cases would."""

import json
import statistics
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from django.db import connections, transaction
from django.utils import timezone

from cabinet.applications.models import Application
from cabinet.cases.due import DueDay
from cabinet.cases.models import Case
from cabinet.deadlines.course import Happening, follow
from cabinet.deadlines.plain import moment_of
from cabinet.rules.packs import load
from cabinet.terms import services
from tenancy.company import inside
from tenants.models import GridCompany

from .report import Report

COURSES = Path(__file__).parents[1] / "deadlines" / "courses.json"
OPEN_CASES = 100_000
ROUNDS, TIMES = 5, 20
WORKERS = 2  # one a core
KEPT = 200


def measure(report: Report) -> None:
    """Processor time of one core: another process that is busy makes it no longer."""
    pack = load("electricity_861", date(2026, 1, 1))
    courses = json.loads(COURSES.read_text("utf-8"))
    told = [[Happening(one["event"], moment_of(one["at"])) for one in course["events"]] for course in courses]

    def once() -> None:
        for course, events in zip(courses, told, strict=True):
            follow(
                pack, events, procedure="section_x", answers={"building": course["building"]}, zone=course["zone"],
                looked_on=date.fromisoformat(course["looked_on"]),
            )  # fmt: skip

    once()
    rounds = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for _ in range(TIMES):
            once()
        rounds.append((time.process_time() - began) / TIMES / len(courses))
    seconds = statistics.median(rounds)
    report.add("one recomputation of a case", seconds * 1000, "ms", 5)
    report.add(f"{OPEN_CASES} cases on one core, extrapolated", seconds * OPEN_CASES, "s", 60)


def measure_kept(report: Report, company: GridCompany) -> None:
    """With the database: one case in the transaction of a fact, and a night on which the calendar has changed."""
    now = timezone.now()
    with inside(company):
        Application.objects.update(category="person_15")  # so that terms run
        services.recount(now=now)
        cases = list(Case.objects.submitted().order_by("-pk")[:KEPT])
        took = []
        for case in cases:
            began = time.perf_counter()
            with transaction.atomic():
                services.count(case, now=now)
            took.append(time.perf_counter() - began)
        report.add("a case counted and kept, with its queries", statistics.median(took) * 1000, "ms", 5)
        DueDay.objects.update(counted_by="")
        batches = list(services.to_recount())
        count = sum(len(numbers) for numbers in batches)  # those that are open
        began = time.perf_counter()
        services.recount(now=now)
        seconds = (time.perf_counter() - began) / count
        report.add(f"{OPEN_CASES} kept cases counted again by one worker, extrapolated", seconds * OPEN_CASES, "s")
        DueDay.objects.update(counted_by="")
    connections.close_all()  # a connection is of one process
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("fork")) as workers:
        list(workers.map(_begin, range(WORKERS)))
        began = time.perf_counter()
        list(workers.map(partial(_recount, company.pk, now), batches))
        seconds = (time.perf_counter() - began) / count
    report.add(f"{OPEN_CASES} kept cases shared by {WORKERS} workers, extrapolated", seconds * OPEN_CASES, "s", 60)


def _begin(_number: int) -> None:
    """A process has its connection before it is measured."""
    GridCompany.objects.exists()
    time.sleep(0.2)  # the other process takes the other one


def _recount(company_pk: int, now: datetime, numbers: list[int]) -> None:
    with inside(GridCompany.objects.get(pk=company_pk)):
        services.recount_some(numbers, now=now)
