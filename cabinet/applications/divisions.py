"""Which answers of an application divide its power: by reliability, by stages, by what a load is for."""

import re
from decimal import Decimal
from typing import Any

from cabinet.rules.facts import number_of

from .answers import rows_of
from .power_balance import Imbalance, Parts, imbalances
from .standing import Standing

# How the packs call the questions that ask for a part of the whole.
_NAMED = {r"power_[1-9]": "по категориям надёжности", r"load_[a-z_]+": "по видам потребления"}


def imbalances_of(standing: Standing) -> list[Imbalance]:
    """Of what is asked now; an answer to a question that is not asked is not counted."""
    asked = {question.code: question for question in standing.asked()}
    answers = standing.answers
    divisions = [
        Parts(named, {code: number_of(answers.get(code)) for code in asked if re.fullmatch(pattern, code)})
        for pattern, named in _NAMED.items()
    ]
    divisions += [
        Parts("по этапам", {code: _sum(answers.get(code))}) for code, one in asked.items() if one.type == "stages"
    ]
    whole = next((code for code, question in asked.items() if question.type == "power"), "")
    return imbalances(
        asked=number_of(answers.get(whole)),
        existing=number_of(answers.get("existing_power")) if "existing_power" in asked else None,
        divisions=divisions,
        unit=standing.pack.power.unit,
    )


def _sum(answer: Any) -> Decimal | None:
    amounts = [number_of(row.get("power")) for row in rows_of(answer)]
    return sum((amount for amount in amounts if amount is not None), start=Decimal(0)) if amounts else None
