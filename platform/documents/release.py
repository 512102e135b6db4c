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


def may_have(document: Document, *, own: bool) -> bool:
    """`own`: the side that sent it. An infected file is nobody's; while files are scanned, the other side gets clean
    ones only.
    """
    if document.is_infected:
        return False
    return own or not settings.CLAMD_ADDRESS or document.scan == Scan.CLEAN


def check(document: Document, *, own: bool) -> None:
    """Raises FileInfected, FileNotScanned, FileNotScannable where `may_have` says no."""
    if may_have(document, own=own):
        return
    if document.is_infected:
        raise FileInfected(document.file_name)
    raise (FileNotScannable if document.scan == Scan.FAILED else FileNotScanned)(document.file_name)


def refuse_infected(documents: Collection[int]) -> None:
    """Before files are handed over. Raises FileInfected, which names the first."""
    infected = Document.objects.filter(pk__in=documents, scan=Scan.INFECTED).order_by("pk").first()
    if infected is not None:
        raise FileInfected(infected.file_name)
