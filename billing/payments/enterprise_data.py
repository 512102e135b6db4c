"""EnterpriseData 1.20, the XML by which programs of 1С exchange documents.

Names and order of elements are those of the published schema; the tests hold every document against it. Programs differ
in what they take from a message, so the first exchange with one has to be looked at all the same.
"""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

from billing.invoices.models import Invoice

from .extracts import Act, roubles
from .models import Payment

MESSAGE = "http://www.1c.ru/SSL/Exchange/Message"
VERSION = "1.20"
BODY = f"http://v8.1c.ru/edi/edi_stnd/EnterpriseData/{VERSION}"
ROUBLE = ("643", "RUB")
NOBODY = "Плательщик не указан"
_NAMES = uuid.uuid5(uuid.NAMESPACE_URL, BODY)  # the same row is the same reference in every message
_GENERAL_PERCENTS = {18, 20, 22}

Tree = Mapping[str, Any] | str


def message(
    *,
    seller: Mapping[str, str],
    invoices: Iterable[Invoice],
    acts: Iterable[Act],
    payments: Iterable[Payment],
    now: datetime,
) -> bytes:
    """One message with the documents of a period and the payers that they name. `seller` is as an invoice keeps it."""
    invoices, acts, payments = list(invoices), list(acts), list(payments)
    told = [*invoices, *(act.invoices[0] for act in acts)]
    payers = {(one.payer_name, one.payer_inn) for one in told} | {(p.payer, p.payer_inn) for p in payments}
    ElementTree.register_namespace("msg", MESSAGE)
    ElementTree.register_namespace("", BODY)
    root = ElementTree.Element("Message")
    head = {"Format": BODY, "CreationDate": now.isoformat(timespec="seconds"), "AvailableVersion": VERSION}
    _put(root, MESSAGE, "Header", head)
    body = ElementTree.SubElement(root, f"{{{BODY}}}Body")
    for name, inn in sorted(payers):
        _put(body, BODY, "Справочник.Контрагенты", {"КлючевыеСвойства": _party(name, inn)})
    for one in invoices:
        _put(body, BODY, "Документ.СчетПокупателю", _invoice(one, seller))
    for act in acts:
        _put(body, BODY, "Документ.РеализацияТоваровУслуг", _act(act, seller))
    for payment in payments:
        _put(body, BODY, "Документ.ПБДСРасчетыСКонтрагентами", _payment(payment, seller))
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _invoice(one: Invoice, seller: Mapping[str, str]) -> Tree:
    cancelled = {"ОбщиеСвойстваОбъектовФормата": {"Комментарий": f"Отменён: {one.cancel_reason}"}}
    return {
        "КлючевыеСвойства": _invoice_key(one, seller),
        "Валюта": _currency(),
        "Сумма": _sum(one.kopecks),
        "Контрагент": _party(one.payer_name, one.payer_inn),
        "ДанныеВзаиморасчетов": {},
        "СуммаВключаетНДС": "true",
        "БанковскийСчетОрганизации": _account(seller, seller["bank_account"]),
        "Услуги": _service(one.purpose, one.kopecks, one.vat_kopecks, one.vat_percent),
        **(cancelled if one.is_cancelled else {}),
    }


def _act(act: Act, seller: Mapping[str, str]) -> Tree:
    first = act.invoices[0]
    return {
        "КлючевыеСвойства": _key("act", str(act.case.key), act.number, act.day, seller),
        "ВидОперации": "РеализацияКлиенту",
        "Валюта": _currency(),
        "Сумма": _sum(act.kopecks),
        "СуммаВключаетНДС": "true",
        "Контрагент": _party(first.payer_name, first.payer_inn),
        "ДанныеВзаиморасчетов": {},
        "СчетПокупателю": _invoice_key(first, seller),
        "Услуги": _service(act.title, act.kopecks, act.vat_kopecks, first.vat_percent),
    }


