"""One answer of the site, made in a thread and sent by the event loop."""

import asyncio
import tempfile
from collections.abc import Callable, Coroutine, Iterable, Iterator
from functools import partial
from itertools import chain
from typing import IO, Any

from .asgi import Gone, Receive, Send, part, start
from .client import Client
from .refusal import TooManyDownloads, TooManyDownloadsHere
from .shares import Full, Shares

Site = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

# An answer of a known size up to this limit is taken whole and sent without its thread. Larger ones are streamed.
WHOLE = 1024 * 1024  # bytes
PIECE = 64 * 1024  # bytes
WITHOUT_BODY = (204, 304)


class Answer:
    def __init__(
        self,
        site: Site,
        environ: dict[str, Any],
        streams: Shares,
        client: Client,
        loop: asyncio.AbstractEventLoop,
        receive: Receive,
        send: Send,
    ) -> None:
        self.site = site
        self.environ = environ
        self.streams = streams
        self.client = client
        self.loop = loop
        self.receive = receive
        self.send = send
        self.status = 0
        self.headers: list[tuple[str, str]] = []
        self.begun = False
        self._written: list[bytes] = []
        self._gone: asyncio.Task[None] | None = None

    # --- In the thread ---

    def make(self) -> bytes | None:
        """The body if it is whole, or None after it has been streamed. Raises Refusal, Gone, and what the site raises.

        In every case the site's answer is closed here, because Django then tidies up the connections of this thread.
        """
        result = self.site(self.environ, self._start_response)
        try:
            chunks = iter(result)
            first = next(chunks, b"")  # the site must have given status and headers by now
            chunks = chain(self._written, [first], chunks)
            if self._is_short(result):
                return self._whole(chunks)
            if self.environ["REQUEST_METHOD"] == "HEAD":
                return b""
            if full := self.streams.take(self.client):
                raise TooManyDownloadsHere if full is Full.ADDRESS else TooManyDownloads
            try:
                self._stream(chunks)
            finally:
                self.streams.give_back(self.client)
            return None
        finally:
            if hasattr(result, "close"):
                result.close()

    def _whole(self, chunks: Iterator[bytes]) -> bytes:
        body = b"".join(chunks)
        if self._length() is None and self.status not in WITHOUT_BODY:
            self.headers.append(("Content-Length", str(len(body))))
        return body

    def _start_response(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[..., Any]:
        if exc_info and self.begun:
            raise exc_info[1].with_traceback(exc_info[2])
        if self.status and not exc_info:
            raise AssertionError("start_response was called twice")
        self.status, self.headers = int(status.split(" ", 1)[0]), list(headers)
        return self._written.append

    def _is_short(self, result: Any) -> bool:
        length = self._length()
        if length is None:
            return not getattr(result, "streaming", not isinstance(result, list | tuple))
        return length <= WHOLE or not getattr(result, "streaming", True)

    def _length(self) -> int | None:
        return next((int(value) for name, value in self.headers if name.lower() == "content-length"), None)

    def _stream(self, chunks: Iterator[bytes]) -> None:
        with tempfile.SpooledTemporaryFile(PIECE) as file:
            if self._length() is None and self.environ["SERVER_PROTOCOL"] == "HTTP/1.0":
                chunks = self._measured(chunks, file)
            self._in_loop(self._begin())
            for chunk in chunks:
                if chunk:
                    self._in_loop(self._go_on(chunk))
            self._in_loop(part(self.send, b"", last=True))

    def _measured(self, chunks: Iterator[bytes], file: IO[bytes]) -> Iterator[bytes]:
        """Collect the body in a file, because HTTP/1.0 has no chunks and needs the length first."""
        for chunk in chunks:
            file.write(chunk)
        self.headers.append(("Content-Length", str(file.tell())))
        file.seek(0)
        return iter(partial(file.read, PIECE), b"")

    def _in_loop(self, step: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(
            step, self.loop
        ).result()  # returns in any case: Connection cuts a reader who stalls

    # --- In the event loop ---

    async def deliver(self, body: bytes) -> None:
        """Send an answer that is whole."""
        self.begun = True
        await start(self.send, self.status, self.headers)
        await part(self.send, body, last=True)

    def forget_client(self) -> None:
        if self._gone:
            self._gone.cancel()

    async def _begin(self) -> None:
        self._gone = asyncio.ensure_future(self._client_leaves())
        self.begun = True
        await start(self.send, self.status, self.headers)

    async def _go_on(self, chunk: bytes) -> None:
        """Send a piece. Returns when there is room for more, so the site makes no more than the client takes."""
        await part(self.send, chunk)
        if self._gone and self._gone.done():
            raise Gone

    async def _client_leaves(self) -> None:
        while (await self.receive())["type"] != "http.disconnect":
            pass
