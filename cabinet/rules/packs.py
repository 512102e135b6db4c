"""Rule packs, read once and immutable: a folder for a pack, a file for an edition, named by the day it holds from."""

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.timezone import localdate

from tenancy.company import current_company

HERE = Path(__file__).parent
PACKS = {"electricity": "electricity_861", "heat": "heat_2115"}  # by the kind of grid


@dataclass(frozen=True)
class ApplicationType:
    code: str
    title: str
    hint: str
    power_is_optional: bool = False


@dataclass(frozen=True)
class DocumentName:
    """A name to choose; `words` are looked for in a file's name to guess it."""

    title: str
    words: tuple[str, ...]
    identity: bool = False  # a paper that says who somebody is


@dataclass(frozen=True)
class Status:
    """What a specialist may choose: words for people, a stage for the machine.

    `code` names it in the database and is never changed; own words of a specialist have none.
    """

    code: str
    stage: str
    label: str


@dataclass(frozen=True)
class Step:
    """A stage as people see it on the line; covers several stages of the machine."""

    title: str
    short: str
    stages: tuple[str, ...]


@dataclass(frozen=True)
class Power:
    """How much is asked for: its name and unit, and within what it makes sense. Numbers are kept in this unit."""

    label: str
    asked: str  # the name in a refusal: «Введите …»
    unit: str
    decimals: int
    decimals_named: str
    largest: Decimal
    too_much: str
    example: str
    usual: str  # the hint: an order of magnitude for a house, no rule
    fine_example: str


@dataclass(frozen=True)
class Pack:
    code: str
    edition: date  # it holds for what is submitted from this day on
    title: str
    waiting: str
    connection: str  # what people ask for, as it stands after «заявка на»
    contracts: str  # what is signed in the end, as it stands after «заключение»
    power: Power
    after_signing: str  # the stage to which a contract that both sides have signed brings a case
    types: tuple[ApplicationType, ...]
    documents: tuple[DocumentName, ...]
    company_documents: tuple[DocumentName, ...]
    statuses: tuple[Status, ...]
    enquiry_statuses: tuple[Status, ...]
    steps: tuple[Step, ...]

    @property
    def application_title(self) -> str:
        return f"Заявка на {self.connection}"

    @property
    def submitted(self) -> Status:
        """The status of what was submitted and nobody has looked at yet."""
        return Status("waiting", "waiting", self.waiting)

    def type_of(self, code: str) -> ApplicationType | None:
        return next((type_ for type_ in self.types if type_.code == code), None)


@cache
def load(code: str, edition: date) -> Pack:
    """One edition of a pack. Raises FileNotFoundError for one that does not exist."""
    data: dict[str, Any] = tomllib.loads((HERE / code / f"{edition}.toml").read_text("utf-8"))
    return Pack(
        code=code,
        edition=edition,
        title=data["title"],
        waiting=data["waiting"],
        connection=data["connection"],
        contracts=data["contracts"],
        power=Power(**{**data["power"], "largest": Decimal(data["power"]["largest"])}),
        after_signing=data["after_signing"],
        types=tuple(ApplicationType(**item) for item in data["types"]),
        documents=_names(data["documents"]),
        company_documents=_names(data["company_documents"]),
        statuses=tuple(Status(**item) for item in data["statuses"]),
        enquiry_statuses=tuple(Status(**item) for item in data["enquiry_statuses"]),
        steps=tuple(Step(item["title"], item["short"], tuple(item["stages"])) for item in data["steps"]),
    )


def _names(items: list[dict[str, Any]]) -> tuple[DocumentName, ...]:
    return tuple(DocumentName(**{**item, "words": tuple(item["words"])}) for item in items)


@cache
def editions(code: str) -> tuple[date, ...]:
    """The days from which the editions of a pack hold, the first one first."""
    return tuple(sorted(date.fromisoformat(file.stem) for file in (HERE / code).glob("*.toml")))


def pack_on(kind: str, day: date) -> Pack:
    """The edition that holds on a day for a kind of grid (`electricity`, `heat`); before the first one, the first."""
    code = PACKS[kind]
    first, *later = editions(code)
    return load(code, max((edition for edition in later if edition <= day), default=first))


def current_pack(day: date | None = None) -> Pack:
    """What holds in the company of this request on a day, which is today for drafts and for what belongs to no case."""
    return pack_on(current_company().kind, day or localdate())
