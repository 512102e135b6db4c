"""By which parts a sum is paid. All sums are whole kopecks."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .kopecks import half_up, vat_within


@dataclass(frozen=True)
class Part:
    """A part of nothing is not owed and has no due date."""

    gross: int
    vat: int

    @property
    def is_owed(self) -> bool:
        return self.gross > 0


def parts(gross: int, vat_percent: int, shares: Sequence[int | Decimal]) -> list[Part]:
    """The parts of a sum by their shares in percent, in order; they add up to the sum, and so does their VAT.

    Each part is rounded half up and the last one is the rest. Where the others exceed a sum of a few kopecks, kopecks
    are taken from the latest of them that is not empty. Raises ValueError if the shares are not 100 percent.
    """
    if not shares or sum(map(Decimal, shares)) != 100 or any(Decimal(share) < 0 for share in shares):
        raise ValueError("доли платежей не отрицательны и составляют 100 %")
    sums = [half_up(Decimal(gross) * Decimal(share) / 100) for share in shares[:-1]]
    while sum(sums) > gross:
        latest = max(i for i, part in enumerate(sums) if part)
        sums[latest] -= 1
    sums.append(gross - sum(sums))
    vats = [vat_within(part, vat_percent) for part in sums[:-1]]
    vats.append(vat_within(gross, vat_percent) - sum(vats))
    return [Part(part, vat) for part, vat in zip(sums, vats, strict=True)]
