from .models import PageVersion, Slot

VERSIONS_SHOWN = 5


def current(slot: Slot) -> PageVersion | None:
    """What people see there now; None while nothing was ever written."""
    return PageVersion.objects.filter(slot=slot).first()


def versions(slot: Slot) -> list[PageVersion]:
    """The newest few, the current one first."""
    return list(PageVersion.objects.filter(slot=slot)[:VERSIONS_SHOWN])
