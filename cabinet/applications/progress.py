"""The public stages of an application, told from facts. Nobody types them, so they cannot say what has not happened."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.utils.timezone import localdate

from cabinet.rules.pack import Event, Pack, PublicStage
from ui.words import in_digits

# What the feed shows of one case, named as `Event.evidence` names it, each with the moment from which it is shown.
Proofs = Mapping[str, datetime]
_NUMBERED = {"submitted", "registered"}  # the stage that either of them proves is told with the registration number


class State(StrEnum):
    DONE = "done"
    GOING_ON = "going_on"
    NOT_DONE = "not_done"


_SAID = {State.DONE: "выполнено", State.GOING_ON: "в стадии выполнения", State.NOT_DONE: "не выполнено"}


@dataclass(frozen=True)
class PublicLine:
    """One stage of one application. `on` is the day on which it was done."""

    number: str
    title: str
    state: State
    on: date | None
    shows_date: bool
    registration: str = ""

    @property
    def said(self) -> str:
        """What the table of disclosure says of the stage: its date, or how far it has gone."""
        if self.shows_date and self.on is not None:
            return ", ".join(filter(None, [in_digits(self.on), self.registration]))
        return _SAID[self.state]

    @property
    def said_with_date(self) -> str:
        """The same for those whose application it is: they see the day of everything that is done."""
        return self.said if self.shows_date or self.on is None else f"{self.said}, {in_digits(self.on)}"


def happened(event: Event, proofs: Proofs) -> datetime | None:
    """When a fact of the pack has come about; None while nothing proves it.

    What somebody has recorded, with its date and document, goes before what the feed lets one conclude.
    """
    if (recorded := proofs.get(f"fact:{event.code}")) is not None:
        return recorded
    shown = [proofs[proof] for proof in event.evidence if proof in proofs]
    if not shown:
        return None
    if event.together:
        return max(shown) if len(shown) == len(event.evidence) else None
    return min(shown)


def progress(pack: Pack, proofs: Proofs, *, number: str = "", is_over: bool = False) -> list[PublicLine]:
    """The public stages of one application, in the order of its pack.

    With `is_over` it was refused, withdrawn or voided: what was not finished by then is not going on any more.
    """
    events = {event.code: event for event in pack.events}

    def line(stage: PublicStage) -> PublicLine:
        event = events[stage.event]
        at = happened(event, proofs)
        has_begun = stage.begins is not None and happened(events[stage.begins], proofs) is not None
        if at is not None:
            state = State.DONE
        elif stage.shows == "progress" and has_begun and not is_over:
            state = State.GOING_ON
        else:
            state = State.NOT_DONE
        return PublicLine(
            number=stage.number,
            title=stage.title,
            state=state,
            on=localdate(at) if at is not None else None,
            shows_date=stage.shows == "date",
            registration=f"№\N{NO-BREAK SPACE}{number}" if number and _NUMBERED.intersection(event.evidence) else "",
        )

    return [line(stage) for stage in pack.public_stages]
