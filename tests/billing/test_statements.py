"""Bank statements to the line: which file is taken, and which invoice each document pays."""

import csv
import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from billing.bank.matching import Invoice, Ledger, Outcome
from billing.bank.statement import Accounts, StatementRefused, day_of, kopecks_of, read

FILES = Path(__file__).parent / "cases" / "statements"
EXPECTED = json.loads((FILES / "expected.json").read_text("utf-8"))
OURS = EXPECTED["ours"]["account"]
ACCOUNTS = Accounts(OURS, others=("40702810900000000077",))
PAYER = "40817810000000000001"


def invoices() -> list[Invoice]:
    rows = csv.DictReader((FILES / "invoices.csv").read_text("utf-8").splitlines())
    return [
        Invoice(row["number"], row["payer"], row["inn"], int(row["kopecks"]), row["state"])  # type: ignore[arg-type]
        for row in rows
    ]


def said(outcome: Outcome) -> dict[str, Any]:
    return {
        "document": outcome.document,
        "status": outcome.status,
        "invoices": [{"number": one.invoice, "kopecks": one.kopecks} for one in outcome.applied],
        "unapplied": outcome.unapplied,
        "counts_on": outcome.counts_on.isoformat() if outcome.counts_on else None,
    }


def test_every_file_is_right_to_the_line() -> None:
    ledger = Ledger(OURS, invoices())
    found: dict[str, Any] = {}
    for name in sorted(EXPECTED["files"]):
        try:
            statement = read((FILES / name).read_bytes(), ACCOUNTS)
        except StatementRefused as refusal:
            found[name] = {"accepted": False, "reason": refusal.code}
        else:
            lines = [said(outcome) for outcome in ledger.take_all(statement)]
            found[name] = {"accepted": True, "lines": lines}
            assert statement.warnings == []
    assert found == {name: {"lines": [], **e} if e["accepted"] else e for name, e in EXPECTED["files"].items()}


def document(**changes: str) -> str:
    values = {
        "Номер": "1", "Дата": "02.03.2026", "Сумма": "100.00", "ПлательщикСчет": PAYER, "ДатаПоступило": "03.03.2026",
        "Плательщик1": "Иванов И. И.", "ПлательщикИНН": "", "ПолучательСчет": OURS,
        "НазначениеПлатежа": "Счёт ТП-2026-00001",
    }  # fmt: skip
    values |= changes
    lines = [f"{name}={value}" for name, value in values.items() if value != "-"]
    return "\r\n".join(["СекцияДокумент=Платежное поручение", *lines, "КонецДокумента"])


def file(*documents: str, account: str = OURS, total: str = "", end: str = "КонецФайла\r\n") -> str:
    totals = [f"СекцияРасчСчет\r\nРасчСчет={account}\r\nВсегоПоступило={total}\r\nКонецРасчСчет"] if total else []
    head = ["1CClientBankExchange", "ВерсияФормата=1.03", "Кодировка=DOS", f"РасчСчет={account}"]
    return "\r\n".join([*head, *totals, *documents, end])


def taken(*documents: str, bills: list[Invoice] | None = None) -> Iterator[Outcome]:
    ledger = Ledger(OURS, bills if bills is not None else [bill()])
    yield from ledger.take_all(read(file(*documents).encode(), ACCOUNTS))


def bill(number: str = "ТП-2026-00001", kopecks: int = 100_00, **changes: Any) -> Invoice:
    return Invoice(**{"number": number, "payer": "Иванов И. И.", "inn": "", "kopecks": kopecks, **changes})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1251", "cp866", "utf-16"])
