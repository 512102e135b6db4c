"""Who may have the bytes of a file, as far as viruses are concerned. The right to see it is checked before, above."""

from collections.abc import Collection

from django.conf import settings

from tenancy.errors import DomainError

from .models import Document

Scan = Document.Scan


class FileInfected(DomainError):
    code = "file_infected"

    def __init__(self, name: str) -> None:
        super().__init__(f"Файл «{name}» не прошёл проверку на вирусы. Удалите его и добавьте другой")


class FileNotScanned(DomainError):
    code = "file_not_scanned"

    def __init__(self, name: str) -> None:
        super().__init__(f"Файл «{name}» ещё проверяется на вирусы. Откройте его через несколько минут")


class FileNotScannable(DomainError):
    code = "file_not_scannable"

    def __init__(self, name: str) -> None:
        super().__init__(f"Файл «{name}» не удалось проверить на вирусы. Попросите отправителя прислать его заново")


class FileLost(DomainError):
    code = "file_lost"

    def __init__(self, name: str, *, own: bool) -> None:
        remedy = "Загрузите его снова" if own else "Попросите отправителя загрузить его снова"
        super().__init__(f"Файл «{name}» не удалось проверить: он не сохранился. {remedy}")


def may_have(document: Document, *, own: bool) -> bool:
    """`own`: the side that sent it. An infected or a lost file is nobody's; while files are scanned, the other side
    gets clean ones only.
    """
    if document.is_unfit:
        return False
    return own or not settings.CLAMD_ADDRESS or document.scan == Scan.CLEAN


def check(document: Document, *, own: bool) -> None:
    """Raises FileInfected, FileLost, FileNotScanned, FileNotScannable where `may_have` says no."""
    if may_have(document, own=own):
        return
    if document.is_infected:
        raise FileInfected(document.file_name)
    if document.is_lost:
        raise FileLost(document.file_name, own=own)
    raise (FileNotScannable if document.scan == Scan.FAILED else FileNotScanned)(document.file_name)


def why_kept(document: Document) -> str:
    """Of a file that `may_have` refuses, for a list of what is not given: «Документ.pdf: не сохранился»."""
    if document.is_infected:
        return "не прошёл проверку на вирусы"
    return "не сохранился" if document.is_lost else "ещё не проверен на вирусы"


def refusal_of(document: Document) -> DomainError:
    """Of a file that `is_unfit`, to whoever is about to hand it over."""
    if document.is_infected:
        return FileInfected(document.file_name)
    return FileLost(document.file_name, own=True)


def refuse_unfit(documents: Collection[int]) -> None:
    """Before files are handed over. Raises FileInfected, FileLost, which name the first."""
    unfit = Document.objects.filter(pk__in=documents, scan__in=[Scan.INFECTED, Scan.LOST]).order_by("pk").first()
    if unfit is not None:
        raise refusal_of(unfit)
