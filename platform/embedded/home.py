"""The home of one stack: a folder that one process holds at a time and that remembers ports and secrets."""

import fcntl
import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .errors import AlreadyRunning
from .ports import free_port
from .processes import is_alive, stop_left_behind

RELEASE_SECONDS = 30  # a killed run's watchdog may still be stopping its servers
SOURCE_ROOT = Path(__file__).parents[1]


class Home:
    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self._ports = self.folder / "ports.json"
        self._secrets = self.folder / "secrets.json"
        self._lock: int | None = None
        self._watchdog: subprocess.Popen[bytes] | None = None

    def hold(self) -> int:
        """Take this home and stop what a killed run has left in it. Returns the number of those processes."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._lock = self._locked()
        os.ftruncate(self._lock, 0)
        os.pwrite(self._lock, str(os.getpid()).encode(), 0)
        stopped = stop_left_behind(self.folder)
        self._watchdog = self._watched(self._lock)
        return stopped

    def release(self) -> None:
        if self._watchdog is not None and self._watchdog.stdin is not None:
            self._watchdog.stdin.close()
            self._watchdog.wait()
        if self._lock is not None:
            os.close(self._lock)
        self._watchdog = self._lock = None

    def port(self, name: str, preferred: int) -> int:
        """The port used last time if it is free, otherwise the next free one. It is remembered."""
        ports = _read(self._ports)
        others = [port for other, port in ports.items() if other != name]
        ports[name] = free_port(ports.get(name, preferred), taken=others)
        _write(self._ports, ports)
        return int(ports[name])

    def secret(self, name: str, make: Callable[[], str] = lambda: secrets.token_urlsafe(24)) -> str:
        """A secret that is made at random once and is the same at each later start."""
        known = _read(self._secrets)
        if name not in known:
            known[name] = make()
            _write(self._secrets, known)
        return str(known[name])

    def _locked(self) -> int:
        lock = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        deadline = time.monotonic() + RELEASE_SECONDS
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return lock
            except BlockingIOError:
                holder = int(os.pread(lock, 32, 0) or 0)
                if is_alive(holder) or time.monotonic() > deadline:
                    os.close(lock)
                    raise AlreadyRunning(self.folder, holder) from None
                time.sleep(0.1)

    def _watched(self, lock: int) -> subprocess.Popen[bytes]:
        """Start the watchdog, which outlives us even if we are killed, and then stops our children.

        It shares the lock, so a new run waits until it has finished.
        """
        return subprocess.Popen(
            [sys.executable, "-m", "embedded.watchdog", str(self.folder)],
            stdin=subprocess.PIPE,
            pass_fds=[lock],
            start_new_session=True,
            cwd=SOURCE_ROOT,
            env={**os.environ, "PYTHONPATH": str(SOURCE_ROOT)},
        )


def holder(folder: Path) -> int | None:
    """The number of the process that holds this home now."""
    path = folder / "lock"
    if not path.exists():
        return None
    with path.open("r+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return int(lock.read() or 0) or None
    return None


def _read(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text())) if path.exists() else {}


def _write(path: Path, content: dict[str, Any]) -> None:
    """Write a file completely or not at all: a new one replaces it."""
    unfinished = path.with_suffix(".unfinished")
    unfinished.touch(mode=0o600)
    unfinished.write_text(json.dumps(content, indent=2))
    unfinished.replace(path)
