"""Scripts that read hostile files run as child processes with little memory, little time and no secrets."""

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

_CONFINEMENT = Path(__file__).with_name("confinement.py")
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Limits:
    seconds: int = 10  # of processor time
    patience: float = 20  # seconds of wall-clock time
    memory: int = 512 * _MEGABYTE  # bytes of address space
    written: int = 16 * _MEGABYTE  # bytes of any file that it writes, its answer included
    files: int = 32  # open at the same time


class ChildFailed(Exception):
    """The child died, was stopped at a limit, or ended with an error.

    `said` is the end of its stderr. It is meant for tests and debuggers and must not be logged: it may quote the file.
    """

    def __init__(self, code: int, said: str) -> None:
        super().__init__(f"a confined child ended with {code}")
        self.code = code
        self.said = said


def run(argv: Sequence[str | Path], *, input: bytes | IO[bytes] = b"", limits: Limits) -> bytes:
    """Run a Python script, `argv` = its path and arguments, with `input` as stdin. Returns its stdout.

    A file on disk becomes stdin itself, so the script can seek in it and we need not read it.

    The script gets an isolated interpreter (no PYTHONPATH, no current directory in its path), an empty environment and
    a session of its own; the whole session is killed when the time is over. Raises ChildFailed.
    """
    command = [sys.executable, "-I", str(_CONFINEMENT), json.dumps(asdict(limits)), *map(str, argv)]
    # Output goes to files, not to pipes: a child that writes without end reaches its own limit, not our memory.
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complaints, _on_disk(input) as given:
        child = subprocess.Popen(
            command,
            stdin=given,
            stdout=said,
            stderr=complaints,
            env={"LANG": "C.UTF-8", "TMPDIR": tempfile.gettempdir()},
            start_new_session=True,
        )
        try:
            _await(child, limits.patience)
        finally:
            _end(child)
        if child.returncode != 0:
            raise ChildFailed(child.returncode, _tail(complaints.fileno()))
        said.seek(0)
        return said.read()


@contextmanager
def _on_disk(input: bytes | IO[bytes]) -> Iterator[IO[bytes]]:
    """The input as a file, flushed and at its beginning, because the child shares the descriptor and its position."""
    with tempfile.TemporaryFile() if isinstance(input, bytes) else nullcontext(input) as file:
        if isinstance(input, bytes):
            file.write(input)
        file.flush()
        file.seek(0)
        yield file


def _await(child: "subprocess.Popen[bytes]", seconds: float) -> None:
    """Return when the child has ended, or when its time is over.

    `Popen.wait(timeout=…)` polls with pauses of up to 50 ms. If the kernel offers a descriptor of the process, the end
    of the child wakes us at once.
    """
    if (descriptor := _descriptor_of(child.pid)) is None:
        with suppress(subprocess.TimeoutExpired):
            child.wait(timeout=seconds)
        return
    try:
        watched = select.poll()
        watched.register(descriptor, select.POLLIN)
        watched.poll(seconds * 1000)
    finally:
        os.close(descriptor)


def _descriptor_of(pid: int) -> int | None:
    """None if the system has no such descriptors: macOS, Linux before 5.3, a container that forbids the call."""
    if sys.platform != "linux":
        return None
    try:
        return os.pidfd_open(pid)
    except OSError:
        return None


def _end(child: "subprocess.Popen[bytes]") -> None:
    """Kill the child and every process it has started; they are all in its process group."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _tail(descriptor: int) -> str:
    size = os.fstat(descriptor).st_size
    return os.pread(descriptor, 2000, max(0, size - 2000)).decode(errors="replace")
