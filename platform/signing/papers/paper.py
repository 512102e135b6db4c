"""A PDF about signatures, and what all such papers have in common."""

from dataclasses import dataclass
from typing import BinaryIO

from django.urls import reverse

from documents.models import Document
from tenancy.company import current_company

from ..standing import Standing

PDF = "application/pdf"
UNCONFIRMED = "Подпись не подтверждается: {faults}."


@dataclass(frozen=True)
class Paper:
    """A PDF for a person. The receiver closes `content`."""

    file_name: str
    content: BinaryIO
    is_copy: bool = False  # a copy of the document with the sheet at its end; otherwise the sheet or the protocol alone


def check_address(code: str = "") -> str:
    """The address of the public check page of the current company."""
    address = f"{current_company().address}{reverse('check_document')}"
    return f"{address}?code={code}" if code else address


def warnings_of(stands: Standing) -> list[str]:
    """Why the signature does not hold, and where the rows of the cabinet differ from it."""
    faults = [UNCONFIRMED.format(faults="; ".join(stands.faults))] if stands.faults else []
    return [*faults, *filter(None, [stands.warning])]


def stem_of(document: Document) -> str:
    """The name of the file without its extension."""
    return document.file_name.rpartition(".")[0] or document.file_name
