"""What metrics and log lines cost a request: the staff's list with them and without, in turns on the same process."""

import io
import logging
import statistics
import time

from django.test.utils import override_settings

from telemetry.logs import Json, Known

from .pages import Page
from .queries import visit
from .report import Report

LIMIT = 3  # percent of the requests per second
WITH = {"METRICS": True, "LOG_REQUESTS": True}
WITHOUT = {"METRICS": False, "LOG_REQUESTS": False}


def measure(report: Report, page: Page, *, pairs: int) -> None:
    """Of each pair of visits one is measured and one is not, in changing order; processor time, because that is what
    requests per second run out of."""
    log = logging.getLogger("access")
    log.propagate = False
    handler = logging.StreamHandler(io.StringIO())
    handler.setFormatter(Json())
    handler.addFilter(Known())
    log.addHandler(handler)
    taken: dict[bool, list[float]] = {True: [], False: []}
    for n in range(pairs):
        for is_on in (n % 2 == 0, n % 2 == 1):
            with override_settings(**(WITH if is_on else WITHOUT)):
                began = time.process_time()
                visit(page)
                taken[is_on].append(time.process_time() - began)
    log.removeHandler(handler)
    log.propagate = True
    off = statistics.median(taken[False])
    report.add(f"metrics and log lines, {page.name}", 100 * (statistics.median(taken[True]) - off) / off, "%", LIMIT)
