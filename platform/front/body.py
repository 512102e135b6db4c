"""Bodies of requests. The event loop takes each one whole before the site sees it, so no thread waits for it."""

import asyncio
import tempfile
import time
from typing import IO, Any, cast

from .asgi import Gone, Receive
from .client import Client
from .limits import Limits
from .refusal import NoRoom, NoRoomHere, TooLarge, TooSlow
from .shares import Full, Shares

IN_MEMORY = 256 * 1024  # bytes; a larger body goes to a temporary file


class Bodies:
    """The bodies of one worker that are being received or read."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.on_disk = Shares(
            limits.bodies_bytes,
            per_address=int(limits.bodies_bytes * limits.address_share),
            per_company=int(limits.bodies_bytes * limits.company_share),
        )

    async def take(self, receive: Receive, client: Client, *, announced: int | None) -> "Body":
        """Take a whole body; `announced` is the Content-Length, None for a chunked body. Raises Refusal; Gone if the
        client has left.
        """
        if announced is not None and announced > self.limits.request_bytes:
            raise TooLarge
        body = Body(self, client)
        try:
            await body.fill(receive)
        except BaseException:
            body.close()
            raise
        return body


class Body:
    def __init__(self, bodies: Bodies, client: Client) -> None:
        self.file = cast("IO[bytes]", tempfile.SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115  (closed in close)
        self.size = 0
        self._bodies = bodies
        self._limits = bodies.limits
        self._client = client
        self._on_disk = 0  # bytes

    async def fill(self, receive: Receive) -> None:
        began = time.monotonic()
        more = True
        while more:
            message = await self._next(receive)
            self._add(message.get("body", b""))
            more = message.get("more_body", False)
            late = time.monotonic() - began - self._limits.body_grace_seconds
            if more and (late > self._limits.body_seconds or self.size < late * self._limits.body_bytes_per_second):
                raise TooSlow
        self.file.seek(0)

    def close(self) -> None:
        self.file.close()
        self._bodies.on_disk.give_back(self._client, self._on_disk)
        self._on_disk = 0

    def _add(self, chunk: bytes) -> None:
        self.size += len(chunk)
        if self.size > self._limits.request_bytes:
            raise TooLarge
        if self.size > IN_MEMORY:
            grown = self.size - self._on_disk
            if full := self._bodies.on_disk.take(self._client, grown):
                raise NoRoomHere if full is Full.ADDRESS else NoRoom
            self._on_disk = self.size
        self.file.write(chunk)

    async def _next(self, receive: Receive) -> dict[str, Any]:
        try:
            async with asyncio.timeout(self._limits.body_idle_seconds):
                message = await receive()
        except TimeoutError:
            raise TooSlow from None
        if message["type"] == "http.disconnect":
            raise Gone
        return message
