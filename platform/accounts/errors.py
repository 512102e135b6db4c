from typing import TYPE_CHECKING

from tenancy.errors import DomainError

if TYPE_CHECKING:
    from .models import Applicant


class LinkNotValid(DomainError):
    """The link of an e-mail was used, has expired, or is not of this company. The answer does not say which."""

    status = 410
    code = "link_not_valid"
    message = "Ссылка больше не действует: ею уже воспользовались или её срок истёк."


class InvitationNotValid(LinkNotValid):
    code = "invitation_not_valid"
    message = (
        "Приглашение больше не действует: по нему уже вошли или прошло больше 72 часов. "
        "Попросите администратора вашей организации прислать новое."
    )


class EmailTaken(DomainError):
    code = "email_taken"
    message = "У этого адреса уже есть учётная запись. Укажите другой e-mail."


class HasAccess(DomainError):
    code = "has_access"
    message = "У этого заявителя уже есть вход в кабинет. Забытый пароль он восстановит на странице входа."


class ApplicantKnown(DomainError):
    """Shown to staff only, because others must not learn who is registered here."""

    code = "applicant_known"
    message = "Такой заявитель уже есть: {known.title}, {known.numbers}."

    def __init__(self, *, known: "Applicant") -> None:
        self.known = known  # the page leads to it
        super().__init__(known=known)


class LastAdministrator(DomainError):
    code = "last_administrator"
    message = (
        "У организации должен остаться хотя бы один администратор. Сначала сделайте администратором другого сотрудника."
    )


class PhoneNotConfirmed(DomainError):
    code = "phone_not_confirmed"
    message = "Чтобы подать заявку, подтвердите телефон: раздел «Данные», «Подтвердить телефон»."


class WrongCode(DomainError):
    status = 422
    code = "wrong_code"
    message = "Неверный код. Осталось попыток: {left}"


class CodeExpired(DomainError):
    status = 422
    code = "code_expired"
    message = "Код устарел. Запросите новый"


class CodeBlocked(DomainError):
    """Raised after the last wrong attempt until a new code may be requested."""

    status = 429
    code = "code_blocked"
    message = "Слишком много неверных кодов. Запросите новый через {minutes} мин"


class CodeTooSoon(DomainError):
    status = 429
    code = "code_too_soon"
    message = "Новый код можно запросить через {minutes}:{seconds:02}"

    def __init__(self, *, seconds: int) -> None:
        super().__init__(minutes=seconds // 60, seconds=seconds % 60)


class TooManyCodes(DomainError):
    """The sentence is the same for every daily cap: saying which one was reached would help only an attacker."""

    status = 429
    code = "too_many_codes"
    message = "Сегодня отправлено слишком много кодов. Повторите завтра или позвоните нам"


class TooManyCodesInAnHour(TooManyCodes):
    message = "За последний час отправлено слишком много кодов. Повторите через час или позвоните нам"


class NotAdministrator(DomainError):
    """The person has lost the role since they opened the page."""

    code = "not_administrator"
    message = "Вы больше не администратор этой организации. Обратитесь к действующему администратору."


class LastSecondFactor(DomainError):
    code = "last_second_factor"
    message = "Сотруднику нельзя остаться без второго фактора. Сначала добавьте другой, потом удалите этот."


class OwnSecondFactor(DomainError):
    code = "own_second_factor"
    message = "Свой второй фактор сбрасывает коллега: попросите другого администратора."


class SessionGone(DomainError):
    status = 404
    code = "session_gone"
    message = "Этот сеанс уже завершён."
