"""Where an application stands in the eyes of the rule pack: its facts, its category, what is still to be answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cabinet.rules.conditions import Condition, Fact, Test
from cabinet.rules.facts import facts_of
from cabinet.rules.pack import Category, Pack, Question

from .models import Application


@dataclass(frozen=True)
class Standing:
    """`facts` as the conditions of the pack compare them; `answers` as they are kept, by the codes of questions."""

    pack: Pack
    facts: Mapping[str, Fact]
    answers: Mapping[str, Any]

    @property
    def category(self) -> Category | None:
        return self.pack.category_of(self.facts)

    def is_asked(self, question: Question) -> bool:
        return self.sides[question.page] == "applicant" and question.is_shown(self.facts)

    @property
    def sides(self) -> dict[str, str]:
        return {page.code: page.side for page in self.pack.pages}

    def asked(self, page: str = "") -> list[Question]:
        """What the applicant is asked, on one page or on all."""
        return [question for question in self.pack.questions if page in {"", question.page} and self.is_asked(question)]

    @property
    def undecided(self) -> list[str]:
        """What is still to be answered before the category is known, in words and in the order of the form."""
        if self.category is not None:
            return []
        possible = [category.when for category in self.pack.categories if may_hold(category.when, self.facts)]
        wanted = {test.fact for when in possible for test in when.every_test() if self.facts.get(test.fact) is None}
        labels = ["Тип заявки"] if "kind" in wanted else []
        labels += [
            question.label
            for question in self.asked()
            if question.code in wanted or (question.type == "power" and "total_power" in wanted)
        ]
        return labels


def standing_of(
    application: Application,
    *,
    by_representative: bool = False,
    changed: Mapping[str, Any] | None = None,
    pack: Pack | None = None,
) -> Standing:
    """`changed` are answers that are not kept yet, by the names of the form: they go before what is kept.

    Whoever reads many applications gives the edition as `pack`: what the company has decided in it would be asked for
    each, and decides nothing about categories and terms.
    """
    pack = pack or application.case.rules
    answers = {**application.given, **(changed or {})}
    kind = str(answers.pop("type", "") or "")
    facts = facts_of(
        pack,
        kind=kind if pack.type_of(kind) else "",
        answers=answers,
        legal_form=application.case.applicant.legal_form,
        by_representative=by_representative,
    )
    return Standing(pack, facts, answers)


def may_hold(condition: Condition, facts: Mapping[str, Fact]) -> bool:
    """Whether answers that are not known yet could make the condition hold."""
    return (
        all(_may_hold(test, facts) for test in condition.tests)
        and (not condition.any_of or any(may_hold(one, facts) for one in condition.any_of))
        and (condition.none_of is None or not _surely_holds(condition.none_of, facts))
    )


def _may_hold(test: Test, facts: Mapping[str, Fact]) -> bool:
    return facts.get(test.fact) is None or test.holds(facts)


def _surely_holds(condition: Condition, facts: Mapping[str, Fact]) -> bool:
    return condition.holds(facts) and all(facts.get(test.fact) is not None for test in condition.every_test())
