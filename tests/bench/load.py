"""The load: a cheap client in a process of its own, which asks over a few kept connections, each after its answer.

Reads one job a line (JSON), writes one result a line. Knows nothing of the site.
"""

import json
import re
import selectors
import socket
import sys
import time
from typing import Any

CONTENT_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
APPLICATION_MS = re.compile(rb"\r\nserver-timing: app;dur=([\d.]+)", re.IGNORECASE)
NO_BODY = (b"204", b"304")
HEADERS_END = b"\r\n\r\n"
SILENCE_SECONDS = 10


class Connection:
    def __init__(self, port: int, request: bytes) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=SILENCE_SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.request = request
        self.received = b""
        self.whole = 0  # how long the answer is, once its headers have come

    def ask(self) -> None:
        self.received, self.whole = b"", 0
        self.socket.sendall(self.request)

    def answer(self) -> bytes | None:
        """The headers of an answer that has come whole."""
        chunk = self.socket.recv(262_144)
        if not chunk:
            raise ConnectionError("the server closed a kept connection")
        self.received += chunk
        if not self.whole:
            end = self.received.find(HEADERS_END)
            if end < 0:
                return None
            head = self.received[: end + len(HEADERS_END)]
            length = CONTENT_LENGTH.search(head)
            if length is None and head[9:12] not in NO_BODY:
                raise ValueError(f"an answer of unknown length: {head!r}")
            self.whole = len(head) + (int(length[1]) if length and head[9:12] not in NO_BODY else 0)
        return self.received if len(self.received) >= self.whole else None


def run(port: int, request: str, connections: int, seconds: float) -> dict[str, Any]:
    """Ask for `seconds`; how many answers came, of which kind, and what the application says it spent on each."""
    waiting = selectors.DefaultSelector()
    for _ in range(connections):
        connection = Connection(port, request.encode())
        waiting.register(connection.socket, selectors.EVENT_READ, connection)
        connection.ask()
    statuses: dict[str, int] = {}
    milliseconds: list[float] = []
    began = time.perf_counter()
    until = began + seconds
    while waiting.get_map():
        ready = waiting.select(timeout=SILENCE_SECONDS)
        if not ready:
            raise TimeoutError(f"no answer in {SILENCE_SECONDS} s")
        for key, _events in ready:
            if (answer := key.data.answer()) is None:
                continue
            status = answer[9:12].decode()
            statuses[status] = statuses.get(status, 0) + 1
            if spent := APPLICATION_MS.search(answer):
                milliseconds.append(float(spent[1]))
            if time.perf_counter() < until:
                key.data.ask()
            else:
                waiting.unregister(key.fileobj)
                key.data.socket.close()
    return {"statuses": statuses, "seconds": time.perf_counter() - began, "milliseconds": milliseconds}


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(run(**json.loads(line))), flush=True)
