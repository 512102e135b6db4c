"""A long step of the start. One line says what is being done and how long it took."""

import subprocess
import sys
import time

from .errors import NotRunning
from .processes import Child

IS_TERMINAL = sys.stdout.isatty()
TICK_SECONDS = 1 if IS_TERMINAL else 10


class Step:
    """A command that is already started and waited for later, so that independent steps run side by side."""

    def __init__(self, title: str, child: Child) -> None:
        self.title = title
        self.child = child
        self.started = time.monotonic()

    def wait(self) -> str:
        """Show the passing time until the command ends. Returns its output."""
        while True:
            try:
                code = self.child.process.wait(timeout=TICK_SECONDS)
                break
            except subprocess.TimeoutExpired:
                say(f"{self.title}… {self._seconds:.0f} с", is_final=False)
        if code:
            raise NotRunning(self.title, self.child.log)
        say(f"{self.title}: {self._seconds:.1f} с")
        return self.child.output

    @property
    def _seconds(self) -> float:
        return time.monotonic() - self.started


def say(line: str, *, is_final: bool = True) -> None:
    """Print a line. On a terminal the next line overwrites an unfinished one; in a file each has its own line."""
    if IS_TERMINAL:
        print(f"\r\033[K  {line}", end="\n" if is_final else "", flush=True)
    else:
        print(f"  {line}", flush=True)
