"""EnterpriseData, the XML by which programs of 1С exchange documents (https://its.1c.ru/db/metod8dev, version 1.8).

Written after the published description without its schema at hand, which docs/money.md says too: a first exchange with
the program of a company has to be looked at.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from xml.etree import ElementTree

from billing.invoices.models import Invoice

from .extracts import Act, roubles
from .models import Payment

MESSAGE = "http://www.1c.ru/SSL/Exchange/Message"
BODY = "http://v8.1c.ru/edi/edi_stnd/EnterpriseData/1.8"
_NAMES = uuid.uuid5(uuid.NAMESPACE_URL, BODY)  # the same row is the same reference in every message


def message(
    *, seller: str, invoices: Iterable[Invoice], acts: Iterable[Act], payments: Iterable[Payment], now: datetime
) -> bytes:
    """One message with the documents of a period and the payers that they name. `seller` is our ИНН."""
    ElementTree.register_namespace("msg", MESSAGE)
    ElementTree.register_namespace("", BODY)
    root = ElementTree.Element("Message")
    head = ElementTree.SubElement(root, f"{{{MESSAGE}}}Header")
    for name, value in (
        ("Format", BODY),
        ("CreationDate", now.isoformat(timespec="seconds")),
        ("AvailableVersion", "1.8"),
    ):
        ElementTree.SubElement(head, f"{{{MESSAGE}}}{name}").text = value
    body = ElementTree.SubElement(root, f"{{{BODY}}}Body")
    invoices, acts, payments = list(invoices), list(acts), list(payments)
    told = [*invoices, *(act.invoices[0] for act in acts)]
    for name, inn in sorted(
        {(one.payer_name, one.payer_inn) for one in told} | {(p.payer, p.payer_inn) for p in payments}
    ):
        _party(_put(body, "Справочник.Контрагенты"), name, inn)
    for one in invoices:
        _invoice(body, one, seller)
    for act in acts:
        _act(body, act, seller)
    for payment in payments:
        _payment(body, payment, seller)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _invoice(body: ElementTree.Element, one: Invoice, seller: str) -> None:
    made = _put(body, "Документ.СчетНаОплатуПокупателю")
    _key(made, "invoice", one.key.hex, one.number, one.issued_on.isoformat(), seller)
    _party(_put(made, "Контрагент"), one.payer_name, one.payer_inn)
    _sums(made, one.kopecks, one.vat_kopecks)
    _line(made, "Услуги", one.purpose, one.kopecks, one.vat_kopecks, one.vat_percent)
    if one.is_cancelled:
        _put(made, "Комментарий", f"Отменён: {one.cancel_reason}")


def _act(body: ElementTree.Element, act: Act, seller: str) -> None:
    made = _put(body, "Документ.РеализацияТоваровУслуг")
    _key(made, "act", str(act.case.key), act.number, act.day.isoformat(), seller)
    first = act.invoices[0]
    _put(made, "ВидОперации", "РеализацияУслуг")
    _party(_put(made, "Контрагент"), first.payer_name, first.payer_inn)
    _sums(made, act.kopecks, act.vat_kopecks)
    _line(made, "Услуги", act.title, act.kopecks, act.vat_kopecks, first.vat_percent)


def _payment(body: ElementTree.Element, payment: Payment, seller: str) -> None:
    made = _put(body, "Документ.ПБДСРасчетыСКонтрагентами")
    _key(made, "payment", payment.key.hex, payment.number, payment.booked_on.isoformat(), seller)
    _put(made, "ВидРасчетов", "ОплатаПокупателя")
    _party(_put(made, "Контрагент"), payment.payer, payment.payer_inn)
    _put(made, "Сумма", _sum(payment.kopecks))
    _put(made, "ДатаВыписки", payment.received_on.isoformat())
    _put(made, "НазначениеПлатежа", payment.purpose)


def _key(made: ElementTree.Element, kind: str, key: str, number: str, day: str, seller: str) -> None:
    keys = _put(made, "КлючевыеСвойства")
    _put(keys, "Ссылка", str(uuid.uuid5(_NAMES, f"{kind} {key}")))
    _put(keys, "Дата", f"{day}T00:00:00")
    _put(keys, "Номер", number)
    _put(_put(keys, "Организация"), "ИНН", seller)


def _party(made: ElementTree.Element, name: str, inn: str) -> None:
    keys = _put(made, "КлючевыеСвойства")
    _put(keys, "Ссылка", str(uuid.uuid5(_NAMES, f"payer {inn} {name}")))
    _put(keys, "Наименование", name)
    _put(keys, "НаименованиеПолное", name)
    _put(keys, "ИНН", inn)
    _put(keys, "ЮридическоеФизическоеЛицо", "ЮридическоеЛицо" if len(inn) == 10 else "ФизическоеЛицо")


def _sums(made: ElementTree.Element, kopecks: int, vat: int) -> None:
    _put(made, "Валюта", "643")
    _put(made, "Сумма", _sum(kopecks))
    _put(made, "СуммаНДС", _sum(vat))
    _put(made, "СуммаВключаетНДС", "true")


def _line(made: ElementTree.Element, table: str, what: str, kopecks: int, vat: int, percent: int) -> None:
    line = _put(_put(made, table), "Строка")
    for name, value in (
        ("Содержание", what), ("Количество", "1"), ("Цена", _sum(kopecks)), ("Сумма", _sum(kopecks)),
        ("СтавкаНДС", f"НДС{percent}" if percent else "БезНДС"), ("СуммаНДС", _sum(vat)),
    ):  # fmt: skip
        _put(line, name, value)


def _put(parent: ElementTree.Element, name: str, text: str | None = None) -> ElementTree.Element:
    made = ElementTree.SubElement(parent, f"{{{BODY}}}{name}")
    if text is not None:
        # What XML cannot hold is left out.
        made.text = "".join(sign for sign in text if sign.isprintable() or sign == "\n")
    return made


def _sum(kopecks: int) -> str:
    return str(roubles(kopecks).quantize(Decimal("0.01")))
