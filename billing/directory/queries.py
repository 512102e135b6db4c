from billing.reckoning import interest

from .models import KeyRate, ListedBank


def bank_of(bik: str) -> ListedBank | None:
    """The bank of this БИК; None where the directory has none, or was never taken."""
    return ListedBank.objects.filter(bik=bik).first()


def newest() -> ListedBank | None:
    """Any row: its day is that of the directory."""
    return ListedBank.objects.first()


def key_rates() -> list[interest.KeyRate]:
    return [interest.KeyRate(row.valid_from, row.percent) for row in KeyRate.objects.all()]
