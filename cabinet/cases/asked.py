"""What is read of an open request: what is still missing, and which of it a document supplies."""

from collections.abc import Sequence

from cabinet.catalogue.models import DocumentName
from cabinet.catalogue.queries import guess, recognised

from .models import Case, InformationRequest, RequestedItem


def open_request(case: Case) -> InformationRequest | None:
    return case.information_requests.open().first()


def asked_of(case: Case) -> list[RequestedItem]:
    """What the open request of a case asks for, each with whether it is answered."""
    asked = RequestedItem.objects.filter(request__case=case, request__closed_at=None)
    return list(asked.select_related("request").with_answers())


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
