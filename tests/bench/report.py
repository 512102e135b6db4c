"""What was measured, each with its limit: a line on the screen and an entry in .local/bench.json."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from .calibration import slowness

TIMES = ("s", "ms")


@dataclass(frozen=True)
class Figure:
    """All limits are upper ones: where more is better (requests per second), the share of the floor is turned over.

    `slowness` is that of the machine at the time. What the figure would be on the reference machine is only shown: the
    limit is judged by what was measured.
    """

    name: str
    value: float
    unit: str
    limit: float | None = None
    slowness: float | None = None

    @property
    def there(self) -> float:
        """The value as it would be on the reference machine."""
        return self.value / self.slowness if self.slowness else self.value

    @property
    def ok(self) -> bool:
        return self.limit is None or self.value <= self.limit

    @property
    def line(self) -> str:
        there = f"→ {_written(self.there)}" if self.slowness else ""
        limit = "" if self.limit is None else f"≤ {self.limit:g}"
        verdict = "" if self.limit is None else "ok" if self.ok else "TOO MUCH"
        line = f"  {self.name:<58}{_written(self.value):>9} {self.unit:<10} {there:<8} {limit:<8} {verdict}"
        return line.rstrip()


class Report:
    def __init__(self) -> None:
        self.figures: list[Figure] = []
        self.slowness = 1.0

    def part(self, title: str) -> None:
        self.slowness = slowness()
        print(f"\n{title}", flush=True)
        print(f"  ({self.slowness:.2f} times slower now than the reference machine; → as it is there)", flush=True)

    def add(self, name: str, value: float, unit: str, limit: float | None = None) -> None:
        """A time with a limit is shown as on the reference machine, too."""
        by_speed = limit is not None and unit in TIMES
        figure = Figure(name, round(value, 4), unit, limit, round(self.slowness, 3) if by_speed else None)
        self.figures.append(figure)
        print(figure.line, flush=True)

    @property
    def exceeded(self) -> list[Figure]:
        return [figure for figure in self.figures if not figure.ok]

    def write(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        entries = [{**asdict(figure), "there": round(figure.there, 4), "ok": figure.ok} for figure in self.figures]
        path.write_text(json.dumps(entries, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _written(value: float) -> str:
    if value == int(value) or value >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.3g}"
