"""What an application says, in words: every answer to a question that it is asked, with its unit."""

from collections.abc import Sequence
from dataclasses import dataclass

from cabinet.cases.kinds import Facts
from cabinet.rules.pack import Question

from . import address
from .answers import in_words, is_given
from .models import Application
from .standing import Standing, standing_of

TYPE = "Тип заявки"


@dataclass(frozen=True)
class Chapter:
    """The answers of one page of the pack."""

    code: str
    title: str
    facts: Facts


def type_title(application: Application) -> str:
    type_ = application.type_in_pack
    return type_.title if type_ else ""


def chapters_of(application: Application, standing: Standing | None = None) -> list[Chapter]:
    """By the pages of the pack; pages of the company are told as well once it has answered."""
    standing = standing or standing_of(application)
    chapters = []
    for number, page in enumerate(standing.pack.pages):
        facts: Facts = [(TYPE, type_title(application))] if number == 0 else []
        questions = [one for one in standing.pack.questions if one.page == page.code and one.is_shown(standing.facts)]
        if page.side == "company":
            questions = [one for one in questions if is_given(standing.answers.get(one.code))]
        facts += _told(questions, standing)
        chapters.append(Chapter(page.code, page.title, facts))
    return chapters


def facts_of_statement(application: Application, *, without: Sequence[str] = ()) -> Facts:
    """Everything in one list, in the order of the pack, what has no answer left out."""
    standing = standing_of(application)
    asked = [
        question
        for question in standing.pack.questions
        if question.is_shown(standing.facts) and question.code not in without
    ]
    told = [fact for fact in _told(asked, standing) if fact[1]]
    return told if "type" in without else [(TYPE, type_title(application)), *told]


def _told(questions: Sequence[Question], standing: Standing) -> Facts:
    codes = {question.code for question in questions}
    line = str(standing.answers.get(address.LINE) or "")
    # The parts of an address that are its line say nothing new.
    is_composed = bool(line) and line == address.composed(standing.answers)
    left = codes - set(address.PARTS) if is_composed else codes
    return [
        (_label(question, standing), in_words(question, standing.answers.get(question.code), standing.pack))
        for question in questions
        if question.code in left
    ]


def _label(question: Question, standing: Standing) -> str:
    if question.type == "plots" and ", " in str(standing.answers.get(question.code) or ""):
        return question.label.replace("Кадастровый номер участка", "Кадастровые номера участков")
    return question.label
