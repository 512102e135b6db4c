import io
import uuid
from typing import Any

import docx
import pypdf
import pytest

from accounts.models import User
from cabinet.cases.models import Case, Entry
from cabinet.paperwork.models import Paper
from cabinet.paperwork.tasks import make_paper
from documents import services as documents
from tests import world


@pytest.fixture
def case(applicant: User) -> Case:
    """An application with one file; what is to be made of it waits for the worker."""
    return world.application(applicant)


def made(case: Case, code: str = "receipt") -> Entry:
    """As the worker makes it."""
    paper = Paper.objects.filter(case=case, code=code).latest("pk")
    make_paper(paper.pk)
    return Entry.objects.select_related("document").get(paper=paper)


def text_of(content: bytes) -> str:
    """The words of a PDF or a Word file, as another reader reads them."""
    if content.startswith(b"%PDF"):
        return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages).split())
    word = docx.Document(io.BytesIO(content))
    return " ".join(" ".join(paragraph.text for paragraph in _paragraphs(word)).split())


def _paragraphs(holder: Any) -> Any:
    for block in holder.iter_inner_content():
        if isinstance(block, docx.table.Table):
            for row in block.rows:
                for cell in row.cells:
                    yield from _paragraphs(cell)
        else:
            yield block


def content_of(entry: Entry) -> bytes:
    assert entry.document is not None
    return b"".join(documents.chunks(entry.document))


def key() -> uuid.UUID:
    return uuid.uuid4()
