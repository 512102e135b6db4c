"""What can go wrong, each with the exit code of the command."""

from collections.abc import Mapping, Sequence

WRONG_USE = 2  # as argparse ends
REFUSED = 3
KEY_REFUSED = 4
NO_CONNECTION = 5
NOT_READY = 6
INTERRUPTED = 130  # as a shell tells of Ctrl-C


class KabinetError(Exception):
    """A sentence for the person who has called the command."""

    exit_code = WRONG_USE

    @property
    def lines(self) -> list[str]:
        return [str(self)]


class NoConnection(KabinetError):
    """The cabinet gives no answer that can be used, however often it is asked."""

    exit_code = NO_CONNECTION


class NotReady(KabinetError):
    """An application that may not be submitted yet."""

    exit_code = NOT_READY

    def __init__(self, lacks: Sequence[str]) -> None:
        self.lacks = list(lacks)
        super().__init__("Заявка не готова к подаче:")

    @property
    def lines(self) -> list[str]:
        return [str(self), *self.lacks]


class Problem(KabinetError):
    """A refusal of the API, as RFC 9457 describes it."""

    def __init__(
        self,
        *,
        status: int,
        code: str,
        detail: str,
        errors: Mapping[str, Sequence[str]],
        request_id: str,
        retry_after: float | None = None,
    ) -> None:
        self.status = status
        self.code = code
        self.detail = detail
        self.errors = {name: list(sentences) for name, sentences in errors.items()}
        self.request_id = request_id
        self.retry_after = retry_after
        super().__init__(detail)

    @property
    def exit_code(self) -> int:  # type: ignore[override]
        if self.is_temporary:
            return NO_CONNECTION
        return KEY_REFUSED if self.status in {401, 403} else REFUSED

    @property
    def is_temporary(self) -> bool:
        """Whether the same call may succeed in a while."""
        return self.status == 429 or self.status >= 500

    @property
    def lines(self) -> list[str]:
        fields = [
            f"  {name}: {sentence}" if name else f"  {sentence}"
            for name, sentences in self.errors.items()
            for sentence in sentences
        ]
        number = [f"  Номер запроса для поддержки: {self.request_id}"] if self.request_id and self.status >= 500 else []
        return [f"{self.detail} ({self.status}, {self.code})", *fields, *number]
