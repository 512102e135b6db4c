from .models import ListedBank


def bank_of(bik: str) -> ListedBank | None:
    """The bank of this БИК; None where the directory has none, or was never taken."""
    return ListedBank.objects.filter(bik=bik).first()


def newest() -> ListedBank | None:
    """Any row: its day is that of the directory."""
    return ListedBank.objects.first()
