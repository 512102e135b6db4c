"""Sums in whole kopecks and the one way in which they are rounded: half up."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


def half_up(sum_: Decimal) -> int:
    """Kopecks out of an exact sum of kopecks that is not negative."""
    return int(sum_.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def ratio(part: int, of: int) -> int:
    """part / of, half up, exact however large the numbers are."""
    return (2 * part + of) // (2 * of)


@dataclass(frozen=True)
class Taxed:
    """A sum with its VAT, in kopecks: net + vat = gross."""

    net: int
    vat: int
    gross: int

    @classmethod
    def of_net(cls, net: int, percent: int) -> "Taxed":
        vat = ratio(net * percent, 100)
        return cls(net, vat, net + vat)

    @classmethod
    def of_gross(cls, gross: int, percent: int) -> "Taxed":
        vat = vat_within(gross, percent)
        return cls(gross - vat, vat, gross)

    def __add__(self, other: "Taxed") -> "Taxed":
        return Taxed(self.net + other.net, self.vat + other.vat, self.gross + other.gross)


NOTHING = Taxed(0, 0, 0)


def vat_within(gross: int, percent: int) -> int:
    """The VAT that a sum with VAT holds."""
    return ratio(gross * percent, 100 + percent)


def in_roubles(kopecks: int) -> str:
    """«1 234,56 ₽», with blanks that do not break; what is taken off has a minus."""
    roubles, rest = divmod(abs(kopecks), 100)
    return ("\N{MINUS SIGN}" if kopecks < 0 else "") + f"{roubles:,}".replace(",", "\u00a0") + f",{rest:02}\u00a0₽"
