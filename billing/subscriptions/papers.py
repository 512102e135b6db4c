"""The documents of the platform, drawn on request out of the rows that never change."""

from decimal import Decimal
from typing import Any

from billing.reckoning.kopecks import Taxed
from billing.reckoning.subscription import last_day
from billing.sheets import invoice as sheets
from billing.sheets.invoice import Bank, InvoiceSheet, Party, SheetLine
from ui.words import month as in_words

from .models import Invoice


def invoice_pdf(invoice: Invoice) -> bytes:
    """«Счёт» with its payment code; a correction and a cancellation have none, they are no demand of money."""
    if invoice.kind != Invoice.Kind.MONTHLY:
        return change_pdf(invoice)
    return sheets.pdf(sheet_of(invoice))


def sheet_of(invoice: Invoice) -> InvoiceSheet:
    assert invoice.issued_on is not None  # noqa: S101  (only issued ones are drawn)
    seller = invoice.seller
    return InvoiceSheet(
        number=invoice.number,
        issued_on=invoice.issued_on,
        seller=_party(seller),
        bank=Bank(seller["account"], seller["bank"], seller["bik"], seller["correspondent_account"]),
        payer=_party(invoice.buyer),
        lines=[_line(line) for line in invoice.lines],
        vat_percent=invoice.vat_percent,
        vat_ground=seller.get("ground", ""),
        purpose=purpose_of(invoice),
        basis=f"Доступ к площадке за {in_words(invoice.period)}",
        pay_until=invoice.due_on,
        notes=[f"Вопросы по счёту: {seller['contact']}"],
        signed_by=[(seller["signer_position"], seller["signer"])],
    )


def purpose_of(invoice: Invoice) -> str:
    """What a payer copies: by the number the payment is found."""
    vat = f"в том числе НДС {invoice.vat_percent} %" if invoice.vat_percent else "НДС не облагается"
    return f"Оплата по счёту № {invoice.number} от {invoice.issued_on:%d.%m.%Y}, {vat}"


def act_pdf(invoice: Invoice) -> bytes:
    """«Акт оказанных услуг» of the month, under the number of its invoice."""
    from . import act_pages  # loads reportlab, which few requests need

    last = last_day(invoice.period)
    return act_pages.drawn(
        title=f"Акт оказанных услуг № {invoice.number} от {last:%d.%m.%Y}",
        preamble=f"К счёту № {invoice.number} от {invoice.issued_on:%d.%m.%Y}",
        words=[
            "Услуги оказаны полностью и в срок. Заказчик претензий по объёму, качеству и срокам оказания услуг "
            "не имеет.",
        ],
        invoice=invoice,
        both_sign=True,
    )


def change_pdf(invoice: Invoice) -> bytes:
    from . import act_pages

    about = invoice.about
    assert about is not None  # noqa: S101  (a constraint)
    return act_pages.drawn(
        title=f"{invoice.get_kind_display()} № {invoice.number} от {invoice.issued_on:%d.%m.%Y}",
        preamble=f"К счёту № {about.number} от {about.issued_on:%d.%m.%Y} за {in_words(about.period)}",
        words=[f"Причина: {invoice.reason}"],
        invoice=invoice,
        both_sign=False,
    )


def _party(told: dict[str, Any]) -> Party:
    return Party(name=told["name"], inn=told["inn"], kpp=told["kpp"], ogrn=told["ogrn"], address=told["address"])


def _line(line: dict[str, Any]) -> SheetLine:
    taxed = Taxed(line["net"], line["vat"], line["gross"])
    return SheetLine(line["name"], line["unit"], Decimal(line["quantity"]), line["price"], taxed)