def test_the_encoding_is_found_from_the_bytes(encoding: str) -> None:
    [one] = read(file(document()).encode(encoding, errors="replace"), ACCOUNTS).documents
    assert (one.payer, one.kopecks) == ("Иванов И. И.", 100_00)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "format"),
        ("Уважаемый клиент!".encode(), "format"),
        (file(document(), end="").encode(), "cut"),
        (file(document()).encode()[:300], "cut"),
        (file(document()[:60]).encode(), "cut"),
        (file(document(), account="40702810100000099999").encode(), "foreign_account"),
        (file(document(Плательщик1="Ёлкин")).encode().replace("Ёлкин".encode(), b"\xd0\xd0\xd0"), "encoding"),
        (b"<?xml version='1.0'?><Document/>", "format"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><Document>camt.053</Document>", "format"),
        (b"<?xml version='1.0' encoding='UTF-8'?><Document xmlns='camt.053'><BkToCstmrStmt>", "cut"),
        ("<?xml version='1.0' encoding='windows-1251'?><a>Ж</a>".encode(), "encoding"),
        ("<?xml version='1.0' encoding='UTF-8'?><a>Жук</a>".encode("cp1251"), "encoding"),
    ],
)
def test_a_file_that_is_refused_says_why(content: bytes, code: str) -> None:
    with pytest.raises(StatementRefused) as refusal:
        read(content, ACCOUNTS)
    assert refusal.value.code == code
    assert refusal.value.sentence[0].isupper()


@pytest.mark.parametrize(
    ("text", "kopecks"),
    [
        ("100", 100_00), ("100.5", 100_50), ("100,05", 100_05), ("1 234,56", 1234_56),
        ("1\u00a0234\u00a0567.00", 1234567_00), ("0", None), ("-5.00", None), ("+5.00", None), ("1,234.56", None),
        ("1.234,56", None), ("1.005", None), ("1e3", None),
        ("сто", None), ("", None), ("١٠٠", None), (".50", None), ("5.", None), ("12 34", None), ("9" * 20, None),
    ],
)  # fmt: skip
def test_what_a_sum_is(text: str, kopecks: int | None) -> None:
    assert kopecks_of(text) == kopecks


@pytest.mark.parametrize(
    "purpose",
    [
        "Оплата по счету № ТП-2026-00001", "тп 2026 1", "СЧ.ТП–2026–00001", "счет TP-2026-00001 от 01.03.2026",
        "ТП202600001", "ТП_2026_00001", "Счёт N ТП 2026-1, НДС нет", "ТП-2О26-ОООО1",
        "Ёлкин;счет ТП-2026-00001;л/с 000", "сч. ТП-1", "по счетам ТП-00001", "За ТП-1",
        "счет № 1 за присоединение", "ТП-2026-00001 15 кВт", "ТП-2026-00001ОТ 05.03.2026",
    ],
)  # fmt: skip
def test_a_number_is_found_as_people_write_it(purpose: str) -> None:
    [outcome] = taken(document(НазначениеПлатежа=purpose))
    assert (outcome.status, [one.invoice for one in outcome.applied]) == ("paid", ["ТП-2026-00001"])


@pytest.mark.parametrize(
    "purpose",
    [
        "плата за ТП 15 кВт", "к ТП-15", "ТП 15/0,4 кВ", "КТП-15", "за ТП 15.03.2026", "лицевой счет ТП-15",
        "счет-фактура ТП-15", "р/с ТП-15", "расчетный счет ТП-15", "за ТП 2026-15-05",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_number_names_no_invoice(purpose: str) -> None:
    [outcome] = taken(document(НазначениеПлатежа=purpose, Сумма="55"), bills=[bill("ТП-2026-00015")])
    assert (outcome.status, outcome.applied, outcome.unapplied) == ("unmatched", (), 55_00)


def test_a_number_without_its_year_needs_one_open_invoice_only() -> None:
    [outcome] = taken(document(НазначениеПлатежа="счет ТП-1"), bills=[bill(), bill("ТП-2025-00001", 70_00)])
    assert outcome.status == "ambiguous"  # the sum fits one of them: a guess

    [outcome] = taken(document(НазначениеПлатежа="счет ТП-1"), bills=[bill(), bill("ТП-2025-00001", state="cancelled")])
    assert outcome.status == "paid"


def test_the_purpose_may_come_in_pieces() -> None:
    pieces = {"НазначениеПлатежа": "-", "НазначениеПлатежа1": "Оплата по счету ТП-", "НазначениеПлатежа2": "2026-00001"}
    [outcome] = taken(document(**pieces))
    assert outcome.status == "paid"


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"ПлательщикСчет": OURS, "ПолучательСчет": PAYER}, "ignored", "outgoing"),
        ({"ПлательщикСчет": "40702810900000000077"}, "ignored", "own_transfer"),
        ({"ПолучательСчет": "40702810900000000088"}, "ignored", "other_account"),
        ({"Сумма": "1.005"}, "refused", "bad_sum"),
        ({"ДатаПоступило": "", "Дата": "31.02.2026"}, "refused", "no_day"),
        ({"НазначениеПлатежа": "Возврат по счету ТП-2026-00001"}, "unmatched", "return"),
        ({"НазначениеПлатежа": "счет ТП-2026-00099"}, "unmatched", "unknown_number"),
    ],
)
def test_what_does_not_pay(changes: dict[str, str], status: str, code: str) -> None:
    [outcome] = taken(document(**changes))
    assert (outcome.status, outcome.code, outcome.applied) == (status, code, ())
    assert (outcome.line, outcome.document) == (5, "1")


