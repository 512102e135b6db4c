"""What rooms above add to the card of a case. Each registers a teller in its `apps.py`; none is known here by name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from accounts.models import User

from .models import Case


@dataclass(frozen=True)
class Panel:
    """A template and what it shows: at the head of the card, or beside the feed."""

    template: str
    shown: Mapping[str, Any]
    place: Literal["head", "side"] = "head"


Teller = Callable[[Case, User], list[Panel]]
_TELLERS: list[Teller] = []


def register(teller: Teller) -> None:
    _TELLERS.append(teller)


def panels_of(case: Case, user: User) -> list[Panel]:
    """What this person is shown on the card of a case that they may see."""
    return [panel for teller in _TELLERS for panel in teller(case, user)]
