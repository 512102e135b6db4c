"""Stopping waits for what is being answered; a worker that dies is replaced."""

import signal
import threading
from pathlib import Path

from embedded import Stack
from tests.server.served import Served, everything_said_by_server, served, wait_for_answer


def test_a_stop_lets_requests_end(stack: Stack, tmp_path: Path) -> None:
    with served(stack, "stopping", tmp_path) as server:
        with server.connect(b"GET /waiting/last/ HTTP/1.1\r\nHost: a\r\n\r\n") as client, server.connect() as idle:
            server.marked("last-entered")
            server.child.process.send_signal(signal.SIGTERM)
            assert everything_said_by_server(idle) == b""  # by now it is stopping
            server.let_go("last")
            answer = everything_said_by_server(client)
        assert "Дождались".encode() in answer
        server.child.process.wait(60)


def test_a_worker_that_dies_is_replaced(stack: Stack, tmp_path: Path) -> None:
    with served(stack, "dying", tmp_path, workers=2) as server:
        before = {worker.pid for worker in server.workers}
        for worker in server.workers:
            worker.kill()
        wait_for_answer(server)
        assert not before & {worker.pid for worker in server.workers}


def test_others_are_answered_while_one_waits(stack: Stack, tmp_path: Path) -> None:
    with served(stack, "waiting", tmp_path) as server:
        waits = threading.Thread(target=_get, args=(server, "/waiting/one/"))
        waits.start()
        server.marked("one-entered")
        assert server.get("/page/")[0] == 200
        server.let_go("one")
        waits.join()


def _get(server: Served, path: str) -> None:
    assert server.get(path)[0] == 200
