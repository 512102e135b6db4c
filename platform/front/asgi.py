"""The interface to uvicorn (ASGI 3)."""

from collections.abc import Awaitable, Callable
from typing import Any

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


class Gone(Exception):
    """The client has left, so nobody waits for the answer."""


async def start(send: Send, status: int, headers: list[tuple[str, str]]) -> None:
    raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    await send({"type": "http.response.start", "status": status, "headers": raw})


async def part(send: Send, chunk: bytes, *, last: bool = False) -> None:
    await send({"type": "http.response.body", "body": chunk, "more_body": not last})
