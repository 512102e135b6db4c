"""The arithmetic of an application: what is asked for is the sum of its parts.

Nothing here knows a form or a database: numbers in, sentences about the numbers out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ui.words import power as in_unit


@dataclass(frozen=True)
class Parts:
    """One way to divide the whole, by the codes of the questions that ask for the parts.

    `named` is what the parts are, in the genitive after «сумма»: «по категориям надёжности».
    """

    named: str
    amounts: Mapping[str, Decimal | None]

    @property
    def given(self) -> dict[str, Decimal]:
        return {code: amount for code, amount in self.amounts.items() if amount is not None}


@dataclass(frozen=True)
class Imbalance:
    code: str  # of the question at which the sentence is shown
    message: str


def imbalances(
    *, asked: Decimal | None, existing: Decimal | None, divisions: Sequence[Parts], unit: str
) -> list[Imbalance]:
    """What does not add up. Parts that nobody has told of are not counted, and without the whole nothing is.

    The parts may make up what is asked for, or that with what is connected already: both are written in applications.
    """
    if asked is None:
        return []
    wholes = [asked, asked + existing] if existing else [asked]
    found = []
    for division in divisions:
        given = division.given
        total = sum(given.values(), Decimal(0))
        if given and total not in wholes:
            found.append(Imbalance(next(reversed(given)), _sentence(division.named, total, asked, existing, unit)))
    return found


def whole(asked: Decimal | None, existing: Decimal | None) -> Decimal | None:
    """What there will be in all."""
    return None if asked is None else asked + (existing or 0)


def _sentence(named: str, total: Decimal, asked: Decimal, existing: Decimal | None, unit: str) -> str:
    right = in_unit(asked, unit)
    if existing:
        right += f" (или {in_unit(asked + existing, unit)} вместе с тем, что уже присоединено)"
    difference = total - asked
    more = "больше" if difference > 0 else "меньше"
    return (
        f"Сумма {named} — {in_unit(total, unit)}, а нужно {right}: "
        f"на {in_unit(abs(difference), unit)} {more}. Исправьте одно из чисел"
    )
