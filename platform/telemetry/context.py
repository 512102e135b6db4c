"""What is known of the request or the task that this thread works on. It goes into each of its log lines."""

import re
import secrets
from contextvars import ContextVar

_known: ContextVar[dict[str, str]] = ContextVar("known", default={})  # noqa: B039  (replaced, never changed)
_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


def begin(request_id: str) -> None:
    """Forget the one before: threads are used again."""
    _known.set({"request_id": request_id})


def note(**facts: str) -> None:
    _known.set({**_known.get(), **facts})


def known() -> dict[str, str]:
    return _known.get()


def request_id() -> str:
    """Of the request that this thread answers, or that asked for its task; empty outside both."""
    return _known.get().get("request_id", "")


def new_id(given: str = "") -> str:
    """The id that a proxy has given, if it looks like one, else a new one, short enough to be told by telephone."""
    return given if _ID.fullmatch(given) else "-".join(secrets.token_hex(2) for _ in range(3))
