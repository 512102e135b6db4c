"""«Счёт» as data and as PDF. It serves every seller: a grid company and the platform itself.

A form of «счёт» is not prescribed by law; what stands on it is what a bank and an accountant need. The same data gives
the same bytes. Words of people are text only: nothing in them is read as markup.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from billing.bank.payment_code import CodeNotPossible, words_of
from billing.reckoning.kopecks import Taxed

from .amount import in_words

LONGEST_BANK_NAME = 45  # of the payment code; a bank is found by its БИК, so the rest of its name may be cut
ELECTRONIC = "Счёт выставлен в электронной форме и действителен без подписи и печати."
CONCLUDES = (
    "Оплата счёта означает заключение договора об осуществлении технологического присоединения на условиях, "
    "размещённых в личном кабинете."
)


@dataclass(frozen=True)
class Party:
    """The seller or the payer. What is unknown stays empty and is not printed."""

    name: str
    inn: str = ""
    kpp: str = ""
    ogrn: str = ""
    address: str = ""
    phone: str = ""
    short_name: str = ""  # for the payment code, where a full name may be too long
    person: tuple[str, str, str] | None = None  # family name, name and patronymic, where the payer is a person

    @property
    def in_line(self) -> str:
        """«ООО «Заря», ИНН 7700000000, КПП 770001001, г. Москва, ул. Мира, д. 1, тел. …»."""
        named = (("ИНН", self.inn), ("КПП", self.kpp), (self.ogrn_name, self.ogrn), ("", self.address))
        told = [f"{name} {value}".strip() for name, value in named if value]
        return ", ".join([self.name, *told, *([f"тел. {self.phone}"] if self.phone else [])])

    @property
    def ogrn_name(self) -> str:
        return "ОГРНИП" if len(self.ogrn) == 15 else "ОГРН"


@dataclass(frozen=True)
class Bank:
    """Where the money goes."""

    account: str
    name: str
    bik: str
    correspondent_account: str


@dataclass(frozen=True)
class SheetLine:
    """A service. `kopecks` is the price of a unit as the tariff or the plan gives it; the sum tells its VAT apart."""

    name: str
    unit: str
    quantity: Decimal
    kopecks: int
    sum: Taxed


@dataclass(frozen=True)
class SheetPart:
    """One payment of several. `due` is in words, because some wait for an event: «в течение 10 дней со дня …»."""

    name: str
    gross: int
    vat: int
    due: str
    is_this: bool = False  # it is what this invoice asks for


@dataclass(frozen=True)
class InvoiceSheet:
    """All that stands on an invoice. The sum of the lines is what is to be paid."""

    number: str
    issued_on: date
    seller: Party
    bank: Bank
    payer: Party
    lines: Sequence[SheetLine]
    vat_percent: int
    purpose: str  # of the payment, to be copied
    basis: str = ""
    pay_until: date | None = None
    pay_within: str = ""  # the term in words, where its day is not known yet: «5 рабочих дней со дня размещения»
    vat_ground: str = ""  # why there is no VAT; used where the percent is 0
    schedule: Sequence[SheetPart] = ()
    steps: Sequence[str] = ()  # how the sum was reckoned
    notes: Sequence[str] = ()
    concludes_contract: bool = False
    signed_by: Sequence[tuple[str, str]] = ()  # position and name; nobody means «в электронной форме»

    @property
    def title(self) -> str:
        return f"Счёт № {self.number} от {self.issued_on:%d.%m.%Y}"

    @property
    def total(self) -> Taxed:
        return sum((line.sum for line in self.lines[1:]), self.lines[0].sum)

    @property
    def in_words(self) -> str:
        return in_words(self.total.gross)

    @property
    def vat_in_words(self) -> str:
        """«В том числе НДС 22 %» or «Без НДС» with its ground."""
        if self.vat_percent:
            return f"В том числе НДС {self.vat_percent} %"
        return f"Без НДС ({self.vat_ground})" if self.vat_ground else "Без НДС"

    @property
    def all_notes(self) -> list[str]:
        return [*([CONCLUDES] if self.concludes_contract else []), *self.notes]

    @property
    def code(self) -> bytes | None:
        """The words of the payment code by ГОСТ Р 56042-2014, or None where the details do not fit into one."""
        details = {
            "PersonalAcc": self.bank.account,
            "BankName": self.bank.name[:LONGEST_BANK_NAME].rstrip(),
            "BIC": self.bank.bik,
            "CorrespAcc": self.bank.correspondent_account,
            "Purpose": self.purpose,
            "PayeeINN": self.seller.inn,
            "KPP": self.seller.kpp,
            "DocNo": self.number,
            "DocDate": f"{self.issued_on:%d.%m.%Y}",
        }
        if self.payer.person is not None:
            details |= dict(zip(("LastName", "FirstName", "MiddleName"), self.payer.person, strict=True))
        for name in filter(None, (self.seller.name, self.seller.short_name)):
            try:
                return words_of({"Name": name, **details}, kopecks=self.total.gross)
            except CodeNotPossible:
                continue
        return None


def pdf(sheet: InvoiceSheet) -> bytes:
    """The invoice as PDF, with text that can be read by programs."""
    from . import invoice_pages  # loads 18 MB of reportlab, which few requests need

    return invoice_pages.drawn(sheet)
