"""A connection of uvicorn that also ends if the client does not send its headers or does not take its answer.

This is the only file that depends on a class that uvicorn does not publish.
"""

import asyncio
from asyncio import TimerHandle
from math import inf
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from .limits import Limits

# Bytes of the request line and headers, and of what stands between two pieces of a body in chunks or after the last;
# browsers send 1-4 KB, cookies at most 16.
MAX_HEAD = 64 * 1024


class Connection(HttpToolsProtocol):
    """Cuts slow clients. They hold no thread, but memory and descriptors."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.limits: Limits = self.app.limits  # the application that uvicorn has loaded is a Front
        self._head_timer: TimerHandle | None = None
        self._got_on = False  # whether the last data completed the headers or brought a piece of the body
        self._framing = 0  # bytes received without such progress
        self._reader_timer: TimerHandle | None = None
        self._untaken: float = 0  # bytes of the answer that waited at the last check

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._expect_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        self._headers_came()
        if self._reader_timer:
            self._reader_timer.cancel()
        super().connection_lost(exc)

    # --- The request ---

    def on_message_begin(self) -> None:
        super().on_message_begin()
        if self._head_timer is None:  # a further request of a kept connection
            self._expect_headers()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Headers that follow the body (trailers) are dropped: a proxy has not sanitised them."""
        if self._head_timer:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._got_on = True
        self._headers_came()
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._got_on = True
        super().on_body(body)

    def data_received(self, data: bytes) -> None:
        self._got_on = False
        super().data_received(data)
        awaits_more = self._head_timer or (self.cycle and self.cycle.more_body)
        self._framing = 0 if self._got_on or not awaits_more else self._framing + len(data)
        if self._framing > MAX_HEAD and not self.transport.is_closing():
            self._refuse("The headers are too long.")

    def eof_received(self) -> None:
        """Refuse a body that is too short: the client says that it sends no more."""
        if self.cycle and self.cycle.more_body and not self.cycle.response_started:
            self._refuse("The body is shorter than announced.")

    def _refuse(self, why: str) -> None:
        if self.cycle and not self._head_timer and self.cycle.response_started:
            self.transport.abort()  # the answer has already begun
        else:
            self.send_400_response(why)

    def _expect_headers(self) -> None:
        self._framing = 0
        self._head_timer = self.loop.call_later(self.limits.headers_seconds, self.transport.abort)

    def _headers_came(self) -> None:
        if self._head_timer:
            self._head_timer.cancel()
            self._head_timer = None

    # --- The answer ---

    def pause_writing(self) -> None:
        super().pause_writing()
        self._watch_reader()

    def resume_writing(self) -> None:
        super().resume_writing()
        self._untaken = inf  # the client has taken something, so the next check starts anew

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._watch_reader()

    def _watch_reader(self) -> None:
        if self._reader_timer is None:
            self._untaken = self.transport.get_write_buffer_size()
            self._reader_timer = self.loop.call_later(self.limits.reader_seconds, self._look_at_reader)

    def _look_at_reader(self) -> None:
        self._reader_timer = None
        waits = self.transport.get_write_buffer_size()
        if waits and waits >= self._untaken:
            self.transport.abort()
        elif waits:
            self._watch_reader()
