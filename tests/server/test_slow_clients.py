"""Whoever sends or reads slowly holds no thread, and is cut. Two threads serve all of this."""

import http.client
import json
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from embedded import Stack
from tests.server.served import HOST, Served, answer_to, everything_said_by_server, is_open, served

MANY = 64
POST = b"POST /echo/ HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n%s\r\n"
JSON = b"Accept: application/json\r\n"
STALLS = b"GET /endless/%s/ HTTP/1.1\r\nHost: a\r\n\r\n"
UPLOADS = 20
UPLOAD = 5 * 1024**2
MEMORY_PER_UPLOAD = 20 * 1024**2  # what an upload in flight may cost at most; it costs a tenth


@contextmanager
def many(served: Served, said: bytes, count: int = MANY) -> Iterator[list[socket.socket]]:
    with ExitStack() as clients:
        yield [clients.enter_context(served.connect(said)) for _ in range(count)]


@pytest.mark.parametrize(
    "said",
    [b"", b"POST /echo/ HTTP/1.1\r\nHos", POST % (1000, b"") + b"some", POST % (10**6, b"") + b"x" * 900_000],
    ids=["nothing", "headers", "body", "large body"],
)
def test_pages_are_answered_while_many_are_still_sending(patient: Served, said: bytes) -> None:
    with many(patient, said) as slow:
        for _ in range(20):
            assert patient.get("/page/") == (200, "Страница".encode())
        assert all(is_open(client) for client in slow)


def test_headers_that_trickle_are_cut(strict: Served) -> None:
    with strict.connect(b"GET /page/ HTTP/1.1\r\n") as client:
        assert trickle(client, b"X-More: 1\r\n") is None


def test_headers_without_end_are_refused(patient: Served) -> None:
    with patient.connect(b"GET /page/ HTTP/1.1\r\nX-Long: " + b"x" * 100_000) as client:
        assert everything_said_by_server(client).startswith(b"HTTP/1.1 400 ")


def test_the_headers_of_a_kept_connections_next_request_are_awaited_as_long(strict: Served) -> None:
    with strict.connect(b"GET /page/ HTTP/1.1\r\nHost: a\r\n\r\n") as client:
        assert b"200 OK" in client.recv(65536)
        client.sendall(b"GET /page/")
        assert b"HTTP/1.1" not in everything_said_by_server(client)


def test_a_body_that_stops_is_refused_in_words(strict: Served) -> None:
    with strict.connect(POST % (1000, JSON) + b"some") as client:
        answer, body = answer_to(client)
    assert answer.status == 408
    assert "слишком медленно" in json.loads(body)["error"]


def test_a_body_that_trickles_is_refused(strict: Served) -> None:
    with strict.connect(POST % (10**6, b"")) as client:
        assert trickle(client, b"x") == 408


def test_a_body_that_came_fast_and_then_trickles_is_refused(stack: Stack, tmp_path: Path) -> None:
    fast = POST % (10**6, b"") + b"x" * 900_000
    limits = {"BODY_GRACE_SECONDS": 1, "BODY_SECONDS": 1}
    with served(stack, "finite", tmp_path, **limits) as finite, finite.connect(fast) as client:
        assert trickle(client, b"x") == 408


def test_uploads_in_flight_hold_little_memory(patient: Served) -> None:
    before = patient.memory
    with many(patient, POST % (UPLOAD, b"") + b"x" * (UPLOAD - 1), UPLOADS) as uploads:
        assert patient.get("/page/")[0] == 200
        patient.has_on_disk(UPLOADS * UPLOAD)
        grown = patient.memory - before
        print(f"{UPLOADS} uploads of {UPLOAD >> 20} MiB in flight: {grown / 2**20:.1f} MiB more")
        assert grown < UPLOADS * MEMORY_PER_UPLOAD
        assert all(is_open(client) for client in uploads)


def test_a_reader_who_stalls_is_cut_and_the_answer_closed(strict: Served) -> None:
    with strict.connect(STALLS % b"stalls", small_window=True):
        made = int(strict.marked("stalls-closed"))
    assert made < 64 * 1024**2  # no more was made than the network took: sockets' buffers, not the server's memory


def test_answers_nobody_takes_hold_no_thread(patient: Served) -> None:
    with ExitStack() as readers:
        for _ in range(10):
            readers.enter_context(patient.connect(b"GET /large/ HTTP/1.1\r\nHost: a\r\n\r\n", small_window=True))
        assert patient.get("/page/")[0] == 200


