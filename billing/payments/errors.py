"""Why something cannot be done with money that has come."""

from datetime import date

from tenancy.errors import DomainError
from ui.words import in_digits


class NoBankAccount(DomainError):
    code = "no_bank_account"
    message = "Сначала укажите расчётный счёт организации: по нему выписка проверяется на принадлежность."


class StatementTooLarge(DomainError):
    code = "statement_too_large"

    def __init__(self, limit_mb: int) -> None:
        super().__init__(f"Выписка больше {limit_mb} МБ. Выгрузите её за меньший период")


class StatementEmpty(DomainError):
    code = "statement_empty"
    message = "Файл пустой. Выберите файл выписки."


class PaymentKnown(DomainError):
    code = "payment_known"
    message = "Такой платёж уже учтён: номер, дата и сумма те же. Проверьте список платежей."


class DayInFuture(DomainError):
    code = "day_in_future"

    def __init__(self, day: date) -> None:
        super().__init__(f"{in_digits(day)} ещё не наступило. Введите дату не позже сегодняшней")


class WrongSum(DomainError):
    code = "wrong_sum"
    message = "Введите сумму больше нуля, в рублях и копейках, например 12 000,50"


class MoreThanComes(DomainError):
    code = "more_than_unapplied"
    message = "Сумма больше нераспределённого остатка платежа. Обновите страницу и проверьте остаток."


class MoreThanOwed(DomainError):
    code = "more_than_owed"

    def __init__(self, number: str) -> None:
        super().__init__(f"По счёту {number} осталось заплатить меньше. Уменьшите сумму")


class InvoiceCancelled(DomainError):
    code = "invoice_cancelled"

    def __init__(self, number: str) -> None:
        super().__init__(f"Счёт {number} отменён. Выберите другой счёт или верните деньги")


class ReasonNeeded(DomainError):
    code = "reason_needed"
    message = "Напишите причину."


class DetailsNeeded(DomainError):
    code = "details_needed"
    message = "Укажите, кому и по каким реквизитам возвращаются деньги."


class DocumentNeeded(DomainError):
    code = "document_needed"
    message = "Укажите документ, которым это подтверждено."


class DoneAlready(DomainError):
    code = "done_already"
    message = "Это уже сделано. Обновите страницу."


class SecondPersonNeeded(DomainError):
    code = "second_person_needed"
    message = "Возврат согласует не тот, кто его запросил. Попросите коллегу."


class ReturnNotApproved(DomainError):
    code = "return_not_approved"
    message = "Возврат ещё не согласован. Сначала его согласует второй сотрудник."


class NothingChosen(DomainError):
    code = "nothing_chosen"
    message = "Выберите счёт и сумму."


class NoAcquirer(DomainError):
    code = "no_acquirer"
    message = "Онлайн-оплата не подключена. Оплатите счёт через банк по реквизитам или QR-коду."


class PaidAlready(DomainError):
    code = "paid_already"
    message = "Счёт уже оплачен. Обновите страницу."


class PeriodNotOver(DomainError):
    code = "period_not_over"
    message = "Этот месяц ещё не закончился. Закрыть можно только прошедшие месяцы."


class PeriodWasClosed(DomainError):
    code = "period_was_closed"

    def __init__(self, until: date) -> None:
        super().__init__(f"Период по {in_digits(until)} уже закрыт. Выберите более поздний месяц")
