"""1CClientBankExchange 1.03: lines «Имя=значение» in sections. The encoding is found from the bytes.

Names are compared as people read them: banks write them in small letters, with «ё», with a Cyrillic С for a Latin one.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from . import statement as form
from .invoice_numbers import fold
from .statement import Accounts, BankDocument, Statement, StatementRefused

_HEADER = fold("1CClientBankExchange")
_END = "КонецФайла"
_LEGIBLE = ("секция", _END.lower(), "счет")
_LINES = re.compile(r"\r*\n|\r")
_AROUND = "\ufeff \t\u00a0\x1a\x00"  # also what DOS writes after the end of a file


@dataclass
class _Section:
    """What stands between «Секция…» and its end; of a name that comes again the first value counts."""

    line: int
    values: dict[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        return self.values.get(_folded(name), "")

    def account(self, name: str) -> str:
        return form.without_blanks(self.get(name))


@lru_cache(maxsize=1024)
def _folded(name: str) -> str:
    return fold(name.strip())


def read(content: bytes, accounts: Accounts) -> Statement:
    """Raises StatementRefused."""
    lines = [line.strip(_AROUND) for line in _LINES.split(_decoded(content))]
    named = [line for line in lines if line]
    if not named or fold(named[0]) != _HEADER:
        raise StatementRefused("format")
    if _folded(named[-1].partition("=")[0]) != _folded(_END):
        raise StatementRefused("cut")
    header, account_sections, documents = _sections(lines)
    own = {section.account("РасчСчет") for section in account_sections} | header
    if accounts.account not in own:
        raise StatementRefused("foreign_account")
    taken = [_document(section, accounts) for section in documents]
    return Statement(accounts.account, taken, _warnings(account_sections, taken, accounts))


def _decoded(content: bytes) -> str:
    """UTF-8 with or without its mark, windows-1251, or cp866 where the names of fields can be read only so."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError as error:
            raise StatementRefused("encoding") from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            raise StatementRefused("cut") from error
        if content.startswith(b"\xef\xbb\xbf") or _is_broken_utf8(content):
            raise StatementRefused("encoding") from error
    for encoding in ("windows-1251", "cp866"):
        text = content.decode(encoding, errors="replace")
        if any(word in text.lower() for word in _LEGIBLE):
            return text
    return content.decode("windows-1251", errors="replace")


def _is_broken_utf8(content: bytes) -> bool:
    """Whether most letters beyond ASCII are whole in UTF-8, though some are not."""
    whole = sum(1 for letter in content.decode("utf-8", errors="ignore") if ord(letter) > 127)
    broken = content.decode("utf-8", errors="replace").count("\ufffd")
    return whole > broken


_ACCOUNT, _DOCUMENT = _folded("РасчСчет"), _folded("СекцияДокумент")
_BEGINS = {_folded("СекцияРасчСчет"), _DOCUMENT}
_ENDS = {_folded("КонецРасчСчет"), _folded("КонецДокумента")}


def _sections(lines: list[str]) -> tuple[set[str], list[_Section], list[_Section]]:
    """The accounts that the header names, the sections of accounts and those of documents."""
    header: set[str] = set()
    accounts: list[_Section] = []
    documents: list[_Section] = []
    here: _Section | None = None
    for number, line in enumerate(lines, start=1):
        name, _, value = line.partition("=")
        name, value = _folded(name), value.strip()
        if name in _BEGINS:
            if here is not None:
                raise StatementRefused("cut")
            here = _Section(number)
            (documents if name == _DOCUMENT else accounts).append(here)
        elif name in _ENDS:
            here = None
        elif here is not None:
            here.values.setdefault(name, value)
        elif name == _ACCOUNT:
            header.add(form.without_blanks(value))
    if here is not None:
        raise StatementRefused("cut")
    return header, accounts, documents


def _document(section: _Section, accounts: Accounts) -> BankDocument:
    payer = section.account("ПлательщикРасчСчет") or section.account("ПлательщикСчет")
    number = section.get("Номер")

    def without(way: form.Way, reason: tuple[str, str]) -> BankDocument:
        code, why = reason
        return BankDocument(section.line, number, way, why, code)

    accounts_of_payer = {section.account("ПлательщикРасчСчет"), section.account("ПлательщикСчет")}
    accounts_of_receiver = {section.account("ПолучательРасчСчет"), section.account("ПолучательСчет")} - {""}
    is_ours = accounts.account in accounts_of_receiver or not accounts_of_receiver
    if accounts.account in accounts_of_payer:
        return without(
            "ignored", form.OWN_TRANSFER if any(map(accounts.is_own, accounts_of_receiver)) else form.OUTGOING
        )
    if not is_ours:
        return without("ignored", form.OTHER_ACCOUNT)
    if any(accounts.is_own(account) for account in accounts_of_payer if account):
        return without("ignored", form.OWN_TRANSFER)
    kopecks = form.kopecks_of(section.get("Сумма"))
    if kopecks is None:
        return without("refused", form.BAD_SUM)
    bank_day = form.day_of(section.get("ДатаПоступило"))
    day = bank_day or form.day_of(section.get("Дата"))
    if day is None:
        return without("refused", form.NO_DAY)
    return BankDocument(
        line=section.line,
        number=number,
        way="incoming",
        kopecks=kopecks,
        day=day,
        is_bank_day=bank_day is not None,
        payer=section.get("Плательщик1") or section.get("Плательщик"),
        payer_inn=form.inn_of(section.get("ПлательщикИНН")),
        payer_account=payer,
        purpose=_purpose(section),
    )


def _purpose(section: _Section) -> str:
    """In one line, or in numbered pieces, which are joined by blanks."""
    pieces = [section.get("НазначениеПлатежа"), *(section.get(f"НазначениеПлатежа{n}") for n in range(1, 10))]
    whole, *rest = pieces
    joined = " ".join(piece for piece in rest if piece)
    return whole if whole and (not joined or joined in whole) else " ".join(filter(None, [whole, joined]))


def _warnings(sections: list[_Section], documents: list[BankDocument], accounts: Accounts) -> list[str]:
    """A total that disagrees with the documents: the file may have been edited."""
    totals = [s.get("ВсегоПоступило") for s in sections if s.account("РасчСчет") == accounts.account]
    stated = [0 if _is_nothing(total) else form.kopecks_of(total) for total in totals if total]
    if not stated or None in stated:
        return []
    came = sum(document.kopecks for document in documents if document.way == "incoming")
    if any(document.way == "refused" for document in documents) or sum(filter(None, stated)) == came:
        return []
    return [
        "Сумма поступлений в заголовке не совпадает с документами: возможно, файл изменяли. Проверьте выписку в банке"
    ]


def _is_nothing(total: str) -> bool:
    return set(total) <= set("0., ")
