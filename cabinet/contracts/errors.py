"""Why something cannot be done about a contract."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from tenancy.errors import DomainError
from ui.words import in_digits, money


class SetIncomplete(DomainError):
    code = "set_incomplete"

    def __init__(self, missing: Sequence[str]) -> None:
        self.missing = list(missing)
        super().__init__(f"Не хватает документов: {', '.join(missing)}. Размещается всё вместе: приложите недостающее")


class NotTheWay(DomainError):
    code = "not_the_way"
    message = "По порядку этой заявки договор заключается иначе. Проверьте категорию заявки."


class ConcludedAlready(DomainError):
    code = "concluded_already"
    message = "Договор уже заключён. Изменить его можно дополнительным соглашением."


class NotConcluded(DomainError):
    code = "not_concluded"
    message = "Договор ещё не заключён. Сначала нужны оплата счёта или подписи обеих сторон."


class OfferNotPlaced(DomainError):
    code = "offer_not_placed"
    message = "Оферта ещё не размещена. Сначала разместите условия договора, счёт и остальные документы оферты."


class DraftNotSent(DomainError):
    code = "draft_not_sent"
    message = "Проект договора ещё не направлен заявителю. Разногласия присылают к направленному проекту."


class AnswerAwaited(DomainError):
    code = "answer_awaited"
    message = "Разногласия уже отправлены, сетевая организация их рассматривает. Дождитесь ответа."


class NothingToAnswer(DomainError):
    code = "nothing_to_answer"
    message = "Разногласий без ответа нет: на них уже ответили. Обновите страницу."


class DateInFuture(DomainError):
    code = "date_in_future"

    def __init__(self, day: date) -> None:
        super().__init__(f"{in_digits(day)} ещё не наступило. Введите дату не позже сегодняшней")


class DateTooEarly(DomainError):
    code = "date_too_early"

    def __init__(self, day: date, what: str) -> None:
        super().__init__(f"Дата раньше, чем {what} ({in_digits(day)}). Проверьте дату")


class WrongSum(DomainError):
    code = "wrong_sum"
    message = "Введите сумму больше нуля, в рублях и копейках, например 12 000,50"


class TotalBelowInvoice(DomainError):
    code = "total_below_invoice"

    def __init__(self, amount: Decimal) -> None:
        super().__init__(f"Вся плата не может быть меньше суммы счёта ({money(amount)}). Исправьте одну из сумм")


class OtherSum(DomainError):
    code = "other_sum"
    message = (
        "В счёте № {number} — {sum}, вся плата {total}. Оставьте эти суммы, выставьте новый счёт вместо него или "
        "приложите файл другого счёта"
    )


class PaymentDecided(DomainError):
    code = "payment_decided"
    message = "По этому платежу уже принято решение. Обновите страницу."


class PaymentKnown(DomainError):
    code = "payment_known"
    message = "Этот платёж уже записан: дата, сумма и документ те же. Проверьте список платежей."


class CaseHasEnded(DomainError):
    code = "case_has_ended"
    message = "Заявка закрыта. Чтобы принять оплату, сначала отмените решение, которым она закрыта."


class ReasonNeeded(DomainError):
    code = "reason_needed"
    message = "Напишите причину: её увидит другая сторона."


class TextNeeded(DomainError):
    code = "text_needed"
    message = "Напишите хотя бы несколько слов или приложите файл."


class FileNeeded(DomainError):
    code = "file_needed"

    def __init__(self, what: str) -> None:
        super().__init__(f"Приложите файл: {what}")


class TooEarlyForFact(DomainError):
    code = "too_early_for_fact"

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(f"Сначала нужно: {', '.join(missing)}")


class RecordedAlready(DomainError):
    code = "recorded_already"

    def __init__(self, title: str) -> None:
        super().__init__(f"Это уже отмечено: {title}. Обновите страницу")


class SigningAwaited(DomainError):
    code = "signing_awaited"

    def __init__(self, title: str) -> None:
        super().__init__(f"Документ уже на подписи: {title}. Дождитесь подписи или отзовите его с подписания")


class FactUnknown(DomainError):
    code = "fact_unknown"
    message = "По правилам этой заявки такого факта нет. Обновите страницу."


class NothingProposed(DomainError):
    code = "nothing_proposed"
    message = "Время осмотра не предложено или уже согласовано. Обновите страницу."


class ConfirmedByOtherSide(DomainError):
    code = "confirmed_by_other_side"
    message = "Это время предложили вы: подтвердить его может другая сторона."


class DateInPast(DomainError):
    code = "date_in_past"
    message = "Это время уже прошло. Предложите другое."
