"""What is read of papers."""

from dataclasses import dataclass

from cabinet.cases.models import Case

from .merge_fields import RECEIPT
from .models import Paper


@dataclass(frozen=True)
class CheckedFile:
    """A file as anybody may see it: its name may name a person, so only its size and hashes are shown."""

    number: str
    size: str
    sha256: str
    streebog256: str


@dataclass(frozen=True)
class CheckedReceipt:
    code: str
    number: str  # of the application, as it is today
    moment: str
    what: str
    files: list[CheckedFile]


def receipt_code(case: Case) -> str:
    """The code of the receipt of a case; empty, if it has none."""
    code = Paper.objects.filter(case=case, code=RECEIPT).values_list("check_code", flat=True).first()
    return code or ""


def receipt_of(code: str) -> CheckedReceipt | None:
    """What the public check tells of a receipt. Lower case, blanks and missing dashes of a code do not matter."""
    letters = "".join(char for char in code.upper() if char.isalnum())
    typed = "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))
    paper = Paper.objects.filter(code=RECEIPT, check_code=typed).select_related("case").first() if typed else None
    if paper is None:
        return None
    said = paper.values
    return CheckedReceipt(
        code=paper.check_code,
        number=paper.case.number or said["заявка_номер"],
        moment=said["заявка_подана"],
        what=said["заявка_на"],
        files=[CheckedFile(f["номер"], f["размер"], f["sha256"], f["стрибог256"]) for f in said["документы"]],
    )
