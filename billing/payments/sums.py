"""Sums as people type them."""

from billing.bank.statement import kopecks_of
from ui import quantities


def kopecks_typed(text: str) -> int | None:
    """«12 000,50», also with «₽» after it; None for what is no positive sum."""
    try:
        return kopecks_of(quantities.number_of(text, unit="₽", example="12 000,50"))
    except quantities.WrongUnit:
        return None
