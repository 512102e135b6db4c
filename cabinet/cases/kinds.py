"""The kinds of case. A package that adds one registers it in its `apps.py`; this package knows none of them by name."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from django.urls import reverse

from cabinet.rules.conditions import Fact
from cabinet.rules.pack import Category
from cabinet.rules.packs import Pack, Status

from .stages import Stage

if TYPE_CHECKING:
    from accounts.models import User

    from .models import Case

Facts = list[tuple[str, str]]  # pairs of a label and a value; what has no value is left out


@dataclass(frozen=True)
class Words:
    """What people call a case of this kind, in each place that names it."""

    name: str  # «Заявка»
    about: str  # the heading of its facts: «О заявке»
    subject: str  # the label of `Case.subject`: «Объект»
    submitted: str  # «Заявка подана»
    submitted_already: str  # «Заявка уже подана»
    received: str  # the subject of the email to the applicant: «Ваша заявка получена»
    arrived: str  # the subject of the email to the company: «Новая заявка»
    withdraw: str  # «Отозвать заявку»


@dataclass(frozen=True)
class Start:
    """The button with which an applicant begins a case of this kind."""

    route: str
    icon: str
    text: str


@dataclass(frozen=True)
class ListTab:
    """The tab of the applicant's list that holds the open cases of this kind."""

    code: str
    text: str


class PublicStage(Protocol):
    """A stage that the company has to disclose, and what the facts of a case say of it."""

    @property
    def number(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def said_with_date(self) -> str: ...


class Kind:
    """One kind of case. A package subclasses it and registers the one instance.

    `code` is stored in `Case.kind` and is never changed. `row` is the accessor, on a case, of the model that belongs to
    this kind alone, one-to-one with the case. What raises NotImplementedError has to be given by the subclass.
    """

    code: str
    row: str
    words: Words
    tab: ListTab
    draft_route: str
    copy_route = ""  # begins a new draft with the answers of a submitted case
    is_listed = False  # the lists show something of `row`, so their query joins it
    has_stages = False  # it goes the way of the law: stages, requests of what is missing, a contract that is followed
    subject_is_address = False
    is_message = False  # with it an applicant writes to the company about no case
    answered_stage: Stage | None = None  # to which an answer of staff leads, unless they choose another

    def draft_url(self, case: "Case") -> str:
        """Where the writing of a draft goes on."""
        return reverse(self.draft_route, args=[case.pk])

    def on_submission(self, case: "Case", *, by: "User") -> None:
        """What this kind notes of itself as it is handed over, in the transaction of the submission."""

    def start(self, pack: Pack) -> Start:
        raise NotImplementedError

    def statuses(self, pack: Pack) -> tuple[Status, ...]:
        """Those that staff may choose."""
        raise NotImplementedError

    def next_stages(self, pack: Pack, stage: Stage) -> frozenset[Stage]:
        """Where a case of this kind may go from a stage."""
        raise NotImplementedError

    def draft_name(self, case: "Case") -> str:
        """What tells a draft from another: «Новое присоединение, без адреса (Жилой дом)»."""
        return case.subject or self.words.name

    def power(self, case: "Case") -> Decimal | None:
        """What is asked for in the unit of the rule pack; None where nothing of the sort is."""
        return None

    def to_be_named(self, case: "Case") -> str:
        """Where staff say by which rules a case goes whose answers do not say it; empty where they do."""
        return ""

    def summary(self, case: "Case") -> str:
        """What is asked for, in a few words without the subject: «Жилой дом, 15 кВт»."""
        return ""

    def headline(self, case: "Case") -> list[str]:
        """The parts of the line under the number on the card of staff."""
        return [part for part in (case.title, case.subject) if part]

    def statement(self, case: "Case") -> Facts:
        """All that was answered, for the card of both sides."""
        return []

    def notes_for_staff(self, case: "Case") -> Facts:
        """What the rule pack says of the case, with the marks that only staff see."""
        return []

    def facts(self, case: "Case") -> Facts:
        """What heads the facts on the card of the applicant."""
        return []

    def origin(self, case: "Case") -> Facts:
        """How it came, for staff alone."""
        return []

    def public_stages(self, case: "Case") -> Sequence[PublicStage]:
        """What the company discloses of a case and both sides see on its card; nothing for most kinds."""
        return ()

    def stated(self, case: "Case") -> Mapping[str, Fact]:
        """What the case states in the form in which conditions of its rule pack compare it."""
        return {}

    def category(self, case: "Case") -> Category | None:
        """Who the applicant is in the eyes of the act; None where the answers do not say enough."""
        return None

    def must_be_complete(self, case: "Case", to: Stage) -> None:
        """Refuse a move to a stage for which facts are still to come. Raises DomainError."""

    def receipt(self, case: "Case", moment: str) -> Facts:
        """The copy of what was submitted; `moment` says when."""
        raise NotImplementedError

    def paper(self, case: "Case") -> Facts:
        """What stands in the paper that is signed outside of the cabinet; empty where there is none."""
        return []


_KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _KINDS[kind.code] = kind


def kind_of(code: str) -> Kind:
    """Raises KeyError for a code that no installed package has registered."""
    return _KINDS[code]


def all_kinds() -> Iterator[Kind]:
    """In the order in which the packages are installed."""
    return iter(_KINDS.values())


def kinds_with_stages() -> list[str]:
    """The codes of the kinds that go the way of the law."""
    return [kind.code for kind in all_kinds() if kind.has_stages]


def listed_rows() -> list[str]:
    """What the query of a list joins."""
    return [kind.row for kind in all_kinds() if kind.is_listed]
