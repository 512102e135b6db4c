"""The body of a request is taken whole before the site sees it, by the event loop: no thread waits for it."""

import asyncio
import tempfile
import time
from typing import IO, Any, cast

from django.conf import settings

from .asgi import Gone, Receive
from .refusal import NoRoom, TooLarge, TooSlow

IN_MEMORY = 256 * 1024  # bytes; a larger body goes to a temporary file


class Bodies:
    """The bodies of one worker which are on their way or being read."""

    def __init__(self) -> None:
        self.on_disk = 0  # bytes

    async def take(self, receive: Receive, *, announced: int | None) -> "Body":
        """Raises Refusal, or Gone when the client left. `announced` is the Content-Length, None for a chunked body."""
        if announced is not None and announced > settings.MAX_REQUEST_SIZE:
            raise TooLarge
        body = Body(self)
        try:
            await body.fill(receive)
        except BaseException:
            body.close()
            raise
        return body


class Body:
    def __init__(self, bodies: Bodies) -> None:
        self.file = cast("IO[bytes]", tempfile.SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115  (closed in close)
        self.size = 0
        self._bodies = bodies
        self._on_disk = 0

    async def fill(self, receive: Receive) -> None:
        began = time.monotonic()
        more = True
        while more:
            message = await _next(receive)
            self._add(message.get("body", b""))
            more = message.get("more_body", False)
            late = time.monotonic() - began - settings.BODY_GRACE_SECONDS
            if more and (late > settings.BODY_SECONDS or self.size < late * settings.BODY_BYTES_PER_SECOND):
                raise TooSlow
        self.file.seek(0)

    def close(self) -> None:
        self.file.close()
        self._bodies.on_disk -= self._on_disk
        self._on_disk = 0

    def _add(self, chunk: bytes) -> None:
        self.size += len(chunk)
        if self.size > settings.MAX_REQUEST_SIZE:
            raise TooLarge
        if self.size > IN_MEMORY:
            grown = self.size - self._on_disk
            if self._bodies.on_disk + grown > settings.BODIES_ON_DISK:
                raise NoRoom
            self._bodies.on_disk += grown
            self._on_disk = self.size
        self.file.write(chunk)


async def _next(receive: Receive) -> dict[str, Any]:
    try:
        async with asyncio.timeout(settings.BODY_IDLE_SECONDS):
            message = await receive()
    except TimeoutError:
        raise TooSlow from None
    if message["type"] == "http.disconnect":
        raise Gone
    return message
