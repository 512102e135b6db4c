"""The clock: how long the terms and the ledger of one case take, and what a night of all open cases would."""

import json
import statistics
import time
from datetime import date
from pathlib import Path

from django.db import transaction
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
        began = time.perf_counter()
        services.recount(now=now)
        seconds = (time.perf_counter() - began) / DueDay.objects.count()
        report.add(f"{OPEN_CASES} kept cases counted again by one worker, extrapolated", seconds * OPEN_CASES, "s", 60)
