"""Why a file was not taken: each sentence names the file and the remedy."""

from tenancy.errors import DomainError

from .kinds import ALLOWED_IN_WORDS


class FileRefused(DomainError):
    """Only this file is refused; the others of the same drop are kept."""

    status = 422
    code = "file_refused"


class FileIsEmpty(FileRefused):
    code = "file_is_empty"

    def __init__(self, name: str) -> None:
        super().__init__(f"Файл «{name}» пуст. Проверьте его и добавьте ещё раз")


class FileTooLarge(FileRefused):
    code = "file_too_large"

    def __init__(self, name: str, size: int, limit: int) -> None:
        megabyte = 1024 * 1024
        # Rounded up: «50 МБ больше 50 МБ» would be a riddle.
        size_mb = -(-size // megabyte)
        super().__init__(
            f"Файл «{name}» ({size_mb}\u00a0МБ) больше {limit // megabyte}\u00a0МБ. Сожмите его или разделите на части"
        )


class FileOfWrongType(FileRefused):
    code = "file_of_wrong_type"

    def __init__(self, name: str) -> None:
        super().__init__(f"Файл «{name}» не подходит. Можно: {ALLOWED_IN_WORDS}")


class FileBroken(FileRefused):
    code = "file_broken"

    def __init__(self, name: str) -> None:
        super().__init__(f"Файл «{name}» не загрузился. Повторите")