def _payment(payment: Payment, seller: Mapping[str, str]) -> Tree:
    sum_ = _sum(payment.kopecks)
    return {
        "КлючевыеСвойства": _key("payment", payment.key.hex, payment.number, payment.booked_on, seller),
        "ОбщиеДанные": {
            "ДатаВыписки": payment.received_on.isoformat(),
            "НомерВходящегоДокумента": payment.number,
            "Валюта": _currency(),
            "Сумма": sum_,
            "БанковскийСчетОрганизации": _account(seller, payment.account or seller["bank_account"]),
            "НазначениеПлатежа": payment.purpose,
        },
        "ВидРасчетов": "СПокупателем",
        "Контрагент": _party(payment.payer, payment.payer_inn),
        "РасшифровкаПлатежа": {"Строка": {"Сумма": sum_, "ДанныеВзаиморасчетов": {}}},
    }


def _invoice_key(one: Invoice, seller: Mapping[str, str]) -> Tree:
    return _key("invoice", one.key.hex, one.number, one.issued_on, seller)


def _key(kind: str, key: str, number: str, day: date, seller: Mapping[str, str]) -> Tree:
    return {
        "Ссылка": str(uuid.uuid5(_NAMES, f"{kind} {key}")),
        "Дата": f"{day.isoformat()}T00:00:00",
        "Номер": number,
        "Организация": _organisation(seller),
    }


def _organisation(seller: Mapping[str, str]) -> Tree:
    return {
        "Наименование": seller["short_name"] or seller["full_name"],
        "НаименованиеПолное": seller["full_name"],
        "ИНН": seller["inn"],
        **({"КПП": seller["kpp"]} if seller["kpp"] else {}),
        "ЮридическоеФизическоеЛицо": "ЮридическоеЛицо",
    }


def _account(seller: Mapping[str, str], account: str) -> Tree:
    bank = {"Наименование": seller["bank_name"], "БИК": seller["bik"], "КоррСчет": seller["correspondent_account"]}
    return {
        "НомерСчета": account,
        "Банк": {"ДанныеКлассификатораБанков": bank},
        "Владелец": {"ОрганизацииСсылка": _organisation(seller)},
    }


def _party(name: str, inn: str) -> Tree:
    is_inn = len(inn) in {10, 12}
    return {
        "Ссылка": str(uuid.uuid5(_NAMES, f"payer {inn} {name}")),
        "Наименование": name or NOBODY,
        "НаименованиеПолное": name or NOBODY,
        **({"ИНН": inn} if is_inn else {}),
        "ЮридическоеФизическоеЛицо": "ЮридическоеЛицо" if len(inn) == 10 else "ФизическоеЛицо",
    }


def _currency() -> Tree:
    code, name = ROUBLE
    return {"ДанныеКлассификатора": {"Код": code, "Наименование": name}}


def _service(what: str, kopecks: int, vat: int, percent: int) -> Tree:
    kind = "БезНДС" if not percent else "Общая" if percent in _GENERAL_PERCENTS else "Пониженная"
    rate = {
        **({"Ставка": str(percent)} if percent else {}),
        "РасчетнаяСтавка": "false",
        "НеОблагается": "false" if percent else "true",
        "ВидСтавки": kind,
    }
    line = {
        "НомерСтрокиДокумента": "1", "Количество": "1", "Сумма": _sum(kopecks), "Цена": _sum(kopecks),
        "СтавкаНДС": rate, "СуммаНДС": _sum(vat), "Содержание": what,
    }  # fmt: skip
    return {"Строка": line}


def _put(parent: ElementTree.Element, space: str, name: str, tree: Tree) -> None:
    made = ElementTree.SubElement(parent, f"{{{space}}}{name}")
    if isinstance(tree, str):
        # What XML cannot hold is left out.
        made.text = "".join(sign for sign in tree if sign.isprintable() or sign == "\n")
        return
    for inner, value in tree.items():
        _put(made, space, inner, value)


def _sum(kopecks: int) -> str:
    return str(roubles(kopecks).quantize(Decimal("0.01")))
