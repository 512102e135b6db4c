"""A proxy before the real S3 that misbehaves as networks and servers do: it drops, waits, breaks and answers 500."""

import http.client
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import urlsplit

SLOW_SECONDS = 0.3
ERROR = b'<?xml version="1.0"?><Error><Code>InternalError</Code><Message>We are sorry</Message></Error>'
DROPPED = {"connection", "keep-alive", "transfer-encoding", "expect"}
Fault = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Forwards a request as it is, unless a fault is set for it."""

    protocol_version = "HTTP/1.1"
    proxy: ClassVar["Proxy"]

    def answer(self) -> None:
        self.proxy.seen.append(f"{self.command} {self.path}")
        fault = self.proxy.fault if self.proxy.concerns(self.command, self.path) else forward
        fault(self)

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = answer

    @property
    def length(self) -> int:
        assert "chunked" not in self.headers.get("Transfer-Encoding", "")
        return int(self.headers.get("Content-Length", 0))

    def reply(self, status: int, headers: list[tuple[str, str]], body: bytes, *, length: int | None = None) -> None:
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in DROPPED | {"content-length"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def ask_s3(self, body: bytes) -> tuple[http.client.HTTPResponse, bytes]:
        upstream = http.client.HTTPConnection(self.proxy.host, self.proxy.port, timeout=30)
        headers = {name: value for name, value in self.headers.items() if name.lower() not in DROPPED}
        upstream.request(self.command, self.path, body=body or None, headers=headers)
        answer = upstream.getresponse()
        try:
            return answer, answer.read()
        finally:
            upstream.close()

    def hang_up(self) -> None:
        self.close_connection = True

    def log_message(self, *args: object) -> None:
        """Nothing: the tests speak."""


def forward(request: Handler) -> None:
    answer, body = request.ask_s3(request.rfile.read(request.length))
    length = int(answer.headers.get("Content-Length", 0)) if request.command == "HEAD" else None
    request.reply(answer.status, answer.getheaders(), body, length=length)


def down(request: Handler) -> None:
    request.hang_up()


def slow(request: Handler) -> None:
    time.sleep(SLOW_SECONDS)
    forward(request)


def error_500(request: Handler) -> None:
    request.rfile.read(request.length)
    request.reply(500, [("Content-Type", "application/xml")], b"" if request.command == "HEAD" else ERROR)


def cut_request(request: Handler) -> None:
    """Half of the body has come when the line is cut."""
    request.rfile.read(request.length // 2)
    request.hang_up()


def cut_answer(request: Handler) -> None:
    """S3 has done what it was asked, and its answer is cut in the middle, or lost if it is short."""
    answer, body = request.ask_s3(request.rfile.read(request.length))
    if body:
        request.reply(answer.status, answer.getheaders(), body[: len(body) // 2], length=len(body))
    request.hang_up()


def silent(request: Handler) -> None:
    """Takes the request and never answers, until the test is through with it."""
    request.rfile.read(request.length)
    request.proxy.released.wait()
    request.hang_up()


def longer_than_it_is(request: Handler) -> None:
    """Announces more than it sends, and keeps the line open."""
    answer, body = request.ask_s3(request.rfile.read(request.length))
    request.reply(answer.status, answer.getheaders(), body, length=len(body) + 1000)
    request.proxy.released.wait()
    request.hang_up()


def shorter_than_it_is(request: Handler) -> None:
    """Announces half of what it was asked for, and sends so much."""
    answer, body = request.ask_s3(request.rfile.read(request.length))
    request.reply(answer.status, answer.getheaders(), body[: len(body) // 2])


class Proxy:
    """`url` stands for S3; `seen` lists the requests. Without a fault it does nothing."""

    def __init__(self, target: str) -> None:
        self.host, self.port = str(urlsplit(target).hostname), int(urlsplit(target).port or 80)
        self.fault: Fault = forward
        self.concerns: Callable[[str, str], bool] = lambda _method, _path: True
        self.seen: list[str] = []
        self.released = threading.Event()  # of those who are kept waiting
        handler = type("OfThisProxy", (Handler,), {"proxy": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    @contextmanager
    def misbehaving(
        self, fault: Fault, concerns: Callable[[str, str], bool] = lambda _method, _path: True
    ) -> Iterator[None]:
        """With the requests that `concerns` (by method and path) picks; after the block all is well again."""
        self.released.clear()
        self.fault, self.concerns = fault, concerns
        try:
            yield
        finally:
            self.fault = forward
            self.released.set()

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
