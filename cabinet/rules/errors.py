"""Why a company cannot decide something."""

from tenancy.errors import DomainError


class FixedByTheAct(DomainError):
    code = "fixed_by_the_act"

    def __init__(self, point: str) -> None:
        where = f" (пункт {point})" if point else ""
        super().__init__(
            f"Это установлено Правилами{where}, организация этого не меняет. Изменить можно название и пояснение; "
            "сверх Правил можно добавить свой вопрос, документ или статус"
        )


class HoldsTooEarly(DomainError):
    code = "holds_too_early"
    message = "Выберите сегодняшний день или более поздний: поданные заявки идут по правилам дня подачи"


class NothingOfTheSort(DomainError):
    code = "nothing_of_the_sort"
    message = "Такого вопроса, документа или статуса нет. Вернитесь к перечню и выберите другой"
