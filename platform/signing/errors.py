"""Refusals of signing. Each sentence says why and what to do about it."""

from typing import TYPE_CHECKING

from django.utils.formats import date_format

from tenancy.errors import DomainError
from ui import clock

if TYPE_CHECKING:
    from datetime import date, datetime

    from .models import SignatureRequest


class NotPossibleNow(DomainError):
    code = "signing_not_possible"
    message = "Документ в состоянии «{state}», нельзя перейти в «{to}». Обновите страницу"


class MayNotSign(DomainError):
    status = 403
    code = "may_not_sign"
    message = "Вы не можете подписать этот документ. Обратитесь к тому, кто подписывает."


class NotYourTurn(DomainError):
    code = "not_your_turn"
    message = "Документ ещё не подписан другой стороной. Мы напишем, когда его можно будет подписать."


class SignedAlready(DomainError):
    code = "signed_already"
    message = "Документ уже подписан."


class SigningEnded(DomainError):
    code = "signing_ended"
    message = "Документ больше нельзя подписать: в подписании отказано или документ отозван."


class DueDatePassed(DomainError):
    code = "term_passed"
    message = "Срок подписания истёк {day}. Попросите сетевую организацию продлить срок."

    def __init__(self, due_on: "date") -> None:
        super().__init__(day=date_format(due_on, "d.m.Y"))


class DueDateInThePast(DomainError):
    status = 422
    code = "term_in_the_past"
    message = "Срок подписания уже прошёл. Укажите сегодняшний день или позже"


class WrongKind(DomainError):
    code = "wrong_kind"
    message = "Этот документ подписывают {way}."

    def __init__(self, kind: "SignatureRequest.Kind") -> None:
        way = "кодом из СМС" if kind == "simple" else "квалифицированной электронной подписью"
        super().__init__(way=way)


class RequestedAlready(DomainError):
    code = "asked_already"
    message = "Документ уже отправлен на подпись другим порядком. Отзовите его и добавьте заново."


class ReasonMissing(DomainError):
    status = 422
    code = "reason_missing"
    message = "Укажите причину"


class NothingToSign(DomainError):
    code = "nothing_to_sign"
    message = "Подписание уже завершено: все подписали или отказались. Обновите страницу."


class RemindedAlready(DomainError):
    code = "reminded_already"
    message = "Напоминание уже отправлено. Повторить можно через сутки."


class NobodyToRemind(DomainError):
    code = "nobody_to_remind"
    message = "Документ сейчас никто не должен подписывать. Обновите страницу."


class SigningRejected(DomainError):
    """The signature was not accepted. `code` is the code of the verdict (`signing.crypto`)."""

    status = 422
    code = "signing_rejected"

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


class PowerRejected(SigningRejected):
    """The electronic power of attorney was not accepted."""


class PowerNotConfirmed(DomainError):
    code = "power_not_confirmed"
    message = "Доверенность ещё не проверена по реестру. Подписать по ней можно после проверки сотрудником."


class DocumentChanged(DomainError):
    """The stored bytes are not those that were published. The alarm has been raised."""

    code = "document_changed"
    message = "Файл «{name}» в хранилище повреждён, подписать его нельзя. Мы уже знаем и разбираемся."


class DocumentLost(DocumentChanged):
    """The stored bytes are gone. The alarm has been raised."""

    code = "document_lost"
    message = "Файл «{name}» не удалось проверить: он не сохранился. Загрузите его снова."


class DocumentNotOpened(DomainError):
    code = "document_not_opened"
    message = "Сначала откройте документ или отметьте, что ознакомились с ним."


class AgreementMissing(DomainError):
    code = "agreement_missing"
    message = "Чтобы подписывать кодом из СМС, примите соглашение о простой электронной подписи."


class PhoneOnHold(DomainError):
    """A person who has taken over an account must not be able to sign at once by a phone of their own."""

    code = "phone_on_hold"
    message = (
        "Номер телефона недавно изменён или впервые подтверждён. Подписать кодом из СМС можно будет с {until}. "
        "Это не вы? Позвоните нам."
    )

    def __init__(self, ends_at: "datetime") -> None:
        super().__init__(until=date_format(clock.local(ends_at), "d.m.Y H:i"))


class NothingSigned(DomainError):
    code = "nothing_signed"
    message = "Документ ещё никто не подписал: лист подписей появится после первой подписи."


class ProtocolUnreadable(DomainError):
    code = "protocol_unreadable"
    message = "Протокол подписи не читается: запись о нём изменена. Обратитесь к оператору площадки."
