"""The form of a rule pack: what one edition says of applications, each rule with its point and where it was read.

Nothing here counts or decides; `validation` looks for what the form alone cannot forbid.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, model_validator

from . import conditions
from .conditions import Condition, Facts
from .stages import Stage

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Words = Annotated[str, Field(min_length=1)]
When = Annotated[Condition, PlainValidator(conditions.read)]
# Whether something is required: always, never, or when a condition holds.
Required = Annotated[
    bool | Condition, BeforeValidator(lambda raw: raw if isinstance(raw, bool) else conditions.read(raw))
]
LegalForm = Literal["person", "entrepreneur", "organisation"]
# Where a rule was read: its source seen, second-hand, recalled, in an edition that is out of date, needs a lawyer.
Mark = Literal["S", "S2", "R", "OLD", "N"]
Side = Literal["company", "applicant", "supplier"]


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Marked(Part):
    """What may rest on a point of the act."""

    point: str = ""
    mark: Mark = "N"

    @property
    def needs_lawyer(self) -> bool:
        """No source that could be quoted settles it: staff are shown that, and it is never passed off as law."""
        return self.mark in {"R", "OLD", "N"}


class Ruled(Marked):
    """What rests on a point of the act."""

    point: Words
    mark: Mark


class Edition(Part):
    valid_from: date
    valid_until: date | None = None
    act: Words
    read: Literal["read", "second-hand", "recalled"]


class Power(Part):
    """How much is asked for: its name and unit, and within what it makes sense. Numbers are kept in this unit."""

    label: Words
    asked: Words  # the name in a refusal: «Введите …»
    unit: Words
    decimals: Annotated[int, Field(ge=0, le=6)]
    decimals_named: Words
    largest: Annotated[Decimal, Field(gt=0)]
    too_much: Words
    example: Words
    usual: Words  # the hint: an order of magnitude for a house, no rule
    fine_example: Words


class ApplicationType(Part):
    """What a person may ask for."""

    code: Code
    title: Words
    hint: Words
    power_is_optional: bool = False


class FormPage(Part):
    """A step of the guided application."""

    code: Code
    title: Words
    lead: str = ""
    side: Literal["applicant", "company"] = "applicant"  # who answers


class Choice(Part):
    code: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_]{0,39}$")]
    label: Words
    hint: str = ""


class Question(Marked):
    """A field of the application.

    `kept` tells whether what was answered in an earlier application about the same object is offered again.
    """

    code: Code
    page: Code
    type: Literal["text", "words", "number", "power", "choice", "yes_no", "date", "plots", "stages"]
    label: Words
    hint: str = ""
    example: str = ""
    width: Annotated[int, Field(ge=4, le=40)] | None = None
    required: Required = False
    missing: str = ""  # the refusal: «Введите …»; needed where the question can be required
    shown: When | None = None
    choices: tuple[Choice, ...] = ()
    default: str = ""
    unit: str = ""
    decimals: Annotated[int, Field(ge=0, le=6)] = 0
    min: Decimal | None = None
    max: Decimal | None = None
    kept: bool = False
    is_own: bool = False  # asked by the company, not by the act

    def is_shown(self, facts: Facts) -> bool:
        return self.shown is None or self.shown.holds(facts)

    def is_required(self, facts: Facts) -> bool:
        return self.is_shown(facts) and _holds(self.required, facts)

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if (self.type == "choice") != bool(self.choices):
            raise ValueError("ответы (choices) есть у вопроса с выбором, и только у него")
        if self.default and self.default not in {choice.code for choice in self.choices}:
            raise ValueError(f"ответа по умолчанию «{self.default}» нет среди choices")
        if self.required is not False and not self.missing:
            raise ValueError("у обязательного вопроса есть missing: что сказать, когда ответа нет")
        if self.required is not False and not self.point:
            raise ValueError("у обязательного вопроса есть point: по какому пункту он обязателен")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("min не больше max")
        if self.type != "number" and (self.min is not None or self.max is not None or self.decimals):
            raise ValueError("min, max и decimals есть у вопроса с числом, и только у него")
        return self


class Attachment(Ruled):
    """A document of the applicant; `words` are looked for in the name of a file to guess it."""

    code: Code
    title: Words
    words: tuple[str, ...] = ()
    identity: bool = False  # a paper that says who somebody is
    explanation: str = ""
    required: Required = False
    shown: When | None = None
    is_own: bool = False  # asked for by the company, not by the act

    def is_shown(self, facts: Facts) -> bool:
        return self.shown is None or self.shown.holds(facts)

    def is_required(self, facts: Facts) -> bool:
        return self.is_shown(facts) and _holds(self.required, facts)


class CompanyDocument(Part):
    """A name for what the company places."""

    code: Code
    title: Words
    words: tuple[str, ...] = ()


class Procedure(Part):
    """A way to a contract."""

    code: Code
    title: Words
    contract: Literal["payment", "signatures", "none"]  # how it is concluded
    sends: tuple[Code, ...] = ()  # documents that the company sends together: an offer, or a draft to be signed
    contract_document: Code | None = None  # which of them both sides sign
    completed_by: tuple[Code, ...] = ()  # events without which an application is not finished


class Payment(Part):
    """One payment of a schedule."""

    share: Annotated[Decimal, Field(gt=0, le=100)]  # percent of the whole price
    due: Words  # in words, because some payments wait for an act or a notice


class PaymentSchedule(Ruled):
    """By which parts a connection may be paid for. To pay at once is always possible and is not written here."""

    code: Code
    title: Words
    procedures: tuple[Code, ...]
    when: When | None = None
    payments: Annotated[tuple[Payment, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if sum(payment.share for payment in self.payments) != 100:
            raise ValueError("доли платежей графика составляют 100 %")
        return self


class Category(Ruled):
    """Who an applicant is in the eyes of the act; exactly one fits every answer, see `validation`."""

    code: Code
    title: Words
    when: When
    procedure: Code
    why: Words  # for the applicant: «Физическое лицо, до 15 кВт, …»
    next: Words  # what comes next
    cost: Words  # what it may cost
    no_capacity_is_no_reason: bool = False  # the company has to conclude a contract whether or not it has the capacity


class Status(Part):
    """What a specialist may choose: words for people, a stage for the machine.

    `code` names it in the database and is never changed; own words of a specialist have none.
    """

    code: str
    stage: Stage
    label: Words
    is_hidden: bool = False  # a company does not offer it; cases that have it keep it


class Step(Part):
    """A stage as people see it on the line; covers several stages of the machine."""

    title: Words
    short: Words
    stages: tuple[Stage, ...]


class Event(Part):
    """A fact from which a term runs or with which a public stage is done, and what proves it.

    `evidence` lists what the feed of a case can show: `submitted`, `registered`, `stage:CODE`, `status:CODE`,
    `sent:CODE` (a document is placed, so the company has signed it if it was asked), `document:CODE` (placed, and
    signed by all who were asked). With `together` all of it is needed.
    """

    code: Code
    title: Words
    evidence: tuple[str, ...] = ()
    together: bool = False
    undoes: tuple[Code, ...] = ()  # the last of these is taken back, as if it had not been


class State(Part):
    """Where an application is between events, and whose move it is: to that side its days belong.

    Finer than `Stage`, which is what staff choose: a state follows from events alone.
    """

    code: Code
    title: Words
    move: Side | Literal["nobody"]
    shared: Side | None = None  # who has something to do beside whoever has the move
    closed: bool = False


class Turn(Part):
    """What an event brings an application to. An event without one changes no state."""

    event: Code
    procedures: tuple[Code, ...] = ()  # all, where none is named
    after: tuple[Code, ...] = ()  # the states in which it can; all open ones, where none is named
    to: Code
    early: bool = False  # when it comes before its place, it waits until it has one


class Milestone(Part):
    """A fact after the contract that one of the sides states, with its day and the document that proves it.

    `code` is an event of the edition where a term or a stage follows it, else a code of its own.
    """

    code: Code
    title: Words  # the fact, as the feed tells it: «Напряжение подано»
    button: Words  # what a person presses to state it
    hint: str = ""
    side: Literal["company", "applicant"]
    procedures: Annotated[tuple[Code, ...], Field(min_length=1)]
    document: Code | None = None  # the name among `company_documents` under which its file is placed
    files: Literal["none", "may", "must"] = "may"
    signed: Literal["none", "company", "both"] = "none"
    after: tuple[Code, ...] = ()  # facts that have come before
    dated: bool = False  # a person says its day; otherwise it is the day on which it is placed
    repeats: bool = False
    has_remarks: bool = False  # an inspection: with remarks it is repeated, and is no end


class PublicStage(Ruled):
    """A row of the table that the company publishes about each application."""

    number: Words
    title: Words
    event: Code
    shows: Literal["date", "progress", "done"]
    begins: Code | None = None  # of a progress: the event after which the work goes on


Unit = Literal["working_days", "calendar_days", "months", "years"]
UNITS: tuple[Unit, ...] = ("working_days", "calendar_days", "months", "years")


class Length(Part):
    """Exactly one of the units."""

    working_days: Annotated[int, Field(gt=0)] | None = None
    calendar_days: Annotated[int, Field(gt=0)] | None = None
    months: Annotated[int, Field(gt=0)] | None = None
    years: Annotated[int, Field(gt=0)] | None = None

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if len(self.model_fields_set) != 1:
            raise ValueError("у срока одна единица: working_days, calendar_days, months или years")
        return self

    @cached_property
    def unit(self) -> Unit:
        [unit] = (unit for unit in UNITS if unit in self.model_fields_set)
        return unit

    @cached_property
    def number(self) -> int:
        number: int = getattr(self, self.unit)
        return number


class OtherLength(Ruled):
    """Of the same term, where the condition holds."""

    when: When
    length: Length


class Term(Ruled):
    code: Code
    title: Words
    whose: Side
    procedures: tuple[Code, ...]
    when: When | None = None
    length: Length
    others: tuple[OtherLength, ...] = ()  # the first that holds goes before `length`
    starts: Code
    counted_from: Literal["event", "next_working_day"] = "event"
    stops: tuple[Code, ...] = ()  # from one of these it waits, and is counted anew when one of `restarts` comes
    restarts: tuple[Code, ...] = ()
    suspends: tuple[Words, ...] = ()  # grounds from other acts and agreements, each in words
    ends: Code
    or_ends: tuple[Code, ...] = ()  # what makes it needless, and ends it as well
    shown_by: tuple[Code, ...] = ()  # of these: what only shows that it had been done, some day
    proposes: Literal["", "void"] = ""  # what is proposed to a person when it is over
    lapses: bool = False  # when it is over nothing is late: there was nothing to say, or it is too late to say it
    overdue: str = ""  # what is said to the applicant of what was proposed: «Счёт не оплачен в срок»

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if bool(self.proposes) != bool(self.overdue):
            raise ValueError("у срока с proposes, и только у него, есть overdue: слова о том, что срок пропущен")
        if not set(self.shown_by) <= set(self.or_ends):
            raise ValueError("shown_by называет события из or_ends: те, по которым видно лишь, что дело сделано раньше")
        return self


class Refusal(Ruled):
    """A reason for which an application may be refused."""

    code: Code
    title: Words
    text: Words
    is_no_capacity: bool = False
    when: When | None = None


class Complaint(Marked):
    """Where somebody may complain of a decision of the company, in a sentence for the applicant."""

    text: Words
    mark: Mark


class MadeDocument(Part):
    """A document that the cabinet makes; `when` is the event with which it appears."""

    code: Code
    title: Words
    when: Literal["submitted", "registered", "missing_requested", "refused", "voided", "notice", "asked"]
    side: Literal["applicant", "company"]
    document: Code | None = None  # the name among `company_documents` under which it is filed


class Told(Ruled):
    """Who has to be told of what."""

    event: Code
    whom: Annotated[tuple[Side, ...], Field(min_length=1)]
    by: Annotated[tuple[Literal["cabinet", "email", "sms"], ...], Field(min_length=1)]


class Supplier(Ruled):
    """The guaranteeing supplier: who is named in `question`, what it sees of an application and what it places."""

    question: Code
    answers: tuple[Code, ...]  # the questions whose answers it sees; of the rest it learns nothing
    documents: tuple[Code, ...]  # of `company_documents`, each once nobody has to sign it any more
    places: CompanyDocument  # its contract, which it signs
    event: Code  # the event that this is
    account: Required = False  # whether it has to give the number of a personal account

    def asks_account(self, facts: Facts) -> bool:
        return _holds(self.account, facts)


Moves = dict[Stage, frozenset[Stage]]


class Pack(Part):
    """One edition of a pack: what holds for what is submitted from its day on."""

    code: Code
    edition: Edition
    title: Words
    waiting: Words
    connection: Words  # what people ask for, as it stands after «заявка на»
    contracts: Words  # what is signed in the end, as it stands after «заключение»
    after_signing: Stage  # to which a contract that both sides have signed brings a case
    power: Power
    types: Annotated[tuple[ApplicationType, ...], Field(min_length=1)]
    pages: Annotated[tuple[FormPage, ...], Field(min_length=1)]
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]
    attachments: tuple[Attachment, ...]
    company_documents: tuple[CompanyDocument, ...]
    procedures: Annotated[tuple[Procedure, ...], Field(min_length=1)]
    categories: Annotated[tuple[Category, ...], Field(min_length=1)]
    statuses: tuple[Status, ...]
    enquiry_statuses: tuple[Status, ...]
    moves: Moves
    steps: tuple[Step, ...]
    events: tuple[Event, ...]
    public_stages: tuple[PublicStage, ...]
    states: Annotated[tuple[State, ...], Field(min_length=1)]  # the first one is before the application has come
    turns: tuple[Turn, ...]
    terms: tuple[Term, ...]
    refusals: tuple[Refusal, ...]
    complaint: Complaint
    made: tuple[MadeDocument, ...]
    told: tuple[Told, ...]
    milestones: tuple[Milestone, ...] = ()
    supplier: Supplier | None = None  # heat has none
    payment_schedules: tuple[PaymentSchedule, ...] = ()

    @property
    def valid_from(self) -> date:
        return self.edition.valid_from

    @property
    def application_title(self) -> str:
        return f"Заявка на {self.connection}"

    @cached_property
    def submitted(self) -> Status:
        """The status of what was submitted and nobody has looked at yet."""
        return Status(code="waiting", stage=Stage.WAITING, label=self.waiting)

    def type_of(self, code: str) -> ApplicationType | None:
        return self._by_code("types").get(code)  # type: ignore[return-value]

    def question(self, code: str) -> Question:
        """Raises KeyError."""
        return self._by_code("questions")[code]  # type: ignore[return-value]

    def attachment(self, code: str) -> Attachment | None:
        return self._by_code("attachments").get(code)  # type: ignore[return-value]

    def company_document(self, code: str) -> CompanyDocument | None:
        return self._by_code("company_documents").get(code)  # type: ignore[return-value]

    def category(self, code: str) -> Category | None:
        return self._by_code("categories").get(code)  # type: ignore[return-value]

    def refusal(self, code: str) -> Refusal | None:
        return self._by_code("refusals").get(code)  # type: ignore[return-value]

    def procedure(self, code: str) -> Procedure | None:
        return self._by_code("procedures").get(code)  # type: ignore[return-value]

    def procedure_of(self, category: Category) -> Procedure:
        return self._by_code("procedures")[category.procedure]  # type: ignore[return-value]

    def category_of(self, facts: Facts) -> Category | None:
        """The category of these answers; None while they do not say enough."""
        return next((category for category in self.categories if category.when.holds(facts)), None)

    def milestones_of(self, procedure: str) -> tuple[Milestone, ...]:
        return tuple(one for one in self.milestones if procedure in one.procedures)

    def term(self, code: str) -> Term | None:
        return self._by_code("terms").get(code)  # type: ignore[return-value]

    def terms_of(self, procedure: str, facts: Facts) -> list[Term]:
        return [t for t in self.terms if procedure in t.procedures and (t.when is None or t.when.holds(facts))]

    def turns_of(self, procedure: str) -> Mapping[str, tuple[Turn, ...]]:
        """By event, in their order."""
        return self._turns[procedure]

    @cached_property
    def _turns(self) -> Mapping[str, Mapping[str, tuple[Turn, ...]]]:
        found: dict[str, dict[str, tuple[Turn, ...]]] = {procedure.code: {} for procedure in self.procedures}
        for code, by_event in found.items():
            for turn in self.turns:
                if not turn.procedures or code in turn.procedures:
                    by_event[turn.event] = (*by_event.get(turn.event, ()), turn)
        return found

    def event(self, code: str) -> Event | None:
        return self._by_code("events").get(code)  # type: ignore[return-value]

    def events_shown_by(self, proofs: Iterable[str]) -> list[Event]:
        """Those of which something is shown, in their order."""
        found = {code for proof in proofs for code in self._shown_by.get(proof, ())}
        return [event for event in self.events if event.code in found]

    @cached_property
    def _shown_by(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for event in self.events:
            for proof in event.evidence:
                found[proof] = (*found.get(proof, ()), event.code)
        return found

    @cached_property
    def lapsing(self) -> frozenset[str]:
        """The terms whose end makes nobody late."""
        return frozenset(term.code for term in self.terms if term.lapses)

    def state(self, code: str) -> State:
        """Raises KeyError."""
        return self._by_code("states")[code]  # type: ignore[return-value]

    @cached_property
    def places_of_events(self) -> Mapping[str, int]:
        return {event.code: place for place, event in enumerate(self.events)}

    def next_stages(self, stage: Stage) -> frozenset[Stage]:
        return self.moves.get(stage, frozenset())

    @cached_property
    def _codes(self) -> Mapping[str, Mapping[str, Part]]:
        return {
            name: {item.code: item for item in getattr(self, name)}
            for name in (
                "types",
                "questions",
                "attachments",
                "company_documents",
                "procedures",
                "categories",
                "events",
                "terms",
                "states",
                "refusals",
            )
        }

    def _by_code(self, name: str) -> Mapping[str, Part]:
        return self._codes[name]


def _holds(required: bool | Condition, facts: Facts) -> bool:
    return required if isinstance(required, bool) else required.holds(facts)


def rule_of(term: Term, facts: Facts) -> Term | OtherLength:
    """What says how long a term is for these answers, with its point and mark."""
    return next((other for other in term.others if other.when.holds(facts)), term)


def length_of(term: Term, facts: Facts) -> Length:
    """How long a term is for these answers."""
    return rule_of(term, facts).length
