"""For what the rule pack lets a case be refused or annulled."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from cabinet.cases.asked import open_request
from cabinet.cases.models import Case
from cabinet.cases.required import length_in_words
from cabinet.cases.stages import Stage
from cabinet.deadlines.counting import last_day
from cabinet.rules.citation import for_staff
from cabinet.rules.conditions import Fact
from cabinet.rules.pack import Category, Refusal, Ruled, Term, length_of, rule_of

SAID_MISSING = "missing_requested"  # the event from which the term to supply what is missing runs
# Where the applicant has an offer that waits for an answer or a payment.
_OFFERED = frozenset({Stage.OFFER, Stage.SIGNING, Stage.PAYMENT})


@dataclass(frozen=True)
class Reason:
    """A reason of refusal of the pack, and whether this case may be refused for it."""

    rule: Refusal
    is_forbidden: bool  # by the category: the company has to conclude a contract

    @property
    def said(self) -> str:
        """For staff: the point, and that no source settles it."""
        return for_staff(self.rule)


@dataclass(frozen=True)
class Ground:
    """A term of the applicant that was missed, for which an annulment may be proposed."""

    term: Term
    facts: Mapping[str, Fact]

    @property
    def words(self) -> str:
        return self.term.overdue

    @property
    def point(self) -> str:
        return settled_point(rule_of(self.term, self.facts))

    @property
    def said(self) -> str:
        rule = rule_of(self.term, self.facts)
        return f"срок {length_in_words(length_of(self.term, self.facts))}, {for_staff(rule)}"


def reasons_of(case: Case) -> list[Reason]:
    """The reasons of the edition of a case that fit its facts, those that the law forbids marked."""
    facts, category = case.nature.stated(case), case.nature.category(case)
    return [
        Reason(rule, is_forbidden=rule.is_no_capacity and _must_conclude(category))
        for rule in case.rules.refusals
        if rule.when is None or rule.when.holds(facts)
    ]


def _must_conclude(category: Category | None) -> bool:
    """Where the category is not known, the applicant is taken for one of those to whom a contract is owed."""
    return category is None or category.no_capacity_is_no_reason


def grounds_of(case: Case) -> list[Ground]:
    """The terms that the applicant of a case may have missed where it stands now."""
    if not may_be_proposed(case):
        return []
    facts, category = case.nature.stated(case), case.nature.category(case)
    return [
        Ground(term, facts)
        for term in case.rules.terms
        if term.proposes == "void"
        and (category is None or category.procedure in term.procedures)
        and (term.when is None or term.when.holds(facts))
        and _may_be_missed(term, case)
    ]


def may_be_proposed(case: Case) -> bool:
    """Whether the table and the place of a case leave room for a proposal at all. Asks nothing of the database."""
    if Stage.VOIDED not in case.next_stages:
        return False
    return any(term.proposes == "void" and _may_be_missed(term, case) for term in case.rules.terms)


def _may_be_missed(term: Term, case: Case) -> bool:
    if term.starts == SAID_MISSING:
        return case.stage == Stage.MISSING
    return case.stage in _OFFERED


def ground_of(case: Case, code: str) -> Ground | None:
    return next((ground for ground in grounds_of(case) if ground.term.code == code), None)


def last_day_to_supply(case: Case, ground: Ground) -> date | None:
    """Of the term to supply what is missing: as the rules count it, or later where the company has given more.

    Of other terms the feed does not tell the beginning; whoever proposes has looked it up. None for them.
    """
    request = open_request(case) if ground.term.starts == SAID_MISSING else None
    if request is None:
        return None
    length = length_of(ground.term, ground.facts)
    by_the_rules = last_day(length.unit, length.number, localdate(request.asked_at))
    return max((day for day in (by_the_rules, request.due_on) if day is not None), default=None)


def settled_point(rule: Ruled) -> str:
    """The point of the act, for a document; empty where no source settles it."""
    return "" if rule.needs_lawyer else rule.point