def test_without_the_banks_day_a_person_agrees_first() -> None:
    [outcome] = taken(document(ДатаПоступило=""))
    assert (outcome.status, outcome.counts_on, outcome.concludes) == ("paid", date(2026, 3, 2), False)
    assert "Дата банка не указана" in outcome.notes[0]


def test_equal_payments_of_one_bank_on_one_day_are_different_documents() -> None:
    bills = [bill(), bill("ТП-2026-00002")]
    both = [document(), document(НазначениеПлатежа="Счёт ТП-2026-00002")]
    assert [outcome.status for outcome in taken(*both, bills=bills)] == ["paid", "paid"]


def test_the_same_document_again_changes_nothing_however_it_is_written() -> None:
    again = document(Номер="0001", НазначениеПлатежа="СЧЁТ  ТП-2026-00001 без НДС")
    assert [outcome.status for outcome in taken(document(), again)] == ["paid", "known"]


def test_several_invoices_of_one_payer_are_paid_by_their_very_sum_only() -> None:
    two = "Счета ТП-2026-00001, ТП-2026-00002"
    bills = [bill(), bill("ТП-2026-00002", 50_00)]
    assert [o.status for o in taken(document(Сумма="150", НазначениеПлатежа=two), bills=bills)] == ["paid"]

    bills = [bill(), bill("ТП-2026-00002", 50_00)]
    assert [o.status for o in taken(document(Сумма="149", НазначениеПлатежа=two), bills=bills)] == ["ambiguous"]

    bills = [bill(), bill("ТП-2026-00002", 50_00, payer="Другой")]
    assert [o.status for o in taken(document(Сумма="150", НазначениеПлатежа=two), bills=bills)] == ["ambiguous"]


def test_a_payment_completes_what_an_earlier_one_began_and_more_waits() -> None:
    three = [document(Номер=str(n), Сумма=rest) for n, rest in ((1, "40"), (2, "60"), (3, "10"))]
    assert [(o.status, o.unapplied) for o in taken(*three)] == [("partial", 0), ("paid", 0), ("over", 10_00)]


def test_without_a_number_a_fitting_sum_is_a_guess_and_never_applied() -> None:
    bills = [bill("ТП-2026-00007", inn="7700000001")]
    no_number = "За технологическое присоединение"
    [known_payer] = taken(document(НазначениеПлатежа=no_number, ПлательщикИНН="7700000001"), bills=bills)
    [nobody] = taken(document(НазначениеПлатежа=no_number), bills=bills)
    [another] = taken(document(НазначениеПлатежа=no_number, ПлательщикИНН="7711111111"), bills=bills)

    assert [(o.status, list(o.guesses), o.unapplied) for o in (known_payer, nobody, another)] == [
        ("ambiguous", ["ТП-2026-00007"], 100_00),
        ("ambiguous", ["ТП-2026-00007"], 100_00),
        ("unmatched", [], 100_00),
    ]


def test_a_total_that_disagrees_warns() -> None:
    assert read(file(document(), total="100.00").encode(), ACCOUNTS).warnings == []
    [warning] = read(file(document(), total="200.00").encode(), ACCOUNTS).warnings
    assert "изменяли" in warning


