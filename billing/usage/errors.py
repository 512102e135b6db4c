from tenancy.errors import DomainError


class NothingToCorrect(DomainError):
    code = "nothing_to_correct"
    message = "Проверьте количество и день: исправление не может быть нулевым, а день — будущим."


class ReasonNeeded(DomainError):
    code = "reason_needed"
    message = "Напишите причину исправления: организация увидит её в расшифровке."
