from tenancy.errors import DomainError


class NameTaken(DomainError):
    code = "name_taken"

    def __init__(self, title: str, *, archived: bool) -> None:
        remedy = "Оно скрыто: верните его в перечень" if archived else "Измените его или введите другое"
        super().__init__(f"Название «{title}» уже есть. {remedy}")
