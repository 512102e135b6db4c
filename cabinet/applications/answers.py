"""Answers as the database keeps them, as forms take them, and in words."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from cabinet.rules.facts import number_of
from cabinet.rules.pack import Pack, Question
from ui import words

# The row of a stage: when it is designed, when it comes into use, how much power, which reliability.
STAGE_PARTS = ("design_on", "operation_on", "power", "reliability")
Row = Mapping[str, str]


def is_given(answer: Any) -> bool:
    """«Нет» is an answer; an empty line is none."""
    return answer is False or bool(answer) or (isinstance(answer, Decimal) and answer == 0)


def stored(answer: Any) -> Any:
    """As JSON keeps it: numbers as strings without superfluous digits, dates as ISO."""
    if isinstance(answer, Decimal):
        return f"{answer.normalize():f}"
    return answer.isoformat() if isinstance(answer, date) else answer


def for_form(question: Question, answer: Any) -> Any:
    """As the field of the question takes it; what cannot be read is no answer."""
    if question.type in {"number", "power"}:
        return number_of(answer)
    if question.type == "date":
        return _day(answer)
    if question.type == "stages":
        return rows_of(answer)
    if question.type == "choice":
        return answer or question.default
    return answer


def rows_of(answer: Any) -> list[dict[str, str]]:
    return [dict(row) for row in answer if isinstance(row, Mapping)] if isinstance(answer, Sequence) else []


def in_words(question: Question, answer: Any, pack: Pack) -> str:
    """With its unit; empty where there is no answer."""
    if question.type == "choice":
        chosen = answer or question.default
        return next((choice.label for choice in question.choices if choice.code == chosen), "")
    if not is_given(answer):
        return ""
    if question.type in {"number", "power"}:
        number = number_of(answer)
        unit = pack.power.unit if question.type == "power" else question.unit
        return "" if number is None else words.power(number, unit)
    if question.type == "yes_no":
        return "Да" if answer is True else "Нет"
    if question.type == "date":
        day = _day(answer)
        return words.in_words(day) if day else ""
    if question.type == "stages":
        return "\n".join(stage_in_words(row, number, pack) for number, row in enumerate(rows_of(answer), start=1))
    return str(answer)


def stage_in_words(row: Row, number: int, pack: Pack) -> str:
    """«Этап 1: 10 кВт, третья категория, проект 01.03.2027, ввод 01.09.2027»."""
    amount = number_of(row.get("power"))
    design, operation = _day(row.get("design_on")), _day(row.get("operation_on"))
    parts = [
        words.power(amount, pack.power.unit) if amount is not None else "",
        reliability_in_words(row.get("reliability", ""), pack),
        f"проект {words.in_digits(design)}" if design else "",
        f"ввод {words.in_digits(operation)}" if operation else "",
    ]
    return f"Этап {number}: " + ", ".join(part for part in parts if part)


def reliability_in_words(code: str, pack: Pack) -> str:
    label = next((choice.label for choice in reliabilities(pack) if choice.code == code), "")
    return f"{words.lower_first(label)} категория" if label else ""


def reliabilities(pack: Pack) -> tuple[Any, ...]:
    """The categories of reliability of the pack; none, where it asks for none."""
    return next((question.choices for question in pack.questions if question.code == "reliability"), ())


def _day(answer: Any) -> date | None:
    if isinstance(answer, date):
        return answer
    try:
        return date.fromisoformat(answer) if answer else None
    except (TypeError, ValueError):
        return None
