"""Whether a file may be given out, judged by its virus scan alone. The caller checks the right to see the file."""

from collections.abc import Collection

from django.conf import settings

from tenancy.errors import DomainError

from .models import Document

Scan = Document.Scan


class FileInfected(DomainError):
    code = "file_infected"
    message = "Файл «{name}» не прошёл проверку на вирусы. Удалите его и добавьте другой"


class FileNotScanned(DomainError):
    code = "file_not_scanned"
    message = "Файл «{name}» ещё проверяется на вирусы. Откройте его через несколько минут"


class FileNotScannable(DomainError):
    code = "file_not_scannable"
    message = "Файл «{name}» не удалось проверить на вирусы. Попросите отправителя прислать его заново"


class FileLost(DomainError):
    code = "file_lost"
    message = "Файл «{name}» не удалось проверить: он не сохранился. {remedy}"

    def __init__(self, *, name: str, own: bool) -> None:
        remedy = "Загрузите его снова" if own else "Попросите отправителя загрузить его снова"
        super().__init__(name=name, remedy=remedy)


def may_have(document: Document, *, own: bool) -> bool:
    """Whether a side may have the bytes; `own` says that this side sent the file.

    Nobody gets an infected or a lost file. If a scanner is set up, the other side gets only files found clean.
    """
    if document.is_unfit:
        return False
    return own or not settings.CLAMD_ADDRESS or document.scan == Scan.CLEAN


def check(document: Document, *, own: bool) -> None:
    """Raises FileInfected, FileLost, FileNotScanned or FileNotScannable if `may_have` says no."""
    if may_have(document, own=own):
        return
    if document.is_infected:
        raise FileInfected(name=document.file_name)
    if document.is_lost:
        raise FileLost(name=document.file_name, own=own)
    raise (FileNotScannable if document.scan == Scan.FAILED else FileNotScanned)(name=document.file_name)


def why_kept(document: Document) -> str:
    """Why a file is refused, for the list of files left out of an archive: «Документ.pdf: не сохранился»."""
    if document.is_infected:
        return "не прошёл проверку на вирусы"
    return "не сохранился" if document.is_lost else "ещё не проверен на вирусы"


def refusal_of(document: Document) -> DomainError:
    """The refusal for a person who is about to publish a file that `is_unfit`."""
    if document.is_infected:
        return FileInfected(name=document.file_name)
    return FileLost(name=document.file_name, own=True)


def refuse_unfit(documents: Collection[int]) -> None:
    """Check files before they are published. Raises FileInfected or FileLost, which name the first unfit file."""
    unfit = Document.objects.filter(pk__in=documents, scan__in=[Scan.INFECTED, Scan.LOST]).order_by("pk").first()
    if unfit is not None:
        raise refusal_of(unfit)
