"""What an applicant has answered, question by question, in words."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from cabinet.applications.models import Application
from cabinet.applications.standing import standing_of
from cabinet.rules.conditions import Fact
from cabinet.rules.facts import number_of
from cabinet.rules.pack import Pack, Question
from ui import words

OWN_FIELDS = {"purpose", "address", "cadastral_number", "max_power_kw"}  # columns, which have merge fields of their own


def facts_for(asked: Application) -> dict[str, Fact]:
    """What the conditions of the rule pack compare."""
    case = asked.case
    by_representative = not case.applicant.members.filter(pk=case.author_id).exists()
    return dict(standing_of(asked, by_representative=by_representative).facts)


def answered(asked: Application) -> Iterator[tuple[str, str]]:
    """Pairs of a question and its answer, without those that were not asked or not answered."""
    pack, facts = asked.case.rules, facts_for(asked)
    pages = {page.code for page in pack.pages if page.side == "applicant"}
    for question in pack.questions:
        if question.code not in OWN_FIELDS and question.page in pages and question.is_shown(facts):
            told = in_words(question, asked.answers.get(question.code), pack)
            if told:
                yield question.label, told


def in_words(question: Question, answer: Any, pack: Pack) -> str:
    """An answer as a person reads it; what makes no sense is shown as it stands."""
    if question.type == "yes_no":
        return {True: "да", False: "нет"}.get(answer, "") if isinstance(answer, bool) else ""
    if question.type == "choice":
        chosen = answer or question.default
        return next((choice.label for choice in question.choices if choice.code == chosen), "")
    if question.type in {"number", "power"}:
        number = number_of(answer)
        unit = pack.power.unit if question.type == "power" else question.unit
        return words.power(number, unit) if number is not None else ""
    if question.type == "date" and isinstance(answer, str):
        try:
            return words.in_digits(date.fromisoformat(answer))
        except ValueError:
            return answer
    if isinstance(answer, list):
        return "\n".join(_row(row) for row in answer)
    return str(answer) if answer else ""


def _row(row: Any) -> str:
    if isinstance(row, Mapping):
        return ", ".join(str(value) for value in row.values() if value not in ("", None))
    return str(row)
