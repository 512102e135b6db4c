"""What stands in the middle of many durations. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median


@dataclass(frozen=True)
class Spread:
    """In days, with a tenth."""

    count: int
    middle: float
    mean: float
    longest: float


def spread_of(days: Sequence[float]) -> Spread:
    """`days` holds one at least."""
    return Spread(len(days), round(median(days), 1), round(fmean(days), 1), round(max(days), 1))
