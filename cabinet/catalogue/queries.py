"""Which names there are to choose. Until a company edits them, the names of its rule pack serve."""

from collections.abc import Iterable

from cabinet.rules.amendments import legal_forms_of, rules_now
from cabinet.rules.pack import Attachment
from cabinet.rules.packs import current_pack
from ui.words import one_line

from .models import DocumentName
from .recognition import recognised

__all__ = [
    "code_of",
    "guess",
    "is_identity",
    "names_for_applicants",
    "names_for_company",
    "names_of_pack",
    "own_names",
    "recognised",
]


def own_names() -> list[DocumentName]:
    """All that the company keeps, the hidden ones too; none before it has changed anything. One query."""
    return list(DocumentName.objects.select_related("template"))


def names_of_pack() -> list[DocumentName]:
    """Not saved: what the company begins with."""
    pack = rules_now()
    asked = [_asked_for(attachment) for attachment in pack.attachments]
    sent = [
        DocumentName(code=name.code, title=name.title, words=list(name.words), from_company=True)
        for name in pack.company_documents
    ]
    for position, name in enumerate([*asked, *sent]):
        name.position = position
    return [*asked, *sent]


def _asked_for(attachment: Attachment) -> DocumentName:
    return DocumentName(
        code=attachment.code,
        title=attachment.title,
        words=list(attachment.words),
        explanation=attachment.explanation,
        asked_of=legal_forms_of(attachment),
    )


def names_for_company() -> list[DocumentName]:
    """What staff choose from."""
    return [name for name in own_names() or names_of_pack() if name.from_company and not name.archived_at]


def names_for_applicants(legal_form: str) -> list[DocumentName]:
    """What an applicant of this legal form chooses from."""
    own = own_names()
    # What the company has added to the rules is asked for, whatever its list of names says.
    added = [_asked_for(one) for one in rules_now().attachments if one.is_own] if own else []
    names = [*own, *added] or names_of_pack()
    return [name for name in names if not (name.from_company or name.archived_at) and name.suits(legal_form)]


def is_identity(name: str) -> bool:
    """Whether a title or a file name tells of a paper that says who somebody is: nobody signs a scan of it."""
    papers = [paper for paper in current_pack().attachments if paper.identity]
    return bool(recognised(name, [DocumentName(title=paper.title, words=list(paper.words)) for paper in papers]))


def code_of(title: str, names: Iterable[DocumentName]) -> str:
    """The code of the document that bears this title; empty for a name of somebody's own."""
    return next((name.code for name in names if name.title.casefold() == title.strip().casefold()), "")


def guess(file_name: str, names: Iterable[DocumentName]) -> str:
    """The likely name of a document by the name of its file.

    If nothing fits: of an applicant's document the last name that is guessed by no word («Дополнительный материал»),
    of the company's the name of the file itself.
    """
    names = list(names)
    if title := recognised(file_name, names):
        return title
    general = [name.title for name in names if not (name.words or name.from_company)]
    if general:
        return general[-1]
    return one_line((file_name.rpartition(".")[0] or file_name).replace("_", " "))
