"""What was measured, each with its limit: a line on the screen and an entry in .local/bench.json."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """All limits are upper ones: where more is better (requests per second), the share of the floor is turned over."""

    name: str
    value: float
    unit: str
    limit: float | None = None

    @property
    def ok(self) -> bool:
        return self.limit is None or self.value <= self.limit

    @property
    def line(self) -> str:
        limit = "" if self.limit is None else f"≤ {self.limit:g}"
        verdict = "" if self.limit is None else "ok" if self.ok else "TOO MUCH"
        return f"  {self.name:<58}{_written(self.value):>9} {self.unit:<10} {limit:<8} {verdict}".rstrip()


class Report:
    def __init__(self) -> None:
        self.figures: list[Figure] = []

    def part(self, title: str) -> None:
        print(f"\n{title}", flush=True)

    def add(self, name: str, value: float, unit: str, limit: float | None = None) -> None:
        figure = Figure(name, round(value, 4), unit, limit)
        self.figures.append(figure)
        print(figure.line, flush=True)

    @property
    def exceeded(self) -> list[Figure]:
        return [figure for figure in self.figures if not figure.ok]

    def write(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        entries = [{**asdict(figure), "ok": figure.ok} for figure in self.figures]
        path.write_text(json.dumps(entries, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _written(value: float) -> str:
    if value == int(value) or value >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.3g}"
