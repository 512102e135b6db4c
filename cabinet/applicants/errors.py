"""Why something cannot be done with an applicant."""

from tenancy.errors import DomainError


class DetailsMissing(DomainError):
    """An application is filed and what is required is not told yet."""

    code = "details_missing"

    def __init__(self, missing: list[str]) -> None:
        self.missing = missing
        super().__init__(
            "Внимание! Для подачи заявки необходимо заполнить все обязательные поля: " + ", ".join(missing) + "."
        )


class NumbersTaken(DomainError):
    """The same sentence whoever has them: others must not learn who is known here."""

    status = 422
    code = "numbers_taken"
    message = "С такими номерами данные сохранить нельзя. Проверьте их или напишите сетевой организации."


class CannotClose(DomainError):
    code = "cannot_close"
