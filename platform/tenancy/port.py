"""What a lower package asks and an upper one answers. Facts are told by signals, questions are asked through ports."""

from collections.abc import Callable
from typing import Generic, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class NobodyAnswers(RuntimeError):
    """No installed package has provided an answer."""


class Port(Generic[P, R]):
    """A question, asked by calling it. The package that answers says so once, in the `ready` of its `apps.py`."""

    def __init__(self, question: str) -> None:
        self.question = question
        self._answer: Callable[P, R] | None = None

    def provide(self, answer: Callable[P, R]) -> None:
        self._answer = answer

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Raises NobodyAnswers."""
        if self._answer is None:
            raise NobodyAnswers(self.question)
        return self._answer(*args, **kwargs)
