"""Child processes: each has a session of its own, and all are found again by a mark in their environment.

The mark works in every case in which a pid file fails: a run killed before it wrote the file, a pid given to another
program, a pool process that has outlived its parent.
"""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import psutil

from .account import Account

MARK = "EMBEDDED_HOME"
STOP_SECONDS = 10


class Child:
    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        home: Path,
        log: Path,
        environment: Mapping[str, str],
        account: Account | None = None,
        folder: Path | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
    ) -> None:
        self.log = log
        self.stop_signal = stop_signal
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as output:
            self._printed_from = output.tell()
            self.process = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=folder,
                env={**environment, MARK: str(home)},
                start_new_session=True,  # Ctrl-C then reaches only us, and we stop the children in order
                user=account.uid if account else None,
                group=account.gid if account else None,
                extra_groups=[] if account else None,
            )

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def output(self) -> str:
        """What this process has printed; the log may also hold the output of earlier ones."""
        return self.log.read_bytes()[self._printed_from :].decode(errors="replace")

    @property
    def is_alive(self) -> bool:
        return self.process.poll() is None

    def ask_to_stop(self) -> None:
        if self.is_alive:
            self.process.send_signal(self.stop_signal)

    def stop(self) -> None:
        """Stop the process and everything it has started: by a signal first, then by force."""
        family = self._family()
        self.ask_to_stop()
        _kill(wait_gone(family))
        self.process.wait()

    def kill(self) -> None:
        """Kill the process and everything it has started without warning, as a crash would."""
        _kill(self._family())
        self.process.wait()

    def _family(self) -> list[psutil.Process]:
        try:
            parent = psutil.Process(self.pid)
            return [parent, *parent.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []


def left_behind(home: Path) -> list[psutil.Process]:
    """All processes that still run for this home."""
    return [process for process in psutil.process_iter() if process.pid != os.getpid() and _mark(process) == str(home)]


def stop_left_behind(home: Path) -> int:
    """Stop what a killed run has left. Returns the number of those processes."""
    found = left_behind(home)
    pids = {process.pid for process in found}
    for process in found:
        try:
            if process.ppid() not in pids:  # processes of a pool are stopped by their parent
                process.send_signal(signal.SIGINT if process.name() == "postgres" else signal.SIGTERM)
        except psutil.NoSuchProcess:
            continue
    _kill(wait_gone(found))
    return len(found)


def is_alive(pid: int) -> bool:
    try:
        return _runs(psutil.Process(pid))
    except psutil.NoSuchProcess:
        return False


def wait_gone(processes: Sequence[psutil.Process], seconds: float = STOP_SECONDS) -> list[psutil.Process]:
    """Wait until the processes have ended, reaped or not. Returns those that have not."""
    deadline = time.monotonic() + seconds
    while (alive := [process for process in processes if _runs(process)]) and time.monotonic() < deadline:
        time.sleep(0.02)
    return alive


def _mark(process: psutil.Process) -> str | None:
    try:
        return process.environ().get(MARK)
    except (psutil.Error, OSError):  # it belongs to another user, or has ended meanwhile
        return None


def _kill(processes: Sequence[psutil.Process]) -> None:
    for process in processes:
        try:
            process.kill()
        except psutil.NoSuchProcess:
            continue
    wait_gone(processes)


def _runs(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
