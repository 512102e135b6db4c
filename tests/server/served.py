"""The application server as production starts it, on the bare views of `tests.server.site`."""

import http.client
import socket
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from config import server
from embedded import Stack
from embedded.processes import Child

HOST = "127.0.0.1"
APPLICATION = "tests.server.site.wsgi:application"
FIRST_PORT = 8500
START_SECONDS = 60
SOON = 60  # seconds after which a test gives up: nothing is expected to take so long


@dataclass
class Served:
    child: Child
    port: int
    marks: Path

    def get(self, path: str, headers: dict[str, str] | None = None) -> tuple[int, bytes]:
        answer, body = self.ask("GET", path, headers=headers)
        return answer.status, body

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
        *,
        source: str = HOST,
    ) -> tuple[http.client.HTTPResponse, bytes]:
        """`source` is the address of the loopback from which the client comes."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=SOON, source_address=(source, 0))
        with closing(connection):
            connection.request(method, path, body=body, headers=headers or {})
            answer = connection.getresponse()
            return answer, answer.read()

    def connect(self, said: bytes = b"", *, small_window: bool = False, source: str = HOST) -> socket.socket:
        """A client of our own making, which has said so much."""
        client = socket.socket()
        if small_window:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.settimeout(SOON)
        client.bind((source, 0))
        client.connect((HOST, self.port))
        client.sendall(said)
        return client

    def marked(self, name: str) -> str:
        """What the view has left; waits for it."""
        deadline = time.monotonic() + SOON
        while not (self.marks / name).exists():
            assert time.monotonic() < deadline, f"no mark {name}; the log is {self.child.log}"
            time.sleep(0.02)
        return (self.marks / name).read_text()

    def let_go(self, name: str) -> None:
        (self.marks / f"{name}-may-go").touch()

    def has_on_disk(self, size: int) -> None:
        """Waits until so many bytes of bodies are in temporary files, but for what their buffers hold."""
        deadline = time.monotonic() + SOON
        while sum(_temporary(worker) for worker in self.workers) < size * 0.98:
            assert time.monotonic() < deadline, "the bodies have not been taken"
            time.sleep(0.02)

    def has_let_go(self, ours: int) -> bool:
        """The server has ended the connection from this port, seen from its side. Waits for it."""
        deadline = time.monotonic() + SOON
        while any(
            connection.raddr and connection.raddr.port == ours
            for worker in self.workers
            for connection in worker.net_connections()
        ):
            if time.monotonic() > deadline:
                return False
            time.sleep(0.02)
        return True

    @property
    def memory(self) -> int:
        """Resident bytes of the server with its workers."""
        parent = psutil.Process(self.child.pid)
        return sum(process.memory_info().rss for process in [parent, *parent.children(recursive=True)])

    @property
    def workers(self) -> list[psutil.Process]:
        """Those which serve (multiprocessing keeps one more, for itself)."""
        children = psutil.Process(self.child.pid).children()
        return [child for child in children if "resource_tracker" not in " ".join(child.cmdline())]


@contextmanager
def served(
    stack: Stack, name: str, marks: Path, *, workers: int = 1, threads: int = 2, **settings: int
) -> Iterator[Served]:
    """Few threads: whoever holds one shows. `settings` as in the environment of production."""
    port = stack.home.port(f"served-{name}", FIRST_PORT)
    command = server.command(HOST, port, workers=workers, threads=threads, application=APPLICATION)
    environment = {"MARKS": str(marks), **{key: str(value) for key, value in settings.items()}}
    child = stack.child(f"served-{name}", command, environment=environment)
    try:
        served = Served(child, port, marks)
        wait_for_answer(served)
        yield served
    finally:
        child.stop()


def _temporary(process: psutil.Process) -> int:
    """Bytes in its open files that have no name any more."""
    size = 0
    for entry in Path(f"/proc/{process.pid}/fd").iterdir():
        try:
            if "(deleted)" in str(entry.readlink()):
                size += entry.stat().st_size
        except OSError:  # closed meanwhile
            continue
    return size


def wait_for_answer(served: Served, path: str = "/page/") -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and served.child.is_alive:
        try:
            if served.get(path)[0] == http.HTTPStatus.OK:
                return
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)
        if "Traceback" in served.child.output:  # its workers would be started again and again
            break
    raise AssertionError(f"no answer: {served.child.log}\n{served.child.output}")


def everything_said_by_server(client: socket.socket) -> bytes:
    """Until it ends the connection, however rudely."""
    said = b""
    try:
        while chunk := client.recv(65536):
            said += chunk
    except ConnectionResetError:
        pass
    return said


def answer_to(client: socket.socket) -> tuple[http.client.HTTPResponse, bytes]:
    answer = http.client.HTTPResponse(client)
    answer.begin()
    return answer, answer.read()


def is_open(client: socket.socket) -> bool:
    """The server has neither said anything nor hung up."""
    client.setblocking(False)
    try:
        client.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        return True
    finally:
        client.settimeout(SOON)
    return False
