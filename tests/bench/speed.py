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


@dataclass(frozen=True)
class Effort:
    """How long to measure."""

    rounds: int
    load_seconds: float
    calm_seconds: float


@dataclass
class Seen:
    """Of one page: the application's milliseconds, requests per second, and the floor's by the same moment's."""

    milliseconds: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)


def measure(
    report: Report, running: Running, server: str, floor: Page, pages: list[Page], effort: Effort, *, limits: bool
) -> None:
    """A noisy machine slows a page and the floor alike, so they are asked in turn, and a share is of one turn."""
    everything = [floor, *pages]
    seen = {page.name: Seen() for page in everything}
    for page in everything:
        _ask(running, page, connections=CONCURRENCY, seconds=WARMING_SECONDS)
    for _ in range(effort.rounds):
        for page in everything:
            seen[page.name].milliseconds += _ask(running, page, connections=1, seconds=effort.calm_seconds)["ms"]
        for page in pages:
            base = _ask(running, floor, connections=CONCURRENCY, seconds=effort.load_seconds)["rate"]
            rate = _ask(running, page, connections=CONCURRENCY, seconds=effort.load_seconds)["rate"]
            seen[floor.name].rates.append(base)
            seen[page.name].rates.append(rate)
            seen[page.name].shares.append(base / rate)
    for page in everything:
        kind = page.name.split()[0]
        of_page = seen[page.name]
        p95 = statistics.quantiles(of_page.milliseconds, n=20)[-1]
        name = f"{server}, {page.name}"
        report.add(f"{name}, server time p50", statistics.median(of_page.milliseconds), "ms")
        report.add(f"{name}, server time p95", p95, "ms", P95_LIMITS.get(kind) if limits else None)
        report.add(f"{name}, requests", statistics.median(of_page.rates), "per second")
        if of_page.shares:
            limit = SHARE_LIMITS[kind] if limits else None
            report.add(f"{name}, floor's requests by its", statistics.median(of_page.shares), "times", limit)
    report.add(f"{server}, memory of its processes", running.memory() / 1024**2, "MB")
    report.add(f"{server}, start to first answer", running.start_seconds, "s")


def _ask(running: Running, page: Page, *, connections: int, seconds: float) -> dict[str, Any]:
    answer = running.ask(page.request(), connections=connections, seconds=seconds)
    if set(answer["statuses"]) != {str(page.status)}:
        raise RuntimeError(f"{page.name}: {page.path} answered {answer['statuses']}; the log is {running.child.log}")
    return {"rate": sum(answer["statuses"].values()) / answer["seconds"], "ms": answer["milliseconds"]}
