"""What is known of an application, in the form in which conditions of a rule pack compare it."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from .conditions import Fact
from .pack import Pack, Question

Answer = str | bool | Decimal | list[dict[str, str]] | None  # as the form gives it, or as the database keeps it


def facts_of(
    pack: Pack, *, kind: str, answers: Mapping[str, Answer], legal_form: str, by_representative: bool = False
) -> dict[str, Fact]:
    """The facts that these answers state. `kind` is the code of the type of the application.

    An answer to a question that is not asked states nothing, so an answer left over from another type changes nothing;
    a question with a default answer has that answer until another is given. `total_power` is in the unit of the pack.
    """
    facts: dict[str, Fact] = {"kind": kind or None, "legal_form": legal_form, "by_representative": by_representative}
    asked = number_of(answers.get("max_power_kw"))
    if asked is not None:
        facts["total_power"] = asked + (_existing(pack, facts, answers) or 0)
    for question in pack.questions:
        if question.is_shown(facts):
            facts[question.code] = _fact(question, answers.get(question.code))
    return facts


def number_of(answer: Answer) -> Decimal | None:
    """A number out of what was kept: «15.25». Words that are no number state nothing."""
    if not isinstance(answer, Decimal | str):
        return None
    try:
        number = Decimal(answer)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _existing(pack: Pack, facts: Mapping[str, Fact], answers: Mapping[str, Answer]) -> Decimal | None:
    is_asked = any(question.code == "existing_power" and question.is_shown(facts) for question in pack.questions)
    return number_of(answers.get("existing_power")) if is_asked else None


def _fact(question: Question, answer: Answer) -> Fact:
    if question.type in {"number", "power"}:
        return number_of(answer)
    if question.type == "yes_no":
        return answer if isinstance(answer, bool) else None
    if question.type == "choice":
        known = {choice.code for choice in question.choices}
        return answer if isinstance(answer, str) and answer in known else question.default or None
    return answer if isinstance(answer, str) and answer else None
