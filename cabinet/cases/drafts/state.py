"""What is known of the writing of a draft, so that two pages never overwrite each other unnoticed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..models import Case


@dataclass(frozen=True)
class DraftState:
    """`Case.draft`: how often it was changed, by which page last and by which save of it, and what is no answer yet.

    `typed` holds the words of fields that make no sense so far, as they were typed. `parts` says at which version each
    part of the draft was changed last: a page may show one part (a step), and only that one is compared.
    """

    version: int = 0
    page: str = ""
    turn: int = 0
    typed: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, case: Case) -> "DraftState":
        return cls(**case.draft)

    def as_json(self) -> dict[str, Any]:
        return {
            "version": self.version, "page": self.page, "turn": self.turn, "typed": dict(self.typed),
            "parts": dict(self.parts),
        }  # fmt: skip

    def is_ahead_of(self, sheet: "Sheet") -> bool:
        """Something of what the page shows was changed after the page was drawn."""
        if sheet.version is None:
            return False
        if not sheet.part:
            return sheet.version != self.version
        return max(self.parts.get(sheet.part, 0), self.parts.get("", 0)) > sheet.version


@dataclass(frozen=True)
class Paper:
    """A document of the draft as its row on the page names it."""

    entry_id: int
    title: str
    comment: str


@dataclass(frozen=True)
class Sheet:
    """What a page of the draft sends besides the answers.

    `version` is that of the draft which the page has drawn; without one nothing is compared. `page` is the page's own
    name and `turn` counts its saves: a save of the page that wrote last is never a conflict. `part` is the part of the
    draft that the page shows; empty for the whole of it.
    """

    typed: Mapping[str, str] = field(default_factory=dict)
    papers: Sequence[Paper] = ()  # in the order of the page
    version: int | None = None
    page: str = ""
    turn: int = 0
    part: str = ""
