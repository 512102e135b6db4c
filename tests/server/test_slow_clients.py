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
from tests.server.served import Served, answer_to, everything_said_by_server, is_open, served

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
    with served(stack, "narrow", tmp_path, BODIES_ON_DISK=3 * 1024**2) as narrow:
        with narrow.connect(POST % (UPLOAD, b"") + b"x" * 2 * 1024**2) as first:
            port = first.getsockname()[1]
            narrow.has_on_disk(2 * 1024**2)
            answer, _ = narrow.ask("POST", "/form/", b"x" * 2 * 1024**2)
            assert (answer.status, answer.headers["Retry-After"]) == (503, "60")
            assert narrow.ask("POST", "/form/", b"x" * 1000)[0].status == 200
            assert is_open(first)
        assert narrow.has_let_go(port)
        assert narrow.ask("POST", "/form/", b"x" * 2 * 1024**2)[0].status == 200


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
