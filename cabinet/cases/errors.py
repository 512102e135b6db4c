"""Why something cannot be done with a case."""

from tenancy.errors import DomainError

from .models import Case
from .stages import Stage


class NotADraft(DomainError):
    code = "not_a_draft"
    message = "Обращение уже подано, черновика больше нет. Добавьте документ или сообщение в карточке."


class DraftChanged(DomainError):
    code = "draft_changed"
    message = (
        "Черновик изменён в другой вкладке, изменения этой страницы не сохранены. Сравните и выберите, что оставить."
    )


class TooManyFiles(DomainError):
    code = "too_many_files"

    def __init__(self, limit: int) -> None:
        super().__init__(f"Можно добавить не больше {limit} файлов")


class NumberTaken(DomainError):
    code = "number_taken"

    def __init__(self, number: str) -> None:
        super().__init__(f"Номер {number} уже присвоен другому обращению. Укажите другой")


class NumberIsUsed(DomainError):
    code = "number_is_used"

    def __init__(self, last: int) -> None:
        super().__init__(f"Номера до {last} уже присвоены. Введите {last + 1} или больше")


class NumbersAreOver(DomainError):
    code = "numbers_are_over"
    message = "Номера по шаблону закончились. Попросите администратора изменить шаблон в «Данных и настройках»."


class NoNumbersByTemplate(DomainError):
    code = "no_numbers_by_template"
    message = (
        "Шаблон номера не задан. Введите номер сами или попросите администратора задать шаблон в «Данных и настройках»."
    )


class ChangedMeanwhile(DomainError):
    code = "changed_meanwhile"

    def __init__(self, case: Case) -> None:
        super().__init__(
            f"Пока карточка была открыта, её изменили: статус «{case.status}», номер «{case.number or 'не присвоен'}», "
            f"исполнитель: {case.assignee.short_name if case.assignee else 'не назначен'}. "
            "Проверьте и сохраните ещё раз"
        )


class AlreadyWithdrawn(DomainError):
    code = "already_withdrawn"
    message = "Эта запись уже отозвана."


class SignedIsKept(DomainError):
    code = "signed_is_kept"
    message = "Документ подписан, отозвать его нельзя. Добавьте новый документ, который его заменит."


class ReceiptIsKept(DomainError):
    """The public check confirms the submission by it, whoever would like to take it back."""

    code = "receipt_is_kept"
    message = (
        "Квитанцию о подаче отозвать нельзя: она подтверждает, что и когда подано. Если в ней ошибка, напишите об этом "
        "заявителю сообщением."
    )


class CaseIsClosed(DomainError):
    code = "case_is_closed"
    message = "Обращение закрыто, изменить его нельзя. Создайте новое сообщение сетевой организации."


class ContractIsConcluded(DomainError):
    code = "contract_is_concluded"
    message = (
        "Договор по заявке заключён, отозвать её уже нельзя: отказ от договора — это его расторжение. "
        "Напишите о нём сетевой организации: «Добавить сообщение» в карточке."
    )


class NothingAsked(DomainError):
    code = "nothing_asked"
    message = "Отметьте документы, которых не хватает, или напишите, какие сведения нужны"


class ListOfMissingNeeded(DomainError):
    code = "list_of_missing_needed"
    message = "Чтобы поставить этот статус, укажите, чего не хватает: отметьте документы или напишите свои слова"


class DecisionNeeded(DomainError):
    """A status that ends the case is no ordinary one: the decision is made on a screen of its own."""

    code = "decision_needed"

    def __init__(self, to: Stage) -> None:
        super().__init__(_WAYS[to])


_WAYS = {
    Stage.REFUSED: "Отказ оформляют отдельно: нажмите «Отказать» в карточке, выберите причину и напишите объяснение",
    Stage.VOIDED: "Аннулирование оформляют отдельно: нажмите «Предложить аннулировать» в карточке и выберите основание",
}


class DecisionStands(DomainError):
    """Out of an end that the company has decided, a case comes back only by undoing the decision."""

    code = "decision_stands"
    message = "По заявке принято решение. Чтобы вернуть её в работу, нажмите «Отменить решение» и напишите причину"


class NothingSupplied(DomainError):
    code = "nothing_supplied"
    message = "Вы ещё ничего не добавили. Добавьте файл или напишите ответ и нажмите «Отправить недостающее» ещё раз."


class NotAskedAnyMore(DomainError):
    code = "not_asked_any_more"
    message = (
        "Этого больше не ждут: ответ уже отправлен, или сетевая организация изменила запрос. Обновите страницу; файл "
        "можно добавить в карточке кнопкой «Добавить документ»."
    )


class RemarkNeeded(DomainError):
    code = "remark_needed"

    def __init__(self, title: str) -> None:
        super().__init__(f"Напишите, что не так: «{title}»")


class CheckedMeanwhile(DomainError):
    code = "checked_meanwhile"
    message = "Пока страница была открыта, ответ проверил другой сотрудник. Посмотрите его решение и нажмите ещё раз."
