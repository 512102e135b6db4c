"""Which documents the rule pack requires of a case, and which are attached: what staff choose from when they ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cabinet.catalogue.models import DocumentName
from cabinet.deadlines.counting import last_day
from cabinet.rules.citation import for_staff
from cabinet.rules.pack import Attachment, Length, Term, length_of
from ui.words import plural

from .models import Case, Entry

_UNITS = {
    "working_days": ("рабочий день", "рабочих дня", "рабочих дней"),
    "calendar_days": ("календарный день", "календарных дня", "календарных дней"),
    "months": ("месяц", "месяца", "месяцев"),
    "years": ("год", "года", "лет"),
}


@dataclass(frozen=True)
class Offered:
    """A document to ask for. `rule` is the attachment of the pack; a name of the company's own has none."""

    title: str
    rule: Attachment | None = None
    is_required: bool = False
    is_attached: bool = False

    @property
    def is_lacking(self) -> bool:
        return self.is_required and not self.is_attached

    @property
    def said(self) -> str:
        """«обязателен, пункт 10; приложен», for staff; that a point is not settled is never hidden."""
        parts = []
        if self.is_required and self.rule is not None:
            parts.append(f"обязателен, {for_staff(self.rule)}")
        if self.is_attached:
            parts.append("приложен")
        return "; ".join(parts)


def offered(case: Case, names: Sequence[DocumentName]) -> list[Offered]:
    """The names of the company, those that the facts of the case require first, in the order of the pack."""
    facts = case.nature.stated(case)
    attachments = {rule.code: rule for rule in case.rules.attachments} if facts else {}
    attached = _attached(case)
    titles = {name.code: name.title for name in names if name.code}
    required = [
        Offered(titles.get(code, rule.title), rule, is_required=True, is_attached=code in attached)
        for code, rule in attachments.items()
        if rule.is_required(facts)
    ]
    said = {one.title.casefold() for one in required}
    others = []
    for name in names:
        rule = attachments.get(name.code)
        if name.title.casefold() not in said and (rule is None or rule.is_shown(facts)):
            others.append(Offered(name.title, rule, is_attached=bool(name.code) and name.code in attached))
    return [*required, *others]


def term_to_supply(case: Case) -> tuple[Term, Length] | None:
    """The term that the pack gives the applicant to supply what is missing; None where it names none."""
    category = case.nature.category(case)
    if category is None:
        return None
    facts = case.nature.stated(case)
    for term in case.rules.terms_of(category.procedure, facts):
        if term.whose == "applicant" and term.starts == "missing_requested":
            return term, length_of(term, facts)
    return None


def proposed_day(case: Case, today: date) -> date | None:
    """The last day of that term for what is asked today, by the production calendar."""
    if (found := term_to_supply(case)) is None:
        return None
    _term, length = found
    return last_day(length.unit, length.number, today)


def length_in_words(length: Length) -> str:
    """«20 рабочих дней»."""
    return plural(length.number, *_UNITS[length.unit])


def _attached(case: Case) -> set[str]:
    """The codes of what the applicant has handed over and not taken back."""
    placed = case.entries.filter(
        kind=Entry.Kind.DOCUMENT, from_company=False, from_supplier=False, placed_at__isnull=False, withdrawal=None
    )
    return set(placed.exclude(code="").values_list("code", flat=True))
