"""Answers as another system sends them, in JSON by the codes of questions, read by the fields of the forms."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from cabinet.rules.pack import Question
from ui import forms
from ui.words import in_digits

from . import address
from .fields import NO, YES, field_of, type_field
from .models import Application
from .standing import standing_of

EMPTY: Mapping[str, Any] = {"type": "", "purpose": "", "address": "", "cadastral_number": ""}


class AnswersWrong(Exception):
    def __init__(self, fields: dict[str, list[str]]) -> None:
        self.fields = fields
        super().__init__(fields)


def read(application: Application, given: Mapping[str, Any], *, by_representative: bool) -> dict[str, Any]:
    """The answers as a draft keeps them. A question that these answers do not bring up is not answered.

    Raises AnswersWrong with sentences by the code.
    """
    pack = application.case.rules
    known = {one.code: one for one in pack.questions}
    fields: dict[str, Any] = {code: field_of(known[code], pack) for code in given if code in known}
    if "type" in given:
        fields["type"] = type_field(pack)
    wrong = {code: ["Такого вопроса нет: коды называет GET …/answers/"] for code in given if code not in fields}
    answers: dict[str, Any] = {}
    for code, field in fields.items():
        try:
            typed = _typed(known.get(code), given[code])
            answers[code] = EMPTY.get(code) if typed is None else field.clean(typed)
        except forms.ValidationError as refusal:
            wrong[code] = list(refusal.messages)
    standing = standing_of(application, by_representative=by_representative, changed=answers)
    asked = {question.code for question in standing.asked()} | {"type"}
    for code in answers.keys() - asked:
        if given[code] is not None:
            wrong[code] = ["При таких ответах этот вопрос не задаётся"]
    if wrong:
        raise AnswersWrong(wrong)
    if address.LINE in answers or answers.keys() & set(address.PARTS):
        kept = {part: application.given.get(part) for part in (address.LINE, *address.PARTS)}
        answers[address.LINE] = address.line_of({**kept, **answers}, application.given)
    return answers


def _typed(question: Question | None, answer: Any) -> Any:
    """As a person would have typed it, so that the same fields say what is wrong. Raises ValidationError."""
    kind = question.type if question else "choice"
    if answer is None:
        return None
    if kind == "yes_no":
        if not isinstance(answer, bool):
            raise forms.ValidationError("Передайте true или false")
        return YES if answer else NO
    if kind == "stages":
        if not isinstance(answer, list) or not all(isinstance(row, dict) for row in answer):
            raise forms.ValidationError("Передайте список этапов")
        return [{str(part): _day(cell) for part, cell in row.items()} for row in answer]
    if isinstance(answer, bool | list | dict):
        raise forms.ValidationError("Передайте строку или число")
    return _day(answer) if kind == "date" else str(answer)


def _day(answer: Any) -> str:
    """A day of ISO as it is written here; anything else as it is."""
    try:
        return in_digits(date.fromisoformat(str(answer)))
    except ValueError:
        return str(answer)
