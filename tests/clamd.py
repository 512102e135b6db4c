"""Debian's own clamd with a signature database of ours, which knows one virus: EICAR's harmless test file."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# In two halves, or a scanner would take this very file for the test virus.
EICAR = (r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STAND" + "ARD-ANTIVIRUS-TEST-FILE!$H+H*").encode()
PROGRAM = shutil.which("clamd", path=f"{os.environ['PATH']}:/usr/sbin")
START_SECONDS = 60


class Clamd:
    """Listens at `address`; `stream_limit` is the largest file it takes, in bytes; it looks through half of that."""

    def __init__(self, folder: Path, *, stream_limit: int = 300 * 1024 * 1024) -> None:
        self.address = str(folder / "clamd.sock")
        self._config = folder / "clamd.conf"
        self._process: subprocess.Popen[bytes] | None = None
        database = folder / "database"
        database.mkdir()
        (database / "test.ndb").write_text(f"Eicar-Test:0:*:{EICAR.hex()}\n")
        settings = {
            "LocalSocket": self.address,
            "DatabaseDirectory": database,
            "Foreground": "yes",
            "StreamMaxLength": stream_limit,
            "MaxThreads": 2,
            "MaxFileSize": stream_limit // 2,
            "AlertExceedsMax": "yes",
            "LogFile": folder / "clamd.log",
        }
        self._config.write_text("".join(f"{name} {value}\n" for name, value in settings.items()))

    def start(self) -> None:
        assert PROGRAM
        self._process = subprocess.Popen(
            [PROGRAM, f"--config-file={self._config}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            assert self._process.poll() is None, "clamd has ended at once"
            assert time.monotonic() < deadline, "clamd does not answer"
            time.sleep(0.05)

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
            Path(self.address).unlink(missing_ok=True)

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as probe:
            return probe.connect_ex(self.address) == 0


@contextmanager
def running(folder: Path, **limits: int) -> Iterator[Clamd]:
    clamd = Clamd(folder, **limits)
    try:
        clamd.start()
        yield clamd
    finally:
        clamd.stop()
