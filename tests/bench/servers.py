"""The application servers that could serve the site."""

import http.client
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from config import server
from embedded import Stack
from embedded.processes import Child

APPLICATION = "tests.bench.site.wsgi:application"
HOST = "127.0.0.1"
FIRST_PORT = 8400
START_SECONDS = 60
CHOSEN = f"uvicorn {server.WORKERS}×{server.THREADS}"  # workers × threads


def candidates(stack: Stack, *, all_of_them: bool) -> Iterator[tuple[str, int, list[str]]]:
    """Name, port and command line; the chosen one comes first."""
    sizes = [(server.WORKERS, server.THREADS), *([(2, 4)] if all_of_them else [])]
    for workers, threads in sizes:
        name, port = f"uvicorn {workers}×{threads}", stack.home.port(f"uvicorn-{workers}-{threads}", FIRST_PORT)
        yield name, port, server.command(HOST, port, workers=workers, threads=threads, application=APPLICATION)
    if all_of_them:
        workers, threads = server.WORKERS, server.THREADS
        for kind, command in [("granian", granian), ("gunicorn gthread", gunicorn)]:
            port = stack.home.port(kind.split()[0], FIRST_PORT)
            yield f"{kind} {workers}×{threads}", port, command(port, workers=workers, threads=threads)


def granian(port: int, *, workers: int, threads: int) -> list[str]:
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", APPLICATION, "--host", HOST, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", str(threads), "--no-ws", "--log-level", "warning",
    ]  # fmt: skip


def gunicorn(port: int, *, workers: int, threads: int) -> list[str]:
    return [
        sys.executable, "-m", "gunicorn", APPLICATION, "--worker-class", "gthread",
        "--bind", f"{HOST}:{port}", "--workers", str(workers), "--threads", str(threads), "--log-level", "warning",
    ]  # fmt: skip


@contextmanager
def running(stack: Stack, name: str, command: list[str], port: int) -> Iterator["Running"]:
    began = time.perf_counter()
    child = stack.child(name.replace("×", "x").replace(" ", "-"), command, environment={"PLATFORM_PORT": str(port)})
    try:
        _wait_for_answer(child, port)
        with _load() as load:
            yield Running(child, port, load, start_seconds=time.perf_counter() - began)
    finally:
        child.stop()


class Running:
    def __init__(self, child: Child, port: int, load: "subprocess.Popen[str]", *, start_seconds: float) -> None:
        self.child = child
        self.port = port
        self.start_seconds = start_seconds
        self._load = load

    def ask(self, request: str, *, connections: int, seconds: float) -> dict[str, Any]:
        """One job of the load generator."""
        job = {"port": self.port, "request": request, "connections": connections, "seconds": seconds}
        assert self._load.stdin
        assert self._load.stdout
        self._load.stdin.write(json.dumps(job) + "\n")
        self._load.stdin.flush()
        answer = self._load.stdout.readline()
        if not answer:
            raise RuntimeError(f"the load generator has died; the log of the server is {self.child.log}")
        return dict(json.loads(answer))

    def memory(self) -> int:
        """Resident bytes of the server with its workers."""
        parent = psutil.Process(self.child.pid)
        return sum(process.memory_info().rss for process in [parent, *parent.children(recursive=True)])


@contextmanager
def _load() -> Iterator["subprocess.Popen[str]"]:
    script = Path(__file__).with_name("load.py")
    load = subprocess.Popen([sys.executable, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield load
    finally:
        assert load.stdin
        load.stdin.close()
        load.wait()


def _wait_for_answer(child: Child, port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and child.is_alive:
        connection = http.client.HTTPConnection(HOST, port, timeout=5)
        try:
            connection.request("GET", "/health/live")
            if connection.getresponse().status == http.HTTPStatus.OK:
                return
        except (OSError, http.client.HTTPException):
            time.sleep(0.02)
        finally:
            connection.close()
    raise RuntimeError(f"no answer: {child.log}\n{child.output}")
