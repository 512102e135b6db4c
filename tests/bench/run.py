"""The whole measurement, part by part."""

from django.utils import timezone

from embedded import Stack
from tenancy.company import inside

from . import doors, first_view, people, queries, servers, speed
from .companies import Opener, size_of
from .pages import first_views, floors, measured
from .report import Report

PORT = 8400
COMPANIES = 20
MANY_COMPANIES = 200
THOROUGH = speed.Effort(rounds=9, load_seconds=0.25, calm_seconds=0.4)
QUICK = speed.Effort(rounds=3, load_seconds=0.25, calm_seconds=0.25)


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

    report.part("Doors (argon2 at its recommended cost)")
    doors.measure(report, second, tries=30 if quick else 200)

    port = stack.home.port("web", PORT)
    for name, command in servers.candidates(port, all_of_them=not quick).items():
        is_chosen = name == servers.CHOSEN
        effort = THOROUGH if is_chosen and not quick else QUICK
        report.part(f"{name}{', the chosen server' if is_chosen else ''}. {speed.HOW}")
        with servers.running(stack, name, command, port) as server:
            speed.measure(report, server, name, floors(first), pages, effort, limits=is_chosen)
            if is_chosen:
                report.part("First view")
                first_view.measure(report, server, first_views(first, life))

    report.part("Many companies")
    opener.grow(MANY_COMPANIES)
    opener.measure(report)
    return report
