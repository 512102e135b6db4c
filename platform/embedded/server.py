"""What the three servers have in common: a port, a folder, a child process and a check that it is ready."""

import os
import signal
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from .account import Account
from .errors import NotRunning
from .home import Home
from .processes import Child

READY_SECONDS = 60
STARTS = 3


class Server(ABC):
    name: ClassVar[str]
    title: ClassVar[str]
    preferred_port: ClassVar[int]
    stop_signal: ClassVar[signal.Signals] = signal.SIGTERM

    account: Account | None = None

    def __init__(self, home: Home) -> None:
        self.home = home
        self.folder = home.folder / self.name
        self.log = home.folder / "logs" / f"{self.name}.log"
        self.port = 0
        self.child: Child | None = None
        self._is_known = False  # whether its address has been given out, so that the port must stay

    @abstractmethod
    def environment(self) -> dict[str, str]:
        """The environment variables that tell the site where this server is."""

    @abstractmethod
    def command(self) -> Sequence[str | Path]: ...

    @abstractmethod
    def prepare(self) -> None:
        """Make the folder ready; called before each launch."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether the server can be used now."""

    def start(self) -> None:
        self.launch()
        self.wait()

    def launch(self) -> None:
        """Start without waiting, so that several start side by side."""
        if not self._is_known:
            self.port = self.home.port(self.name, self.preferred_port)
        self.prepare()
        self.child = Child(
            self.command(),
            home=self.home.folder,
            log=self.log,
            environment={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "HOME": str(self.folder)},
            account=self.account,
            folder=self.folder,
            stop_signal=self.stop_signal,
        )

    def wait(self) -> None:
        """Wait until the server answers. If it ends at once, for example because its port is taken, start it again."""
        for start in range(STARTS):
            if start:
                time.sleep(0.5)
                self.launch()
            if self._answers_in_time():
                self._is_known = True
                return
        raise NotRunning(self.title, self.log)

    def stop(self) -> None:
        if self.child is not None:
            self.child.stop()

    def kill(self) -> None:
        if self.child is not None:
            self.child.kill()

    def _answers_in_time(self) -> bool:
        deadline = time.monotonic() + READY_SECONDS
        while self.child is not None and self.child.is_alive:
            if self.answers():
                return True
            if time.monotonic() > deadline:
                self.child.stop()
                raise NotRunning(self.title, self.log)
            time.sleep(0.05)
        return False
