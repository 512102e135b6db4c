"""The whole measurement, part by part."""

from contextlib import ExitStack

from django.utils import timezone

from embedded import Stack
from tenancy.company import inside

from . import (
    applications,
    documents,
    doors,
    first_view,
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
from .report import Report

COMPANIES = 20
START_LIMIT = 5  # seconds
MANY_COMPANIES = 200
IDLE_COMPANIES = 500
THOROUGH = speed.Effort(rounds=5, load_seconds=0.25, calm_seconds=0.3)
QUICK = speed.Effort(rounds=3, load_seconds=0.25, calm_seconds=0.3)


def run(stack: Stack, *, quick: bool) -> Report:
    report = Report()
    report.part("Companies")
    opener = Opener(stack.postgres.binaries)
    report.add("preparing a spare schema by migrations", opener.preparing_seconds, "s")
    opener.grow(COMPANIES // 2)
    first, second, *_others, empty = opener.measure(report, times=COMPANIES // 2)
    tables, size = size_of(empty)
    report.add("an empty company, tables", tables, "tables", 45)
    report.add("an empty company, size", size / 1024**2, "MB", 2)

    report.part(f"Queries ({people.CASES} cases in the company, {COMPANIES} companies)")
    now = timezone.now()
    with inside(second):
        few = people.begin(now=now)
    with inside(first):
        life = people.live(now=now)
    pages = measured(first, life)
    queries.measure(report, measured(second, few), pages)

    report.part("Metrics (as with several processes: values in files)")
    metrics.measure(report, pages[1], pairs=100 if quick else 500)

    report.part("Doors (argon2 at its recommended cost)")
    doors.measure(report, second, tries=30 if quick else 200)

    report.part("Applications")
    applications.measure(report, second, few.applicant, times=20 if quick else 100)

    report.part("Terms")
    terms.measure(report)
    terms.measure_kept(report, first)
    invoices.measure_papers(report, quick=quick)
    invoices.measure_issue(report, first)

    report.part("Money")
    payments.measure(report, first)

    report.part("Signatures")
    signatures.measure(report, second, few.applicant)

    with ExitStack() as all_of_them:
        running = {
            name: all_of_them.enter_context(servers.running(stack, name, command, port))
            for name, port, command in servers.candidates(stack, all_of_them=not quick)
        }
        report.part("First view")
        first_view.measure(report, running[servers.CHOSEN], first_views(first, life))
        screens = main_screens(first, life)
        sight.measure(report, running[servers.CHOSEN], shell(first, life), screens, rounds=3 if quick else 5)
        seen = speed.measure(running, floors(first), pages, QUICK if quick else THOROUGH)
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

    report.part("Files (on the embedded S3)")
    _name, port, command = next(servers.candidates(stack, all_of_them=False))
    with servers.running(stack, "files", command, port) as server:
        documents.measure(report, server, first, life, now=now)

    report.part("Many companies")
    opener.measure_sweep(report)
    opener.grow(MANY_COMPANIES)
    opener.measure(report)
    opener.grow(IDLE_COMPANIES)
    opener.measure_sweep(report)
    subscriptions.measure(report, IDLE_COMPANIES)
    return report
