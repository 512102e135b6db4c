"""Which sums of money make sense."""

from decimal import Decimal

from ..errors import WrongSum

KOPECK = Decimal("0.01")
LARGEST = Decimal("9999999999.99")


def checked_sum(amount: Decimal) -> Decimal:
    """In roubles, with kopecks. Raises WrongSum."""
    if not amount.is_finite() or not KOPECK <= amount <= LARGEST or amount != amount.quantize(KOPECK):
        raise WrongSum
    return amount.quantize(KOPECK)