CAMT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>
<Acct><Id><Othr><Id>{ours}</Id></Othr></Id></Acct>{entries}</Stmt></BkToCstmrStmt></Document>"""
ENTRY = """<Ntry><Amt Ccy="{currency}">100.00</Amt><CdtDbtInd>{way}</CdtDbtInd>{more}<Sts><Cd>{status}</Cd></Sts>
<BookgDt><DtTm>2026-03-03T00:00:00</DtTm></BookgDt><NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId>
<TxId>77</TxId></Refs><RltdPties><Dbtr><Pty><Nm>Иванов И. И.</Nm>
<Id><OrgId><Othr><Id>7700000001</Id></Othr></OrgId></Id></Pty></Dbtr></RltdPties>
<RmtInf><Ustrd>Счет ТП-</Ustrd><Ustrd>2026-00001</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"""


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({}, "paid", "paid"),
        ({"status": "PDNG"}, "ignored", "not_booked"),
        ({"status": "INFO"}, "ignored", "not_booked"),
        ({"more": "<RvslInd>true</RvslInd>"}, "ignored", "reversal"),
        ({"way": "DBIT"}, "ignored", "outgoing"),
        ({"currency": "EUR"}, "refused", "currency"),
    ],
)
def test_an_entry_of_camt_version_eight(changes: dict[str, str], status: str, code: str) -> None:
    entry = ENTRY.format(**{"currency": "RUB", "way": "CRDT", "more": "", "status": "BOOK", **changes})
    statement = read(CAMT.format(ours=OURS, entries=entry).encode(), ACCOUNTS)
    [outcome] = Ledger(OURS, [bill()]).take_all(statement)

    assert (outcome.status, outcome.code, outcome.document, outcome.line) == (status, code, "77", 1)


def test_ten_thousand_payments_find_their_invoices_among_twenty_thousand() -> None:
    bills = [bill(f"ТП-2026-{n:05}", 100_00 + n) for n in range(1, 20_001)]
    each = [
        document(Номер=str(n), Сумма=f"{(100_00 + n) / 100:.2f}", НазначениеПлатежа=f"счет тп 2026 {n}")
        for n in range(1, 10_001)
    ]
    outcomes = list(taken(*each, bills=bills))

    assert {outcome.status for outcome in outcomes} == {"paid"}
    assert [outcome.applied[0].invoice for outcome in outcomes] == [f"ТП-2026-{n:05}" for n in range(1, 10_001)]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\r\n", "\n"),
        lambda text: text.replace("\r\n", "\r"),
        lambda text: text.replace("\r\n", "\r\r\n"),
        lambda text: text.replace("\r\n", "\r\n\r\n"),
        lambda text: text.replace("\r\n", "\r\n\t "),
        lambda text: f"\r\n\r\n{text}",
        lambda text: f"{text}\x1a",
        lambda text: f"{text}\x00\x00",
        lambda text: text.replace("=", " = "),
        lambda text: text.replace("КонецФайла", "КонецФайла="),
        lambda text: text.replace("КонецФайла", "конецфайла"),
        lambda text: text.replace("1CClient", "1СClient"),
        lambda text: text.replace("Номер", "номер").replace("Сумма", "СУММА").replace("ДатаПоступило", "датапоступило"),
        lambda text: text.replace("Счет=", "Счёт="),
        lambda text: text.replace(OURS, f"{OURS[:5]} {OURS[5:8]} {OURS[8:]}"),
        lambda text: text + text,
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1251", "cp866"])
def test_the_form_of_lines_and_names_does_not_matter(change: Callable[[str], str], encoding: str) -> None:
    content = change(file(document(Плательщик1="Иванов"))).encode(encoding, errors="replace")
    outcomes = Ledger(OURS, [bill()]).take_all(read(content, ACCOUNTS))

    assert [one.applied[0].kopecks for one in outcomes if one.applied] == [100_00]
    assert {one.status for one in outcomes} <= {"paid", "known"}


def test_accounts_of_a_file_stand_in_its_head_or_in_its_sections() -> None:
    others = "СекцияРасчСчет\r\nРасчСчет={}\r\nВсегоПоступило=999.00\r\nКонецРасчСчет"
    sections = [others.format("40702810900000000088"), others.format(OURS).replace("999", "100")]
    content = "\r\n".join(["1CClientBankExchange", *sections, document(), "КонецФайла"]).encode()
    statement = read(content, ACCOUNTS)

    assert [one.way for one in statement.documents] == ["incoming"]
    assert statement.warnings == []  # totals of another account are not ours


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("03.03.2026", date(2026, 3, 3)), ("3.3.2026", date(2026, 3, 3)), ("2026-03-03", date(2026, 3, 3)),
        ("03.03.2026 10:15:00", date(2026, 3, 3)), ("2026-03-03T23:59:59+03:00", date(2026, 3, 3)),
        ("03.03.2026г.", date(2026, 3, 3)), ("2026-03-03Z", date(2026, 3, 3)), ("03.03.20260", None),
        ("31.02.2026", None), ("03.03.26", None), ("00.00.0000", None), ("03/03/2026", None), ("", None),
        ("вчера", None),
    ],
)  # fmt: skip
def test_what_a_day_is(text: str, day: date | None) -> None:
    assert day_of(text) == day


@pytest.mark.parametrize("inn", ["0", "000000000000", " ", "7700000001/770001001", "77 0000 0001"])
def test_the_payer_is_told_by_an_inn_that_is_one(inn: str) -> None:
    bills = [bill(inn="7700000001")]
    [outcome] = taken(document(НазначениеПлатежа="Присоединение", ПлательщикИНН=inn), bills=bills)
    assert (outcome.status, list(outcome.guesses)) == ("ambiguous", ["ТП-2026-00001"])


@pytest.mark.parametrize(
    "purpose",
    [
        "счетNТП-2026-00001", "По счету NТП-2026-00001", "Оплата по счетуТП-2026-00001", "сч.№ТП-2026-00001",
        "ТП - 2026 - 00001", "ТП/2026/00001", "ТП.2026.1", "ТР-2026-00001", "ТП-2026-000001", "«ТП-2026-00001»",
        "ТП\u20142026\u201400001", "ТП\u22122026\u221200001", "Счёт N\u00a0ТП\u00a02026\u00a000001",
    ],
)  # fmt: skip
def test_a_number_is_found_in_what_banks_make_of_it(purpose: str) -> None:
    [outcome] = taken(document(НазначениеПлатежа=purpose))
    assert (outcome.status, [one.invoice for one in outcome.applied]) == ("paid", ["ТП-2026-00001"])


@pytest.mark.parametrize("version", ["02", "04", "06", "08", "10", "13"])
@pytest.mark.parametrize("prefix", ["", "ns:"])
@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251", "utf-16"])
def test_an_entry_of_any_version_of_camt(version: str, prefix: str, encoding: str) -> None:
    entry = ENTRY.format(currency="RUB", way="CRDT", more="", status="BOOK")
    if version == "02":
        entry = entry.replace("<Pty>", "").replace("</Pty>", "").replace("<Sts><Cd>BOOK</Cd></Sts>", "<Sts>BOOK</Sts>")
    text = CAMT.format(ours=OURS, entries=entry).replace("001.08", f"001.{version}").replace("UTF-8", encoding)
    if prefix:
        text = re.sub(r"<(/?)(\w)", r"<\1ns:\2", text).replace("xmlns=", "xmlns:ns=")
    [outcome] = Ledger(OURS, [bill()]).take_all(read(text.encode(encoding), ACCOUNTS))

    assert (outcome.status, outcome.counts_on) == ("paid", date(2026, 3, 3))


def test_a_batch_of_an_entry_is_as_many_documents() -> None:
    part = (
        "<TxDtls><Refs><TxId>{n}</TxId></Refs><Amt Ccy='RUB'>{sum}</Amt><RmtInf><Ustrd>{what}</Ustrd></RmtInf></TxDtls>"
    )
    parts = part.format(n=1, sum="60.00", what="счет ТП-2026-00001") + part.format(
        n=2, sum="40.00", what="ТП-2026-00001"
    )
    entry = re.sub(
        r"<TxDtls>.*</TxDtls>", parts, ENTRY.format(currency="RUB", way="CRDT", more="", status="BOOK"), flags=re.S
    )
    outcomes = Ledger(OURS, [bill()]).take_all(read(CAMT.format(ours=OURS, entries=entry).encode(), ACCOUNTS))

    assert [(one.document, one.status) for one in outcomes] == [("1", "partial"), ("2", "paid")]
