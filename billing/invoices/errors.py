"""Why something cannot be done with an invoice, each with what to do instead."""

from tenancy.errors import DomainError


class RequisitesMissing(DomainError):
    code = "requisites_missing"
    message = "Добавьте реквизиты, чтобы выставлять счета. Не заполнено: {missing}."


class NothingToAsk(DomainError):
    code = "nothing_to_ask"
    message = "Сумма счёта должна быть больше нуля. Проверьте мощность, количество и ставки."


class PayerUnknown(DomainError):
    code = "payer_unknown"
    message = "Счёт не выставить: у обращения нет имени плательщика."


class InvoiceCancelled(DomainError):
    code = "invoice_cancelled"
    message = "Счёт {number} отменён. Выставьте новый."


class InvoicePaid(DomainError):
    code = "invoice_paid"
    message = "По счёту {number} поступили деньги. Сначала оформите возврат или снимите оплату с этого счёта."


class ReasonNeeded(DomainError):
    code = "reason_needed"
    message = "Напишите, почему счёт отменяется: причину увидит заявитель."


class NoMoreParts(DomainError):
    code = "no_more_parts"
    message = "Все платежи графика уже выставлены."


class OtherCase(DomainError):
    code = "other_case"
    message = "Исправить можно только счёт этого же обращения."


class PaperAwaited(DomainError):
    code = "paper_awaited"
    message = "Счёт {number} ещё формируется. Подождите минуту и повторите."


class TermInThePast(DomainError):
    code = "term_in_the_past"
    message = "День оплаты уже прошёл. Введите сегодняшний или более поздний."
