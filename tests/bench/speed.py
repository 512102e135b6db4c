"""Requests per second and server time of each page beside the floor."""

import statistics
from dataclasses import dataclass, field
from typing import Any

from .pages import Page
from .report import Report
from .servers import Running

# Milliseconds of the server, and how many times slower than the floor a page may be.
P95_LIMITS = {"list": 60, "card": 60, "poll": 10}
SHARE_LIMITS = {"list": 10, "card": 10, "poll": 2}
CONCURRENCY = 8
WARMING_SECONDS = 0.3
HOW = f"Server time: inside the application, one request at a time. Requests: over {CONCURRENCY} connections"


@dataclass(frozen=True)
class Effort:
    """How long to measure."""

    rounds: int
    load_seconds: float
    calm_seconds: float


@dataclass
class Seen:
    """Of one page, round by round: the application's milliseconds, requests per second, and the floor's by those."""

    medians: list[float] = field(default_factory=list)
    p95s: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)


def measure(
    report: Report,
    running: Running,
    server: str,
    floors: tuple[Page, Page],
    pages: list[Page],
    effort: Effort,
    *,
    limits: bool,
) -> None:
    """Medians of rounds. A noisy machine slows a page and the floor alike, so a share is of two that come in turn."""
    floor, lower = floors
    everything = [floor, lower, *pages]
    seen = {page.name: Seen() for page in everything}
    for page in everything:
        _ask(running, page, connections=CONCURRENCY, seconds=WARMING_SECONDS)
    for _ in range(effort.rounds):
        for page in everything:
            milliseconds = _ask(running, page, connections=1, seconds=effort.calm_seconds)["ms"]
            seen[page.name].medians.append(statistics.median(milliseconds))
            seen[page.name].p95s.append(statistics.quantiles(milliseconds, n=20)[-1])
        for page in [lower, *pages]:
            base = _ask(running, floor, connections=CONCURRENCY, seconds=effort.load_seconds)["rate"]
            rate = _ask(running, page, connections=CONCURRENCY, seconds=effort.load_seconds)["rate"]
            seen[floor.name].rates.append(base)
            seen[page.name].rates.append(rate)
            seen[page.name].shares.append(base / rate)
    for page in everything:
        kind = page.name.split()[0]
        of_page = seen[page.name]
        p95_limit, share_limit = (P95_LIMITS.get(kind), SHARE_LIMITS.get(kind)) if limits else (None, None)
        name = f"{server}, {page.name}"
        report.add(f"{name}, server time p50", statistics.median(of_page.medians), "ms")
        report.add(f"{name}, server time p95", statistics.median(of_page.p95s), "ms", p95_limit)
        report.add(f"{name}, requests", statistics.median(of_page.rates), "per second")
        if of_page.shares:
            report.add(f"{name}, floor's requests by its", statistics.median(of_page.shares), "times", share_limit)
    report.add(f"{server}, memory of its processes", running.memory() / 1024**2, "MB")
    report.add(f"{server}, start to first answer", running.start_seconds, "s")


def _ask(running: Running, page: Page, *, connections: int, seconds: float) -> dict[str, Any]:
    answer = running.ask(page.request(), connections=connections, seconds=seconds)
    if set(answer["statuses"]) != {str(page.status)}:
        raise RuntimeError(f"{page.name}: {page.path} answered {answer['statuses']}; the log is {running.child.log}")
    return {"rate": sum(answer["statuses"].values()) / answer["seconds"], "ms": answer["milliseconds"]}