def test_an_answer_nobody_takes_is_thrown_away(strict: Served) -> None:
    with strict.connect(b"GET /large/ HTTP/1.1\r\nHost: a\r\n\r\n", small_window=True) as client:
        assert strict.has_let_go(client.getsockname()[1])


def test_a_slow_reader_gets_it_all(strict: Served) -> None:
    """Longer than the limit, but something is taken all the time."""
    with strict.connect(b"GET /large/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n") as client:
        taken = 0
        while chunk := client.recv(256 * 1024):
            taken += len(chunk)
            time.sleep(0.1)
    assert taken > 128 * 64 * 1024


def test_uploads_never_fill_the_disk(stack: Stack, tmp_path: Path) -> None:
    """Of room for 8 MiB one address has 4 and one company 6: each is told in time, and others still come in."""
    two = b"x" * 2 * 1024**2
    second, third = "127.0.0.2", "127.0.0.3"
    other, another = {"Host": "other"}, {"Host": "another"}
    with served(stack, "narrow", tmp_path, BODIES_ON_DISK=8 * 1024**2) as narrow, ExitStack() as clients:

        def hold(source: str, host: bytes) -> socket.socket:
            said = POST.replace(b"Host: a", b"Host: " + host) % (UPLOAD, b"") + two
            return clients.enter_context(narrow.connect(said, source=source))

        def send(source: str, headers: dict[str, str]) -> int:
            return narrow.ask("POST", "/form/", two, headers, source=source)[0].status

        first = hold(HOST, b"a")
        narrow.has_on_disk(len(two))
        assert send(HOST, other) == 200  # a half of the room, for as long as it takes
        hold(HOST, b"a")
        narrow.has_on_disk(2 * len(two))
        answer, _ = narrow.ask("POST", "/form/", two, other)
        assert (answer.status, answer.headers["Retry-After"]) == (429, "60")
        assert send(second, {"Host": "a"}) == 200

        hold(second, b"a")
        narrow.has_on_disk(3 * len(two))
        assert send(third, {"Host": "a"}) == 503  # the company has three quarters
        assert send(third, other) == 200

        hold(third, b"other")
        narrow.has_on_disk(4 * len(two))
        assert send("127.0.0.4", another) == 503
        assert narrow.ask("POST", "/form/", b"x" * 1000)[0].status == 200
        assert is_open(first)
        port = first.getsockname()[1]
        first.close()
        assert narrow.has_let_go(port)
        assert send("127.0.0.4", another) == 200


def test_one_reader_does_not_hold_all_that_may_be_streamed(stack: Stack, tmp_path: Path) -> None:
    """Of four threads that stream one address has two, whatever proxies it claims to come through."""
    with served(stack, "shared", tmp_path, threads=8) as shared, ExitStack() as readers:
        for name in (b"one", b"two"):
            reader = readers.enter_context(shared.connect(STALLS % name, small_window=True))
            assert reader.recv(16).startswith(b"HTTP/1.1 200")
        refused, body = shared.ask("GET", "/endless/three/", headers={"X-Forwarded-For": "10.0.0.1"})
        assert refused.status == 429
        assert "С вашего адреса" in body.decode()
        assert shared.get("/page/")[0] == 200
        with shared.connect(STALLS % b"four", small_window=True, source="127.0.0.2") as another:
            assert another.recv(16).startswith(b"HTTP/1.1 200")


def test_long_answers_leave_threads_to_pages(patient: Served) -> None:
    """Of two threads one may stream: the second download is refused in words, pages are not."""
    shutil.rmtree(patient.marks)
    patient.marks.mkdir()
    with patient.connect(STALLS % b"first", small_window=True) as first:
        assert first.recv(16).startswith(b"HTTP/1.1 200")
        answer, body = patient.ask("GET", "/endless/second/", headers={"Accept": "application/json"})
        assert (answer.status, answer.headers["Retry-After"]) == (503, "60")
        assert "Повторите через минуту" in json.loads(body)["error"]
        assert patient.get("/page/")[0] == 200
    patient.marked("first-closed")  # its reader has left
    with patient.connect(STALLS % b"third", small_window=True) as third:
        assert third.recv(16).startswith(b"HTTP/1.1 200")
    patient.marked("third-closed")


def trickle(client: socket.socket, more: bytes) -> int | None:
    """Send a little again and again, never so slowly that the server could take it for silence; the status it gives."""
    try:
        while is_open(client):
            client.sendall(more)
            time.sleep(0.1)
        return answer_to(client)[0].status
    except (BrokenPipeError, ConnectionResetError, http.client.RemoteDisconnected):
        return None
