"""What an applicant attaches: every document of the rule pack that these answers bring up, and whether it is there."""

from collections.abc import Iterable
from dataclasses import dataclass

from cabinet.cases.models import Case, Entry
from cabinet.catalogue.queries import names_for_applicants
from cabinet.rules.citation import for_applicants
from cabinet.rules.pack import Attachment
from ui import words

from .standing import Standing


@dataclass(frozen=True)
class Paper:
    attachment: Attachment
    title: str  # as the company calls it
    is_added: bool
    is_required: bool
    is_known: bool = False  # the company has it already: of a power of attorney, with the mandate of the representative

    @property
    def is_missing(self) -> bool:
        return self.is_required and not (self.is_added or self.is_known)

    @property
    def status(self) -> str:
        if self.is_added:
            return "Добавлено"
        if self.is_known:
            return "Уже в кабинете"
        return "Не добавлено" if self.is_required else "Не требуется"

    @property
    def tone(self) -> str:
        return "good" if self.is_added or self.is_known else "wait" if self.is_required else ""

    @property
    def hint(self) -> str:
        return self.attachment.explanation

    @property
    def point(self) -> str:
        return words.upper_first(for_applicants(self.attachment)) if self.is_required else ""

    @property
    def plain(self) -> bool:
        return self.status == "Не требуется"


def papers_of(case: Case, standing: Standing, entries: Iterable[Entry]) -> list[Paper]:
    """In the order of the pack. A document is recognised by its name, in the words of the company or of the pack."""
    names = names_for_applicants(case.applicant.legal_form)
    code_by_title = {one.title.casefold(): one.code for one in standing.pack.attachments}
    code_by_title |= {name.title.casefold(): name.code for name in names if name.code}
    titles = {name.code: name.title for name in names if name.code}
    added = {entry.code or code_by_title.get(entry.title.strip().casefold(), "") for entry in entries}
    by_mandate = standing.facts.get("by_representative") is True
    return [
        Paper(
            attachment=one,
            title=titles.get(one.code, one.title),
            is_added=one.code in added,
            is_required=one.is_required(standing.facts),
            is_known=by_mandate and one.code == POWER_OF_ATTORNEY,
        )
        for one in standing.pack.attachments
        if one.is_shown(standing.facts)
    ]


# A representative is let in with a power of attorney, which the company reads in the cabinet (`representatives`).
POWER_OF_ATTORNEY = "power_of_attorney"
