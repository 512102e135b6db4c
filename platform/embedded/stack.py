"""The three servers together, in one home."""

import os
import secrets
import shutil
from base64 import b64encode
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from .errors import AlreadyRunning
from .home import Home
from .postgres import Postgres
from .processes import Child
from .s3 import S3
from .server import Server
from .valkey import Valkey

HOMES = 20


class Stack:
    """Starts what the environment does not already name, and tells the site where everything is.

    >>> with Stack(Path(".local/test"), fsync=False) as stack:
    ...     subprocess.run(command, env={**os.environ, **stack.environment})
    ...     stack.valkey.kill()
    """

    def __init__(self, home: Path, *, fsync: bool = True, configured: Mapping[str, str] = os.environ) -> None:
        self.home = Home(home)
        self.configured = configured
        self.postgres = Postgres(self.home, fsync=fsync)
        self.valkey = Valkey(self.home)
        self.s3 = S3(self.home)
        # PostgreSQL comes last: its first launch takes seconds, and the others start meanwhile.
        by_variable: dict[str, Server] = {
            "REDIS_URL": self.valkey,
            "S3_ENDPOINT_URL": self.s3,
            "DATABASE_URL": self.postgres,
        }
        self.servers = [server for variable, server in by_variable.items() if variable not in configured]
        self.stopped_from_before = 0

    @classmethod
    def in_first_free(cls, home: Path, *, fsync: bool = True, configured: Mapping[str, str] = os.environ) -> Self:
        """A stack started in `home`, or in a home beside it if another run holds that one."""
        for number in range(1, HOMES):
            stack = cls(
                home if number == 1 else home.with_name(f"{home.name}-{number}"), fsync=fsync, configured=configured
            )
            try:
                return stack.start()
            except AlreadyRunning as error:
                last = error
        raise last

    def start(self) -> Self:
        self.stopped_from_before = self.home.hold()
        self._put_logs_aside()
        try:
            for server in self.servers:
                server.launch()
            for server in self.servers:
                server.wait()
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        for server in self.servers:
            if server.child is not None:
                server.child.ask_to_stop()
        for server in self.servers:
            server.stop()
        self.home.release()

    def child(self, name: str, command: Sequence[str], *, environment: Mapping[str, str]) -> Child:
        """Start a process of the site that must not outlive this stack."""
        log = self.logs / f"{name}.log"
        return Child(command, home=self.home.folder, log=log, environment={**os.environ, **environment})

    @property
    def logs(self) -> Path:
        return self.home.folder / "logs"

    def _put_logs_aside(self) -> None:
        """Start a new log for each run, and keep the log of the run before, which may show why it was killed."""
        before = self.home.folder / "logs.before"
        if self.logs.exists():
            shutil.rmtree(before, ignore_errors=True)
            self.logs.rename(before)

    @property
    def environment(self) -> dict[str, str]:
        """The variables for the site's processes. Those that are already set keep their values."""
        own = {
            "EMBEDDED": "1",
            "SECRET_KEY": self.home.secret("secret_key", lambda: secrets.token_urlsafe(48)),
            "SIGNING_SEAL_KEY": self.home.secret(
                "signing_seal_key", lambda: b64encode(secrets.token_bytes(32)).decode()
            ),
            "OUTBOX_DIR": str(self.home.folder / "outbox"),
            "PLATFORM_HOST": "localhost",
            "PLATFORM_SCHEME": "http",
        }
        for server in self.servers:
            own |= server.environment()
        return {name: value for name, value in own.items() if name not in self.configured}

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        error_type: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def _seed() -> str:
    """32 random bytes in Base64."""
    return b64encode(secrets.token_bytes(32)).decode()
