"""The whole measurement, part by part."""

from collections.abc import Collection
from contextlib import ExitStack

from django.utils import timezone

from embedded import Stack
from tenancy.company import inside
from tenants.models import GridCompany

from . import (
    applications,
    documents,
    doors,
    first_view,
    hooks,
    invoices,
    metrics,
    payments,
    people,
    queries,
    servers,
    sight,
    signatures,
    speed,
    subscriptions,
    terms,
)
from .companies import Opener, size_of
from .pages import first_views, floors, main_screens, measured, shell
from .parts import PARTS
from .report import Report

COMPANIES = 20
START_LIMIT = 5  # seconds
MANY_COMPANIES = 200
IDLE_COMPANIES = 500
THOROUGH = speed.Effort(rounds=5, load_seconds=0.25, calm_seconds=0.3)
QUICK = speed.Effort(rounds=3, load_seconds=0.25, calm_seconds=0.3)


def run(stack: Stack, *, quick: bool, only: Collection[str] = PARTS) -> Report:
    """Companies and people are always there; of the parts after them those in `only` are measured."""
    report = Report()
    report.part("Companies")
    opener = Opener(stack.postgres.binaries)
    report.add("preparing a spare schema by migrations", opener.preparing_seconds, "s")
    opener.grow(COMPANIES // 2)
    first, second, *_others, empty = opener.measure(report, times=COMPANIES // 2)
    tables, size = size_of(empty)
    report.add("an empty company, tables", tables, "tables", 56)
    report.add("an empty company, size", size / 1024**2, "MB", 2)

    now = timezone.now()
    with inside(second):
        few = people.begin(now=now)
    with inside(first):
        life = people.live(now=now)
    pages = measured(first, life)

    if "queries" in only:
        report.part(f"Queries ({people.CASES} cases in the company, {COMPANIES} companies)")
        queries.measure(report, measured(second, few), pages)

    if "metrics" in only:
        report.part("Metrics (as with several processes: values in files)")
        metrics.measure(report, pages[1], pairs=100 if quick else 500)

    if "doors" in only:
        report.part("Doors (argon2 at its recommended cost)")
        doors.measure(report, second, tries=30 if quick else 200)

    if "applications" in only:
        report.part("Applications")
        applications.measure(report, second, few.applicant, times=20 if quick else 100)

    if "terms" in only:
        report.part("Terms")
        terms.measure(report)
        terms.measure_kept(report, first)

    if "money" in only:
        report.part("Money")
        invoices.measure_papers(report, quick=quick)
        invoices.measure_issue(report, first)
        payments.measure(report, first)

    if "signatures" in only:
        report.part("Signatures")
        signatures.measure(report, second, few.applicant)

    if "pages" in only:
        _measure_pages(report, stack, first, life, quick=quick)

    if "files" in only:
        report.part("Files (on the embedded S3)")
        _name, port, command = next(servers.candidates(stack, all_of_them=False))
        with servers.running(stack, "files", command, port) as server:
            documents.measure(report, server, first, life, now=now)

    if "webhooks" in only:
        report.part("Webhooks")
        hooks.measure(report, first)

    if "many" in only:
        report.part("Many companies")
        opener.measure_sweep(report)
        opener.grow(MANY_COMPANIES)
        opener.measure(report)
        opener.grow(IDLE_COMPANIES)
        opener.measure_sweep(report)

    if "usage" in only:
        report.part("Usage of many companies")
        opener.grow(IDLE_COMPANIES)
        subscriptions.measure(report, IDLE_COMPANIES)
    return report


def _measure_pages(report: Report, stack: Stack, company: GridCompany, life: people.Life, *, quick: bool) -> None:
    pages = measured(company, life)
    with ExitStack() as all_of_them:
        running = {
            name: all_of_them.enter_context(servers.running(stack, name, command, port))
            for name, port, command in servers.candidates(stack, all_of_them=not quick)
        }
        report.part("First view")
        first_view.measure(report, running[servers.CHOSEN], first_views(company, life))
        screens = main_screens(company, life)
        sight.measure(report, running[servers.CHOSEN], shell(company, life), screens, rounds=3 if quick else 5)
        seen = speed.measure(running, floors(company), pages, QUICK if quick else THOROUGH)
        for name, server in running.items():
            report.part(f"{name}{', the chosen server' if name == servers.CHOSEN else ''}. {speed.HOW}")
            for (asked, page), of_page in seen.items():
                if asked == name:
                    speed.tell(report, name, page, of_page, limits=name == servers.CHOSEN)
            report.add(f"{name}, memory of its processes", server.memory() / 1024**2, "MB")
            report.add(
                f"{name}, start to first answer",
                server.start_seconds,
                "s",
                START_LIMIT if name == servers.CHOSEN else None,
            )
