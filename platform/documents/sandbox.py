"""Hostile files are looked at in a child process that has little: little memory, little time, no secrets."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

_CONFINED = Path(__file__).with_name("confined.py")
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Limits:
    seconds: int = 10  # of the processor's work
    patience: float = 20  # seconds on the clock
    memory: int = 512 * _MEGABYTE  # bytes of address space
    written: int = 16 * _MEGABYTE  # bytes of one file, its answer among them
    files: int = 32  # open at once


class ChildFailed(Exception):
    """The child died, was stopped at a limit, or said that it cannot.

    `said` is the end of what it wrote to stderr: for tests and debuggers, never for logs (it may quote the file).
    """

    def __init__(self, code: int, said: str) -> None:
        super().__init__(f"a confined child ended with {code}")
        self.code = code
        self.said = said


def run(argv: Sequence[str | Path], *, input: bytes | IO[bytes] = b"", limits: Limits) -> bytes:
    """Run a Python script, `argv` = its path and arguments, with `input` as stdin. Returns its stdout.

    A file on disk is given as it is, from its beginning: the script may go about in it without our reading it.

    The script gets an isolated interpreter (no PYTHONPATH, no current directory in its path), an empty environment and
    a session of its own, which is killed whole when its time is out. Raises ChildFailed.
    """
    command = [sys.executable, "-I", str(_CONFINED), json.dumps(asdict(limits)), *map(str, argv)]
    # Files, not pipes: a child that talks without end fills its limit, not our memory.
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complaints:
        child = subprocess.Popen(
            command,
            stdin=subprocess.PIPE if isinstance(input, bytes) else _from_beginning(input),
            stdout=said,
            stderr=complaints,
            env={"LANG": "C.UTF-8", "TMPDIR": tempfile.gettempdir()},
            start_new_session=True,
        )
        try:
            child.communicate(input if isinstance(input, bytes) else None, timeout=limits.patience)
        except subprocess.TimeoutExpired:
            pass
        finally:
            _end(child)
        if child.returncode != 0:
            raise ChildFailed(child.returncode, _tail(complaints.fileno()))
        said.seek(0)
        return said.read()


def _from_beginning(file: IO[bytes]) -> IO[bytes]:
    """The child shares our place in the file, and sees only what we have written down."""
    file.flush()
    file.seek(0)
    return file


def _end(child: "subprocess.Popen[bytes]") -> None:
    """The child and whatever it may have started: its process group outlives it."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _tail(descriptor: int) -> str:
    size = os.fstat(descriptor).st_size
    return os.pread(descriptor, 2000, max(0, size - 2000)).decode(errors="replace")
