"""Refusals of the domain: a Russian sentence for the person and a code for machines, raised once and shown once."""


class DomainError(Exception):
    """Base of every refusal. A subclass sets `code` and `message`.

    `{name}` in the message of a class stands for a value that whoever raises it gives by that name:
    `FileIsEmpty(name="план.pdf")`. Values are never formatted themselves, so they may come from people. A sentence
    that no class can foresee is given whole, as the only positional argument.
    """

    status = 409
    code = "not_possible_now"
    retry_after: int | None = None  # seconds
    message = "Сейчас это сделать нельзя."

    def __init__(self, message: str = "", /, **values: object) -> None:
        self.message = message or (self.message.format(**values) if values else self.message)
        super().__init__(self.message)


class StorageUnavailable(DomainError):
    """S3 does not answer: the form goes on without files."""

    status = 503
    retry_after = 60
    code = "storage_unavailable"
    message = "Файлы сейчас недоступны, мы уже чиним. Заявку можно заполнить, документы добавите позже."


class CompanySuspended(DomainError):
    """A suspended company is read only."""

    status = 403
    code = "company_suspended"
    message = "Кабинет приостановлен. Читать и скачивать документы можно, изменить что-либо — нет."
