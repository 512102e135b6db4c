"""What is read of a request for what is missing: what still lacks, and which of it a document supplies."""

from collections.abc import Sequence
from dataclasses import dataclass

from cabinet.catalogue.models import DocumentName
from cabinet.catalogue.queries import guess, recognised

from .models import Case, Entry, InformationRequest, RequestedItem
from .stages import Stage


def open_request(case: Case) -> InformationRequest | None:
    """What the applicant has to answer."""
    return case.information_requests.open().first()


def supplied_request(case: Case) -> InformationRequest | None:
    """What the applicant has answered, and staff have to look at."""
    return case.information_requests.supplied().first()


def current_request(case: Case) -> InformationRequest | None:
    return case.information_requests.current().first()


def current_items(case: Case) -> list[RequestedItem]:
    """The list of the request that is not settled, each with whether it is answered."""
    asked = RequestedItem.objects.standing().filter(request__case=case, request__closed_at=None)
    return list(asked.select_related("request").with_answers())


def asked_of(case: Case) -> list[RequestedItem]:
    """What the applicant still has to answer: without what was accepted."""
    return [item for item in current_items(case) if item.request.supplied_at is None and not item.is_accepted]


@dataclass(frozen=True)
class Slot:
    """An item of the list, what was put into it and not sent, and what was sent."""

    item: RequestedItem
    unsent: Sequence[Entry]
    sent: Sequence[Entry]

    @property
    def text(self) -> str:
        """The words that answer a question and are not sent yet."""
        return next((entry.comment for entry in self.unsent if entry.kind == Entry.Kind.MESSAGE), "")

    @property
    def is_asked(self) -> bool:
        """The applicant may put something into it."""
        return self.item.request.supplied_at is None and not self.item.is_accepted

    @property
    def is_filled(self) -> bool:
        return bool(self.unsent or self.sent)


def slots_of(case: Case) -> list[Slot]:
    """The list of a case that has been asked, with its answers. Two queries; none where nothing was ever asked."""
    if Stage.MISSING not in case.reached or case.stage not in {Stage.MISSING, Stage.REVIEW}:
        return []
    items = current_items(case)
    if not items:
        return []
    answers = Entry.objects.filter(answers__in=[item.pk for item in items], withdrawal=None)
    given = list(answers.select_related("document", "case").order_by("created_at", "pk"))
    return [
        Slot(
            item,
            unsent=[entry for entry in given if entry.answers_id == item.pk and entry.placed_at is None],
            sent=[entry for entry in given if entry.answers_id == item.pk and entry.placed_at is not None],
        )
        for item in items
    ]


def answered_by(items: Sequence[RequestedItem], *, title: str) -> RequestedItem | None:
    """Which of the asked documents a document of this name is."""
    return next((item for item in items if item.is_document and item.title.casefold() == title.casefold()), None)


def with_asked(names: Sequence[DocumentName], items: Sequence[RequestedItem]) -> list[DocumentName]:
    """The names to choose from, what is asked for before everything else."""
    known = {name.title.casefold(): name for name in names}
    asked = [known.get(item.title.casefold()) or DocumentName(title=item.title) for item in items if item.is_document]
    return [*asked, *(name for name in names if name not in asked)]


def title_for(
    file_name: str,
    names: Sequence[DocumentName],
    items: Sequence[RequestedItem] = (),
    *,
    chosen: RequestedItem | None = None,
) -> str:
    """The likely name of a file while `items` are asked for; `chosen` is the place in the list that it was put into."""
    asked = [name for name in with_asked(names, items) if answered_by(items, title=name.title)]
    missing = [item for item in items if item.is_document and not item.is_answered]
    only = missing[0].title if len(missing) == 1 else ""
    return (
        recognised(file_name, asked)
        or (chosen.title if chosen else "")
        or recognised(file_name, names)
        or only
        or guess(file_name, names)
    )
