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
    """Of one page of one server, round by round: the application's milliseconds, requests per second, and how many
    times more of the floor's came just before.
    """

    medians: list[float] = field(default_factory=list)
    p95s: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)


def measure(
    servers: dict[str, Running], floors: tuple[Page, Page], pages: list[Page], effort: Effort
) -> dict[tuple[str, str], Seen]:
    """By server and page. A noisy machine slows all alike for a while, so what is compared is asked in turn."""
    floor, lower = floors
    seen = {(server, page.name): Seen() for server in servers for page in [floor, lower, *pages]}
    for running in servers.values():
        for page in [floor, lower, *pages]:
            _ask(running, page, connections=CONCURRENCY, seconds=WARMING_SECONDS)
    for _ in range(effort.rounds):
        for page in [floor, lower, *pages]:
            for server, running in servers.items():
                milliseconds = _ask(running, page, connections=1, seconds=effort.calm_seconds)["ms"]
                seen[server, page.name].medians.append(statistics.median(milliseconds))
                seen[server, page.name].p95s.append(statistics.quantiles(milliseconds, n=20)[-1])
        for page in [lower, *pages]:
            for server, running in servers.items():
                base = _ask(running, floor, connections=CONCURRENCY, seconds=effort.load_seconds)["rate"]
                rate = _ask(running, page, connections=CONCURRENCY, seconds=effort.load_seconds)["rate"]
                seen[server, floor.name].rates.append(base)
                seen[server, page.name].rates.append(rate)
                seen[server, page.name].shares.append(base / rate)
    return seen


def tell(report: Report, server: str, page: str, seen: Seen, *, limits: bool) -> None:
    """Medians of the rounds."""
    kind = page.split()[0]
    p95_limit, share_limit = (P95_LIMITS.get(kind), SHARE_LIMITS.get(kind)) if limits else (None, None)
    name = f"{server}, {page}"
    report.add(f"{name}, server time p50", statistics.median(seen.medians), "ms")
    report.add(f"{name}, server time p95", statistics.median(seen.p95s), "ms", p95_limit)
    report.add(f"{name}, requests", statistics.median(seen.rates), "per second")
    if seen.shares:
        report.add(f"{name}, floor's requests by its", statistics.median(seen.shares), "times", share_limit)


def _ask(running: Running, page: Page, *, connections: int, seconds: float) -> dict[str, Any]:
    answer = running.ask(page.request(), connections=connections, seconds=seconds)
    if set(answer["statuses"]) != {str(page.status)}:
        raise RuntimeError(f"{page.name}: {page.path} answered {answer['statuses']}; the log is {running.child.log}")
    return {"rate": sum(answer["statuses"].values()) / answer["seconds"], "ms": answer["milliseconds"]}
