"""camt.053.001.02 and .08 of ISO 20022. Other versions of the same message are read where they agree with these."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from . import statement as form
from .statement import Accounts, BankDocument, Statement, StatementRefused

Element = ElementTree.Element
_DECLARED = re.compile(rb"^[^<]{0,4}<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_NAMESPACE = re.compile(r"\{urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.\d\d\}")
NOT_BOOKED = ("not_booked", "операция ещё не проведена банком")
REVERSAL = ("reversal", "банк отменил операцию")
CURRENCY = ("currency", "сумма не в рублях: такие поступления проводит бухгалтер")


def read(content: bytes, accounts: Accounts) -> Statement:
    """Raises StatementRefused."""
    root = _root(content)
    found = _NAMESPACE.match(root.tag)
    if found is None or not root.tag.endswith("}Document"):
        raise StatementRefused("format")
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    statements = root.findall("BkToCstmrStmt/Stmt")
    if not statements:
        raise StatementRefused("format")
    if accounts.account not in {_account(one.find("Acct")) for one in statements}:
        raise StatementRefused("foreign_account")
    documents: list[BankDocument] = []
    ordinal = 0
    for one in statements:
        is_ours = _account(one.find("Acct")) == accounts.account
        for entry in one.findall("Ntry"):
            ordinal += 1
            documents += _documents(entry, ordinal, accounts, is_ours=is_ours)
    return Statement(accounts.account, documents, _warnings(statements, documents, accounts))


def _root(content: bytes) -> Element:
    declared = _DECLARED.match(content)
    name = declared.group(1).decode().lower() if declared else "utf-8"
    if name not in {"utf-8", "utf8"} and not name.startswith("utf-16") and _is_utf8(content):
        raise StatementRefused("encoding")
    try:
        # Without a DOCTYPE there is nothing to expand.
        return ElementTree.fromstring(content, ElementTree.XMLParser(target=_Plain()))  # noqa: S314
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        if name in {"utf-8", "utf8"} and not _reads(content):
            raise StatementRefused("encoding") from error
        is_statement = b"camt.053" in content
        raise StatementRefused("cut" if is_statement and not _is_closed(content) else "format") from error


class _Plain(ElementTree.TreeBuilder):
    """Refuses a DOCTYPE where it begins, in any encoding: no statement has one, and entities could grow without end."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise StatementRefused("format")


def _is_utf8(content: bytes) -> bool:
    """Whether these bytes have letters beyond ASCII and all of them are whole in UTF-8."""
    try:
        return not content.decode("utf-8").isascii()
    except UnicodeDecodeError:
        return False


def _reads(content: bytes) -> bool:
    """In UTF-8, but for a last letter that a cut has parted."""
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data"
    return True


def _is_closed(content: bytes) -> bool:
    return re.search(rb"</(\w+:)?Document\s*>\s*$", content) is not None


def _documents(entry: Element, ordinal: int, accounts: Accounts, *, is_ours: bool) -> Iterator[BankDocument]:
    """An entry is one document; a batch whose parts have sums of their own is as many."""
    parts = entry.findall("NtryDtls/TxDtls")
    sums = [_sum_of(part) for part in parts]
    if len(parts) > 1 and all(one is not None for one in sums):
        for part, amount in zip(parts, sums, strict=True):
            yield _document(entry, part, amount, ordinal, accounts, is_ours=is_ours)
    else:
        yield _document(entry, parts[0] if parts else entry, entry.find("Amt"), ordinal, accounts, is_ours=is_ours)


