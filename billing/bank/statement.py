"""A bank statement as files bring it: 1CClientBankExchange 1.03 or camt.053, read into the documents of one account.

A file is refused whole or taken; in a file that is taken one document may be refused alone. Nothing is decided here
about invoices: that is `matching`.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

RefusalCode = Literal["format", "cut", "encoding", "foreign_account"]
Way = Literal["incoming", "ignored", "refused"]

_SENTENCES: dict[RefusalCode, str] = {
    "format": "Это не выписка: нужен файл 1CClientBankExchange или camt.053. Выгрузите выписку в таком формате",
    "cut": "Файл обрезан: в нём нет конца. Выгрузите выписку ещё раз",
    "encoding": "Файл испорчен: буквы не читаются. Выгрузите выписку ещё раз, не открывая файл в других программах",
    "foreign_account": "Это выписка по чужому счёту. Проверьте счёт в реквизитах организации или выберите другой файл",
}


class StatementRefused(Exception):
    """The whole file is not taken, and nothing of it is applied."""

    def __init__(self, code: RefusalCode) -> None:
        super().__init__(_SENTENCES[code])
        self.code = code
        self.sentence = _SENTENCES[code]


@dataclass(frozen=True)
class Accounts:
    """The company's own accounts: the one whose statement is taken, and others between which it moves money itself."""

    account: str
    others: Collection[str] = ()

    def is_own(self, account: str) -> bool:
        return account == self.account or account in self.others


@dataclass(frozen=True)
class BankDocument:
    """A line of the statement. `line` is that of «СекцияДокумент» in the file, or the ordinal of an entry."""

    line: int
    number: str
    way: Way
    why: str = ""  # of what is ignored or refused, in words
    code: str = ""  # the same for machines
    kopecks: int = 0
    day: date | None = None  # the bank's; the order's where the bank's is not given
    is_bank_day: bool = True
    payer: str = ""
    payer_inn: str = ""
    payer_account: str = ""
    purpose: str = ""


@dataclass(frozen=True)
class Statement:
    account: str
    documents: Sequence[BankDocument]
    warnings: Sequence[str] = field(default=())


def read(content: bytes, accounts: Accounts) -> Statement:
    """Read a file of either format. Raises StatementRefused."""
    if _is_xml(content):
        from . import camt

        return camt.read(content, accounts)
    from . import client_bank

    return client_bank.read(content, accounts)


def _is_xml(content: bytes) -> bool:
    start = content[:200].lstrip(b"\xef\xbb\xbf\xff\xfe\xfe\xff \t\r\n").replace(b"\x00", b"")
    return start.startswith(b"<")


_BLANKS = " \u00a0\u2009\u202f"
_SUM = re.compile(rf"(?:[0-9]{{1,3}}(?:[{_BLANKS}][0-9]{{3}})+|[0-9]+)(?:[.,][0-9]{{1,2}})?")
_LARGEST = 10**15  # kopecks; a longer number is no sum


def kopecks_of(text: str) -> int | None:
    """A positive sum in roubles: «100», «100.5», «1 234,56». None for anything else."""
    text = text.strip(f"{_BLANKS}\t")
    if not _SUM.fullmatch(text):
        return None
    roubles, _, rest = without_blanks(text).replace(",", ".").partition(".")
    kopecks = int(roubles) * 100 + int(rest.ljust(2, "0") or 0)
    return kopecks if 0 < kopecks < _LARGEST else None


_DAY = re.compile(r"(?:[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2})(?![0-9])")


def day_of(text: str) -> date | None:
    """«05.03.2026» or «2026-03-05», also with a time after it. None for what is no day."""
    found = _DAY.match(text.strip())
    if found is None:
        return None
    for form in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(found[0], form).date()  # noqa: DTZ007  (a bank's day has no zone)
        except ValueError:
            continue
    return None


def without_blanks(text: str) -> str:
    return "".join(text.split())


def inn_of(text: str) -> str:
    """The payer's ИНН; banks write noughts where there is none, and «ИНН/КПП» together."""
    inn = without_blanks(text).partition("/")[0]
    return inn if inn.strip("0") else ""


BAD_SUM = ("bad_sum", "сумма записана неверно: нужно положительное число рублей и копеек")
NO_DAY = ("no_day", "нет ни даты поступления, ни даты документа")
OUTGOING = ("outgoing", "списание: возвраты учитываются отдельным действием")
OTHER_ACCOUNT = ("other_account", "документ другого счёта")
OWN_TRANSFER = ("own_transfer", "перевод между счетами организации")
