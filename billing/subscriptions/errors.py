from tenancy.errors import DomainError


class SellerMissing(DomainError):
    code = "seller_missing"
    message = "Сначала заполните реквизиты площадки: без них счёт не выставить."


class MonthNotOver(DomainError):
    code = "month_not_over"
    message = "Месяц ещё не закончился: счёт составляют после его последнего дня."


class MonthClosed(DomainError):
    code = "month_closed"
    message = "За {month} счёт уже проверен или выставлен. Выберите день позже или исправьте счёт отдельным документом."


class EarlierMonthOpen(DomainError):
    code = "earlier_month_open"
    message = "Сначала проверьте счёт за {month}: месяцы закрывают по порядку."


class WrongState(DomainError):
    code = "wrong_state"
    message = "Счёт уже в другом состоянии. Откройте его заново и посмотрите, что изменилось."


class LaterMonthClosed(DomainError):
    code = "later_month_closed"
    message = (
        "Следующий месяц уже проверен, поэтому этот счёт в черновик не вернуть. Выставьте его и исправьте документом."
    )


class ReasonNeeded(DomainError):
    code = "reason_needed"
    message = "Напишите причину: она останется в истории."


class NothingChanges(DomainError):
    code = "nothing_changes"
    message = "Корректировка на ноль ничего не меняет. Укажите сумму."


class MoreThanOwed(DomainError):
    code = "more_than_owed"
    message = "Корректировка больше счёта: после неё сумма станет отрицательной. Аннулируйте счёт."


class NothingLeft(DomainError):
    code = "nothing_left"
    message = "Этот платёж уже разнесён полностью."


class NothingOwed(DomainError):
    code = "nothing_owed"
    message = "Этот счёт уже оплачен или аннулирован. Выберите другой."


class PaymentKnown(DomainError):
    code = "payment_known"
    message = "Платёж с таким номером, днём и суммой уже учтён: второй раз он не нужен."


class NotPausedNow(DomainError):
    code = "not_paused_now"
    message = "Взыскание сейчас не приостановлено."


class SettingsHeld(DomainError):
    status = 403
    code = "settings_held"
    message = (
        "Счёт площадки не оплачен больше 30 дней, поэтому настройки можно только смотреть. Заявки принимаются и "
        "рассматриваются как обычно. Настройки откроются, как только оплата поступит: раздел «Тариф и счета»."
    )


class RegistrationHeld(DomainError):
    status = 403
    code = "registration_held"
    message = (
        "Новые регистрации временно закрыты. Если вы уже зарегистрированы, войдите как обычно. Подать заявку можно "
        "и без регистрации: в офисе организации или по почте, её внесут в кабинет."
    )
