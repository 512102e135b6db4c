"""Ten thousand random orders against a reckoning of another kind: fractions, no kopecks until the end."""

import random
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor

from billing.invoices.orders import Extra, Order, Share, order_of
from billing.reckoning.law import vat_percent

REGIMES = ("general", "usn_5", "usn_7", "none", "none_usn")


def rounded(exact: Fraction) -> int:
    return floor(exact + Fraction(1, 2))


def reference(extras: list[Extra], percent: int) -> list[tuple[int, int]]:
    """VAT and gross of each line."""
    found = []
    for extra in extras:
        amount = rounded(Fraction(extra.quantity) * extra.kopecks)
        rate = Fraction(percent, 100)
        if extra.inclusive:
            found.append((rounded(amount * rate / (1 + rate)), amount))
        else:
            vat = rounded(amount * rate)
            found.append((vat, amount + vat))
    return found


def reference_parts(gross: int, percent: int, shares: list[Decimal]) -> list[tuple[int, int]]:
    sums = [rounded(gross * Fraction(share) / 100) for share in shares[:-1]]
    while sum(sums) > gross:
        last = max(index for index, sum_ in enumerate(sums) if sum_)
        sums[last] -= 1
    sums.append(gross - sum(sums))
    rate = Fraction(percent, 100)
    vats = [rounded(sum_ * rate / (1 + rate)) for sum_ in sums[:-1]]
    vats.append(rounded(gross * rate / (1 + rate)) - sum(vats))
    return list(zip(sums, vats, strict=True))


def random_shares(chance: random.Random) -> list[Decimal]:
    cuts = sorted(chance.sample(range(1, 10000), chance.randint(1, 7)))
    return [Decimal(b - a) / 100 for a, b in zip([0, *cuts], [*cuts, 10000], strict=True)]


def test_ten_thousand_random_orders_are_as_the_reference_says():
    chance = random.Random(20261)
    for _ in range(10_000):
        regime = chance.choice(REGIMES)
        percent = vat_percent(regime, chance.choice([date(2025, 12, 31), date(2026, 1, 1)]))
        extras = [
            Extra(
                "Услуга",
                Decimal(chance.randint(1, 10**7)).scaleb(-4),
                chance.randint(1, 10 ** chance.randint(1, 9)),
                inclusive=chance.random() < 0.5,
            )
            for _line in range(chance.randint(1, 6))
        ]
        shares = random_shares(chance)

        order: Order = order_of(
            None, extras, vat_percent=percent, regime=regime, connection="присоединение",
            shares=[Share(share) for share in shares],
        )  # fmt: skip

        lines = reference(extras, percent)
        assert [(line.sum.vat, line.sum.gross) for line in order.lines] == lines
        assert order.total.gross == sum(gross for _vat, gross in lines)
        assert order.total.net + order.total.vat == order.total.gross
        parts = [(part.gross, part.vat) for part in order.parts]
        assert parts == reference_parts(order.total.gross, percent, shares)
        assert sum(gross for gross, _vat in parts) == order.total.gross
