"""Which invoices a bank document pays: by the number that its purpose names, else a guess for a person.

Pure and exact: a `Ledger` holds the invoices and what was taken before, and takes one document after another.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from billing.reckoning.kopecks import in_roubles

from . import invoice_numbers
from .invoice_numbers import Number, fold
from .statement import BankDocument, Statement

State = Literal["issued", "cancelled"]
Status = Literal["paid", "partial", "over", "ambiguous", "unmatched", "known", "ignored", "refused"]


@dataclass
class Invoice:
    """`paid` grows as payments are taken."""

    number: str
    payer: str
    inn: str
    kopecks: int
    state: State = "issued"
    paid: int = 0

    @property
    def left(self) -> int:
        return self.kopecks - self.paid

    @property
    def is_open(self) -> bool:
        return self.state == "issued" and self.left > 0


@dataclass(frozen=True)
class Applied:
    invoice: str
    kopecks: int


@dataclass(frozen=True)
class Outcome:
    """What became of one document. `code` and `sentence` tell it to machines and to people."""

    line: int
    document: str
    status: Status
    code: str
    sentence: str
    applied: Sequence[Applied] = ()
    unapplied: int = 0
    counts_on: date | None = None
    guesses: Sequence[str] = ()  # numbers of invoices, the best first
    notes: Sequence[str] = ()
    concludes: bool = True  # false where the bank's day is not known: a person has to agree first


@dataclass
class Ledger:
    """The invoices of a company and the documents that its account has brought so far."""

    account: str
    invoices: Iterable[Invoice]
    taken: dict[tuple[str, date, int], list[BankDocument]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self._by_number: dict[Number, Invoice] = {}
        self._by_counter: dict[tuple[str, int], list[Invoice]] = defaultdict(list)
        self._by_sum: dict[int, dict[str, Invoice]] = defaultdict(dict)
        self._prefixes: set[str] = set()
        for invoice in self.invoices:
            self.add(invoice)

    def add(self, invoice: Invoice) -> None:
        number = invoice_numbers.parse(invoice.number)
        if number is not None:
            self._by_number[number] = invoice
            self._by_counter[number.prefix, number.counter].append(invoice)
            self._prefixes.add(number.prefix)
        if invoice.is_open:
            self._by_sum[invoice.left][invoice.number] = invoice

    def take_all(self, statement: Statement) -> list[Outcome]:
        """In the order of the file."""
        return [self.take(document) for document in statement.documents]

    def take(self, document: BankDocument) -> Outcome:
        """Apply one document, once: the same one again changes nothing."""
        if document.way != "incoming":
            status: Status = "refused" if document.way == "refused" else "ignored"
            return Outcome(document.line, document.number, status, document.code, _sentence(document.why))
        if self._is_known(document):
            return _of(document, "known", "known", "Этот документ уже учтён")
        self.remember(document)
        outcome = self._match(document)
        if document.is_bank_day:
            return outcome
        notes = (*outcome.notes, "Дата банка не указана: взята дата документа, договор заключит человек")
        return Outcome(**{**outcome.__dict__, "notes": notes, "concludes": False})

    def _match(self, document: BankDocument) -> Outcome:
        if _SENT_BACK.search(fold(document.purpose)):
            return _of(
                document,
                "unmatched",
                "return",
                "В назначении сказано о возврате: решит человек",
                unapplied=document.kopecks,
            )
        found, is_unknown = self._named(document)
        if is_unknown or len(found) > 1:
            return self._several(document, found, is_unknown=is_unknown)
        if not found:
            return self._guess(document)
        [invoice] = found
        if invoice.state == "cancelled":
            return _of(document, "unmatched", "cancelled", f"Счёт {invoice.number} отменён", unapplied=document.kopecks)
        if invoice.left <= 0:
            return _of(
                document, "over", "paid_already", f"Счёт {invoice.number} уже оплачен", unapplied=document.kopecks
            )
        return self._pay(document, invoice)

    def _named(self, document: BankDocument) -> tuple[list[Invoice], bool]:
        """The invoices that the purpose names, and whether it names one that does not exist."""
        found: dict[str, Invoice] = {}
        is_unknown = False
        for one in invoice_numbers.numbers_in(document.purpose, self._prefixes):
            if one.number.year is not None:
                invoice = self._by_number.get(one.number)
                is_unknown |= invoice is None
            else:
                invoice = self._without_year(one.number, document, after_word=one.after_word)
            if invoice is not None:
                found[invoice.number] = invoice
        if not found and not is_unknown:
            found = self._by_bare_counter(document)
        return list(found.values()), is_unknown

    def _without_year(self, number: Number, document: BankDocument, *, after_word: bool) -> Invoice | None:
        """Only where just one such invoice is open, and a word for invoice or the very sum says that it is meant."""
        opened = [invoice for invoice in self._by_counter.get((number.prefix, number.counter), ()) if invoice.is_open]
        if len(opened) != 1:
            return None
        [invoice] = opened
        return invoice if after_word or invoice.left == document.kopecks else None

    def _by_bare_counter(self, document: BankDocument) -> dict[str, Invoice]:
        """«По счету № 73» without letters and year: only with the very sum of just one open invoice."""
        for counter in invoice_numbers.bare_counters(document.purpose):
            opened = [
                invoice
                for prefix in self._prefixes
                for invoice in self._by_counter.get((prefix, counter), ())
                if invoice.is_open
            ]
            if len(opened) == 1 and opened[0].left == document.kopecks:
                return {opened[0].number: opened[0]}
        return {}

    def _several(self, document: BankDocument, found: list[Invoice], *, is_unknown: bool) -> Outcome:
        guesses = [invoice.number for invoice in found]
        if is_unknown and not found:
            return _of(document, "unmatched", "unknown_number", "Счёта с таким номером нет", unapplied=document.kopecks)
        is_one_payer = len({invoice.inn or fold(invoice.payer) for invoice in found}) == 1
        is_exact = sum(invoice.left for invoice in found) == document.kopecks
        if is_unknown or not (is_one_payer and is_exact and all(invoice.is_open for invoice in found)):
            sentence = "Названо несколько счетов: решит человек"
            return _of(document, "ambiguous", "several", sentence, unapplied=document.kopecks, guesses=guesses)
        applied = [self._apply(invoice, invoice.left) for invoice in found]
        return _of(document, "paid", "paid_several", f"Оплачены счета {', '.join(guesses)}", applied=applied)

    def _pay(self, document: BankDocument, invoice: Invoice) -> Outcome:
        left = invoice.left
        applied = [self._apply(invoice, min(left, document.kopecks))]
        notes = _other_payer(document, invoice)
        if document.kopecks == left:
            sentence = f"Счёт {invoice.number} оплачен"
            return _of(document, "paid", "paid", sentence, applied=applied, notes=notes)
        if document.kopecks < left:
            sentence = f"Счёт {invoice.number} оплачен частично, осталось {in_roubles(invoice.left)}"
            return _of(document, "partial", "partial", sentence, applied=applied, notes=notes)
        more = document.kopecks - left
        sentence = f"Счёт {invoice.number} оплачен, лишние {in_roubles(more)} ждут решения"
        return _of(document, "over", "over", sentence, applied=applied, unapplied=more, notes=notes)

    def _guess(self, document: BankDocument) -> Outcome:
        """No number: what fits by sum and payer is proposed to a person and never applied."""
        fitting = list(self._by_sum.get(document.kopecks, {}).values())
        of_payer = [invoice for invoice in fitting if document.payer_inn and invoice.inn == document.payer_inn]
        may_be = [invoice for invoice in fitting if not (document.payer_inn and invoice.inn)]
        guesses = [invoice.number for invoice in (of_payer or (fitting if len(fitting) > 1 else may_be))]
        if not guesses:
            return _of(document, "unmatched", "nothing_fits", "Подходящего счёта нет", unapplied=document.kopecks)
        sentence = "Номер счёта не указан, сумма подходит: выберите счёт"
        return _of(document, "ambiguous", "guess", sentence, unapplied=document.kopecks, guesses=guesses)

    def _apply(self, invoice: Invoice, kopecks: int) -> Applied:
        self._by_sum[invoice.left].pop(invoice.number, None)
        invoice.paid += kopecks
        if invoice.is_open:
            self._by_sum[invoice.left][invoice.number] = invoice
        return Applied(invoice.number, kopecks)

    def _is_known(self, document: BankDocument) -> bool:
        return any(not _contradict(document, other) for other in self.taken.get(_key(document), ()))

    def remember(self, document: BankDocument) -> None:
        """This incoming document was taken before: by an earlier ledger, or by hand."""
        self.taken.setdefault(_key(document), []).append(document)


_SENT_BACK = re.compile(r"\bВОЗВРАТ(?:А|У|ОМ|Е|Ы|ОВ)?\b")


def _key(document: BankDocument) -> tuple[str, date, int]:
    assert document.day is not None  # noqa: S101  (an incoming document has a day)
    return document.number.strip().lstrip("0"), document.day, document.kopecks


def _contradict(one: BankDocument, other: BankDocument) -> bool:
    """Whether something that both say differs: then they are two documents of one number, day and sum."""
    pairs = ((one.payer_account, other.payer_account), (one.payer_inn, other.payer_inn))
    if any(a and b and a.strip() != b.strip() for a, b in pairs):
        return True
    a, b = ("".join(fold(purpose).split()) for purpose in (one.purpose, other.purpose))
    return bool(a and b) and not (a.startswith(b) or b.startswith(a))


def _other_payer(document: BankDocument, invoice: Invoice) -> list[str]:
    """The number decides; that somebody else has paid is only noted."""
    if document.payer_inn and invoice.inn and document.payer_inn != invoice.inn:
        return [f"Платил другой: ИНН {document.payer_inn}"]
    is_same = not document.payer or fold(document.payer) == fold(invoice.payer)
    return [] if is_same or (document.payer_inn and invoice.inn) else ["Плательщик назван иначе, чем в счёте"]


def _of(
    document: BankDocument,
    status: Status,
    code: str,
    sentence: str,
    *,
    applied: Sequence[Applied] = (),
    unapplied: int = 0,
    guesses: Sequence[str] = (),
    notes: Sequence[str] = (),
) -> Outcome:
    return Outcome(
        document.line, document.number, status, code, sentence, applied, unapplied, document.day, guesses, notes
    )


def _sentence(why: str) -> str:
    return why[:1].upper() + why[1:]
