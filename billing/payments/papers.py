"""Papers of accountants: the universal transfer document and the act of reconciliation, as PDF."""

from datetime import date
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from billing.reckoning.kopecks import in_roubles
from billing.sheets.amount import in_figures, in_words
from billing.sheets.paper import HEADING, SMALL, TITLE, WIDTH, grid, pairs, printed, register_fonts, said
from cabinet.company.models import Profile
from ui.words import in_digits

from .extracts import Act, Reconciliation

SIGNED = "____________________ / ____________________"


def transfer_document(act: Act, about: Profile) -> bytes:
    """«УПД» in the order of columns of Приложение № 1 к постановлению № 1137, on an upright page.

    Status 1 where there is VAT (an invoice for it and a first document), status 2 where there is none.
    """
    register_fonts()
    first = act.invoices[0]
    with_vat = any(one.vat_percent for one in act.invoices)
    title = f"УПД № {act.number} от {in_digits(act.day)}"
    payer: dict[str, Any] = first.payer or {}
    story: list[Flowable] = [
        said(f"Универсальный передаточный документ. Статус: {1 if with_vat else 2}", SMALL),
        said(f"Счёт-фактура № {act.number} от {in_digits(act.day)} (1)    Исправление № — от — (1а)", TITLE),
        pairs(
            [
                [said(name), said(value)]
                for name, value in (
                    ("Продавец (2)", about.full_name),
                    ("Адрес (2а)", about.address or "—"),
                    ("ИНН/КПП продавца (2б)", f"{about.inn}/{about.kpp}"),
                    ("Грузоотправитель и его адрес (3)", "—"),
                    ("Грузополучатель и его адрес (4)", "—"),
                    ("К платёжно-расчётному документу (5)", _paid_by(act) or "—"),
                    ("Документ об отгрузке (5а)", f"№ п/п 1 № {act.number} от {in_digits(act.day)}"),
                    ("Покупатель (6)", first.payer_name),
                    ("Адрес (6а)", str(payer.get("address") or "—")),
                    (
                        "ИНН/КПП покупателя (6б)",
                        "/".join(filter(None, [first.payer_inn, str(payer.get("kpp") or "")])) or "—",
                    ),
                    ("Валюта: наименование, код (7)", "российский рубль, 643"),
                    ("Идентификатор государственного контракта (8)", "—"),
                )
            ],
            [58 * mm, WIDTH - 58 * mm],
        ),
        Spacer(0, 3 * mm),
        grid(
            [
                [
                    "№",
                    "Наименование (1а)",
                    "Ед. (2)",
                    "Кол. (3)",
                    "Цена (4)",
                    "Без налога (5)",
                    "Ставка (7)",
                    "Налог (8)",
                    "С налогом (9)",
                ],
                *[_row(number, one) for number, one in enumerate(act.invoices, start=1)],
                [
                    "",
                    said("Всего к оплате"),
                    "",
                    "",
                    "",
                    _figures(act.kopecks - act.vat_kopecks),
                    "",
                    _figures(act.vat_kopecks),
                    _figures(act.kopecks),
                ],
            ],
            [7 * mm, WIDTH - 130 * mm, 12 * mm, 12 * mm, 22 * mm, 23 * mm, 16 * mm, 18 * mm, 20 * mm],
            ("FONTSIZE", (0, 0), (-1, 0), 6.5),
            ("FONTSIZE", (2, 1), (-1, -1), 7),
            ("ALIGN", (3, 1), (-1, -1), "RIGHT"),
        ),
        Spacer(0, 2 * mm),
        said(f"Всего: {in_words(act.kopecks)}."),
        pairs(
            [
                [said(name), said(value)]
                for name, value in (
                    (
                        "Основание передачи (сдачи) / получения (приёмки) [8]",
                        f"{act.case.kind_name} {act.case.name}, {act.title}",
                    ),
                    ("Данные о транспортировке и грузе [9]", "—"),
                    ("Услуги, результаты работ, права сдал [10]", SIGNED),
                    ("Дата отгрузки, передачи (сдачи) [11]", in_digits(act.day)),
                    ("Ответственный за правильность оформления [13]", SIGNED),
                    ("Составитель документа [14]", f"{about.full_name}, ИНН/КПП {about.inn}/{about.kpp}"),
                    ("Услуги, результаты работ, права получил [15]", SIGNED),
                    ("Дата получения (приёмки) [16]", "«___» ______________ 20___ г."),
                    ("Ответственный за правильность оформления [18]", SIGNED),
                    ("Составитель со стороны покупателя [19]", first.payer_name),
                )
            ],
            [70 * mm, WIDTH - 70 * mm],
        ),
    ]
    return printed(story, title=title, author=about.short_name)


