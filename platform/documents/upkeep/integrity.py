"""Whether stored files are still what was accepted: their bytes are read and hashed again."""

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
    """What a run has found. The lists hold primary keys of documents."""

    checked: int = 0
    absent: list[int] = field(default_factory=list)
    different: list[int] = field(default_factory=list)

    @property
    def is_alarming(self) -> bool:
        return bool(self.absent or self.different)

    @property
    def summary(self) -> str:
        """The result in words; it names documents by their numbers only."""
        absent, different = (", ".join(map(str, found)) or "нет" for found in (self.absent, self.different))
        return f"Перечитано: {self.checked}. Пропали документы: {absent}. Изменились документы: {different}."


def sample(size: int | None) -> QuerySet[Document]:
    """This many random documents of the current company, or all of them."""
    return Document.objects.order_by("?")[:size] if size else Document.objects.order_by("pk")


def verify(documents: Iterable[Document], verdict: Verdict) -> None:
    """Write to `verdict` what is gone or changed, and log it as critical.

    Raises StorageUnavailable; the remaining documents are then unchecked.
    """
    for document in documents:
        verdict.checked += 1
        try:
            is_same = _is_same(document)
        except Absent:
            if not Document.objects.filter(pk=document.pk).exists():  # removed meanwhile, alone or with its draft
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
    # Files that were accepted before the platform computed Streebog have only their SHA-256.
    return digests.size == document.size and all(
        not expected or expected == digests.named()[name] for name, expected in known.items()
    )
