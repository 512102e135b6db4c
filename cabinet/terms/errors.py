from tenancy.errors import DomainError


class AlreadyApplied(DomainError):
    code = "outage_already_applied"
    message = "Этот перерыв уже применён к этому сроку."


class NotOfThisTerm(DomainError):
    code = "outage_not_of_this_term"
    message = "Этот перерыв не попадает в дни этого срока. Выберите другой."


class AlreadyTakenBack(DomainError):
    code = "outage_already_taken_back"
    message = "Применение этого перерыва уже отменили."
