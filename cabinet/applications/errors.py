from tenancy.errors import DomainError


class CategoryIsKnown(DomainError):
    message = (
        "Категорию этой заявки определяют её ответы. Чтобы изменить категорию, заявитель подаёт исправленную заявку"
    )


class CategoryNotPossible(DomainError):
    message = "Выберите категорию из списка: остальные противоречат ответам заявки"


class SourceNeeded(DomainError):
    message = "Напишите, из чего следует категория. Например: из приложенной формы заявки"
