from dataclasses import dataclass
from typing import Any

from accounts.models import User
from audit.models import Record
from tenancy.port import Port


@dataclass(frozen=True)
class Place:
    """To whom an event belongs: the applicant and the kind of the case; of no case both are empty."""

    applicant: int | None = None
    kind: str = ""


place_of: Port[[Record], Place] = Port("To which case does a record of the journal belong?")
told_to: Port[[User, Record], dict[str, Any] | None] = Port(
    "What a program of this person is told of a record, without anything personal; None if they may not know of it."
)
kinds: Port[[], list[tuple[str, str]]] = Port("The kinds of case, with their words for people.")