def reconciliation_act(told: Reconciliation, about: Profile, *, today: date) -> bytes:
    """«Акт сверки взаимных расчётов» with one payer."""
    register_fonts()
    title = f"Акт сверки за {in_digits(told.period.since)} – {in_digits(told.period.until)}"
    rows: list[list[Any]] = [["Дата", "Документ", "Дебет", "Кредит"]]
    rows.append(["", said("Сальдо на начало"), *_sides(told.before)])
    for day, what, asked, paid in told.moves:
        rows.append([in_digits(day), said(what), _figures(asked) if asked else "", _figures(paid) if paid else ""])
    rows.append(["", said("Обороты за период"), _figures(told.asked), _figures(told.paid)])
    rows.append(["", said("Сальдо на конец"), *_sides(told.after)])
    payer = f"{told.payer}{f', ИНН {told.inn}' if told.inn else ''}"
    if told.after > 0:
        outcome = f"задолженность {payer} перед {about.short_name} — {in_roubles(told.after)}"
    elif told.after < 0:
        outcome = f"задолженность {about.short_name} перед {payer} — {in_roubles(-told.after)}"
    else:
        outcome = "задолженности нет"
    story: list[Flowable] = [
        said("Акт сверки взаимных расчётов", TITLE),
        said(f"за период {in_digits(told.period.since)} – {in_digits(told.period.until)} между {about.full_name}, "
             f"ИНН {about.inn}, и {payer}. Составлен {in_digits(today)}, по данным {about.short_name}, в рублях."),
        Spacer(0, 3 * mm),
        grid(rows, [24 * mm, WIDTH - 88 * mm, 32 * mm, 32 * mm], ("ALIGN", (2, 1), (-1, -1), "RIGHT")),
        said(f"На {in_digits(told.period.until)} {outcome}.", HEADING),
        pairs(
            [[said(f"От {about.short_name}"), said(f"От {told.payer}")],
             [said(SIGNED), said(SIGNED)]],
            [WIDTH / 2, WIDTH / 2],
        ),
    ]  # fmt: skip
    return printed(story, title=title, author=about.short_name)


def _row(number: int, one: Any) -> list[Any]:
    net = one.kopecks - one.vat_kopecks
    rate = f"{one.vat_percent}%" if one.vat_percent else "без НДС"
    vat = _figures(one.vat_kopecks) if one.vat_percent else "без НДС"
    return [
        str(number), said(one.purpose, SMALL), "усл. ед.", "1", _figures(net), _figures(net), rate, vat,
        _figures(one.kopecks),
    ]  # fmt: skip


def _paid_by(act: Act) -> str:
    """Advances, which an invoice for VAT has to name."""
    found = [
        f"№ {one.payment.number or 'б/н'} от {in_digits(one.payment.received_on)}"
        for bill in act.invoices
        for one in bill.settlements.filter(kind="applied", followed_by=None).select_related("payment")
        if one.payment.received_on <= act.day
    ]
    return ", ".join(dict.fromkeys(found))


def _sides(kopecks: int) -> tuple[str, str]:
    return (_figures(kopecks), "") if kopecks >= 0 else ("", _figures(-kopecks))


def _figures(kopecks: int) -> str:
    return in_figures(kopecks)
