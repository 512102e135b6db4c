from tenancy.errors import DomainError


class ReasonNeeded(DomainError):
    code = "reason_needed"
    message = "Напишите, почему тариф снимается: это останется в истории"


class TariffWithdrawn(DomainError):
    code = "tariff_withdrawn"
    message = "Этот тариф уже снят. Обновите страницу"
