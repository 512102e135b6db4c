"""An issued invoice as the data of its paper."""

from decimal import Decimal
from typing import Any

from billing.reckoning.kopecks import Taxed
from billing.reckoning.law import ground_without_vat
from billing.sheets.invoice import Bank, InvoiceSheet, Party, SheetLine, SheetPart

from .models import Invoice


def sheet_of(invoice: Invoice) -> InvoiceSheet:
    """Made of the invoice alone: nothing that has changed since its issue shows on its paper."""
    seller, payer = invoice.seller, invoice.payer
    person = payer.get("person")
    return InvoiceSheet(
        number=invoice.number,
        issued_on=invoice.issued_on,
        pay_until=None if invoice.with_offer else invoice.pay_until,
        pay_within=invoice.pay_within,
        seller=Party(
            seller["full_name"], seller["inn"], seller["kpp"], seller["ogrn"], seller["address"], seller["phone"],
            short_name=seller["short_name"],
        ),
        bank=Bank(
            seller["bank_account"], seller["bank_name"], seller["bik"], seller["correspondent_account"]
        ),
        payer=Party(
            payer["name"], payer["inn"], payer["kpp"], payer["ogrn"], payer["address"],
            person=tuple(person) if person else None,
        ),
        basis=invoice.basis,
        lines=[_line(line) for line in invoice.lines],
        vat_percent=invoice.vat_percent,
        vat_ground=ground_without_vat(seller["vat_regime"]),
        purpose=invoice.purpose,
        schedule=parts_of(invoice),
        steps=invoice.reckoning.get("steps", ()),
        notes=_notes(invoice),
        concludes_contract=invoice.with_offer,
    )  # fmt: skip


def parts_of(invoice: Invoice) -> list[SheetPart]:
    total = len(invoice.schedule)
    return [
        SheetPart(
            f"{number} из {total}, {part['percent'].replace('.', ',')} %",
            part["gross"],
            part["vat"],
            part["due"],
            is_this=number == invoice.part,
        )
        for number, part in enumerate(invoice.schedule, start=1)
        if part["gross"]
    ]


def line_as_json(line: SheetLine) -> dict[str, Any]:
    return {
        "name": line.name,
        "unit": line.unit,
        "quantity": str(line.quantity),
        "kopecks": line.kopecks,
        "net": line.sum.net,
        "vat": line.sum.vat,
        "gross": line.sum.gross,
    }


def _line(line: dict[str, Any]) -> SheetLine:
    sum_ = Taxed(line["net"], line["vat"], line["gross"])
    return SheetLine(line["name"], line["unit"], Decimal(line["quantity"]), line["kopecks"], sum_)


def _notes(invoice: Invoice) -> list[str]:
    return [f"Счёт выставлен вместо счёта № {invoice.replaces.number}."] if invoice.replaces else []
