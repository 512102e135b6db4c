"""Are the files still what they were when they came? Bytes are read again and hashed again."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from ..digests import Digests
from ..models import Document
from ..processing import note_found
from ..storage import Absent, storage

log = logging.getLogger(__name__)


@dataclass
class Verdict:
    """Numbers of documents."""

    checked: int = 0
    absent: list[int] = field(default_factory=list)
    different: list[int] = field(default_factory=list)

    @property
    def is_alarming(self) -> bool:
        return bool(self.absent or self.different)

    @property
    def summary(self) -> str:
        """Numbers only."""
        absent, different = (", ".join(map(str, found)) or "нет" for found in (self.absent, self.different))
        return f"Перечитано: {self.checked}. Пропали документы: {absent}. Изменились документы: {different}."


def sample(size: int | None) -> QuerySet[Document]:
    """So many documents by lot, or all of them, of the company we are in."""
    return Document.objects.order_by("?")[:size] if size else Document.objects.order_by("pk")


def verify(documents: Iterable[Document], verdict: Verdict) -> None:
    """Note in `verdict` what is gone or changed, and cry out: whoever watches the logs must see it.

    Raises StorageUnavailable: then nothing is known of the rest.
    """
    for document in documents:
        verdict.checked += 1
        try:
            is_same = _is_same(document)
        except Absent:
            if not Document.objects.filter(pk=document.pk).exists():  # cancelled, or deleted with its draft, meanwhile
                continue
            verdict.absent.append(document.pk)
            log.critical("document %s is gone from the storage", document.pk)
        else:
            if not is_same:
                verdict.different.append(document.pk)
                log.critical("document %s is not what was taken", document.pk)
            elif document.is_lost:
                note_found(document)


def _is_same(document: Document) -> bool:
    digests = Digests()
    for piece in storage().chunks(str(document.key)):
        digests.update(piece)
    known = {name: getattr(document, name) for name in digests.named()}
    # Files taken before the platform knew Streebog have only their SHA-256.
    return digests.size == document.size and all(
        not expected or expected == digests.named()[name] for name, expected in known.items()
    )
