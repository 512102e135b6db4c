"""Why something cannot be decided."""

from cabinet.cases.models import Case
from tenancy.errors import DomainError


class ReasonNotPossible(DomainError):
    code = "reason_not_possible"
    message = "Такой причины отказа нет в правилах этой заявки. Выберите причину из списка"


class NoCapacityForbidden(DomainError):
    code = "no_capacity_forbidden"
    message = (
        "По причине «{reason}» этой заявке отказать нельзя: для категории «{category}» организация обязана заключить "
        "договор. Выберите другую причину"
    )


class ExplanationNeeded(DomainError):
    code = "explanation_needed"
    message = "Напишите объяснение: что именно не так и что исправить. Его прочитает заявитель"


class ReasonNeeded(DomainError):
    code = "reason_needed"
    message = "Напишите причину: она останется в истории заявки"


class DecidedMeanwhile(DomainError):
    """Somebody has decided while the page was open. The sentence tells how the card stands now."""

    code = "decided_meanwhile"

    def __init__(self, case: Case) -> None:
        super().__init__(
            f"Пока страница была открыта, по заявке сделали другое: сейчас у неё статус «{case.status}». "
            "Посмотрите карточку: ваше решение не записано"
        )


class GroundNotPossible(DomainError):
    code = "ground_not_possible"
    message = "Такого основания аннулировать эту заявку сейчас нет. Выберите основание из списка"


class TermNotOver(DomainError):
    code = "term_not_over"
    message = "Срок ещё не истёк, его последний день — {last_day}. Предложить аннулирование можно на следующий день"


class ProposalIsStale(DomainError):
    code = "proposal_is_stale"
    message = "С тех пор, как аннулирование предложили, заявка изменилась: основания больше нет. Ничего не сделано"


class NothingToUndo(DomainError):
    code = "nothing_to_undo"
    message = "Отменять нечего: по заявке нет ни отказа, ни аннулирования"