def _document(
    entry: Element, part: Element, amount: Element | None, ordinal: int, accounts: Accounts, *, is_ours: bool
) -> BankDocument:
    number = _number(entry, part)
    payer_account = _account(part.find("RltdPties/DbtrAcct"))

    def without(way: form.Way, reason: tuple[str, str]) -> BankDocument:
        code, why = reason
        return BankDocument(ordinal, number, way, why, code)

    if not is_ours:
        return without("ignored", form.OTHER_ACCOUNT)
    status = _text(entry, "Sts/Cd") or _text(entry, "Sts")
    if status and status != "BOOK":
        return without("ignored", NOT_BOOKED)
    if _text(entry, "RvslInd") in {"true", "1"}:
        return without("ignored", REVERSAL)
    if _text(entry, "CdtDbtInd") != "CRDT":
        return without("ignored", form.OUTGOING)
    if payer_account and accounts.is_own(payer_account):
        return without("ignored", form.OWN_TRANSFER)
    if amount is None:
        return without("refused", form.BAD_SUM)
    if amount.get("Ccy") not in {"RUB", "RUR", None}:
        return without("refused", CURRENCY)
    kopecks = form.kopecks_of(amount.text or "")
    if kopecks is None:
        return without("refused", form.BAD_SUM)
    bank_day = _day(entry, "BookgDt")
    day = bank_day or _day(entry, "ValDt")
    if day is None:
        return without("refused", form.NO_DAY)
    return BankDocument(
        line=ordinal,
        number=number,
        way="incoming",
        kopecks=kopecks,
        day=day,
        is_bank_day=bank_day is not None,
        payer=_text(part, "RltdPties/Dbtr/Nm") or _text(part, "RltdPties/Dbtr/Pty/Nm"),
        payer_inn=_inn(part),
        payer_account=payer_account,
        purpose=_purpose(entry, part),
    )


def _sum_of(part: Element) -> Element | None:
    for path in ("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt"):
        amount = part.find(path)
        if amount is not None:
            return amount
    return None


def _number(entry: Element, part: Element) -> str:
    for path in ("EndToEndId", "TxId", "InstrId", "PmtInfId", "AcctSvcrRef", "MsgId"):
        number = _text(part, f"Refs/{path}")
        if number and number != "NOTPROVIDED":
            return number
    return _text(entry, "AcctSvcrRef") or _text(entry, "NtryRef")


def _inn(part: Element) -> str:
    for side in ("Dbtr", "Dbtr/Pty"):
        for kind in ("OrgId", "PrvtId"):
            for other in part.findall(f"RltdPties/{side}/Id/{kind}/Othr"):
                number = form.inn_of(_text(other, "Id"))
                if number.isascii() and number.isdecimal() and len(number) in {10, 12}:
                    return number
    return ""


def _purpose(entry: Element, part: Element) -> str:
    pieces = [*part.findall("RmtInf/Ustrd"), *part.findall("RmtInf/Strd/CdtrRefInf/Ref")]
    words = " ".join((piece.text or "").strip() for piece in pieces).strip()
    return words or _text(part, "AddtlTxInf") or _text(entry, "AddtlNtryInf")


def _account(element: Element | None) -> str:
    if element is None:
        return ""
    return form.without_blanks(_text(element, "Id/Othr/Id") or _text(element, "Id/IBAN"))


def _day(entry: Element, name: str) -> form.date | None:
    return form.day_of(_text(entry, f"{name}/Dt") or _text(entry, f"{name}/DtTm"))


def _text(element: Element, path: str) -> str:
    found = element.find(path)
    return (found.text or "").strip() if found is not None else ""


def _warnings(statements: list[Element], documents: list[BankDocument], accounts: Accounts) -> list[str]:
    totals = [
        form.kopecks_of(_text(one, "TxsSummry/TtlCdtNtries/Sum"))
        for one in statements
        if _account(one.find("Acct")) == accounts.account
    ]
    stated = [total for total in totals if total is not None]
    came = sum(document.kopecks for document in documents if document.way == "incoming")
    if not stated or any(document.way == "refused" for document in documents) or sum(stated) == came:
        return []
    return [
        "Сумма поступлений в заголовке не совпадает с документами: возможно, файл изменяли. Проверьте выписку в банке"
    ]
