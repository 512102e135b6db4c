"""S3 by `rclone serve s3`: a bucket is a folder, and the bytes are on disk when a call returns."""

import http.client
import secrets
import sysconfig
from collections.abc import Sequence
from pathlib import Path

from .server import Server

BUCKET = "documents"


class S3(Server):
    name = "s3"
    title = "S3 (rclone)"
    preferred_port = 19000

    def environment(self) -> dict[str, str]:
        return {
            "S3_ENDPOINT_URL": f"http://127.0.0.1:{self.port}",
            "S3_ACCESS_KEY": self._access_key,
            "S3_SECRET_KEY": self._secret_key,
            "S3_BUCKET": BUCKET,
        }

    def prepare(self) -> None:
        (self.folder / BUCKET).mkdir(parents=True, exist_ok=True)

    def command(self) -> Sequence[str | Path]:
        # fmt: off
        return [
            Path(sysconfig.get_path("scripts")) / "rclone", "serve", "s3",
            "--config", "",  # never the configuration of the person
            "--addr", f"127.0.0.1:{self.port}", "--auth-key", f"{self._access_key},{self._secret_key}",
            "--vfs-cache-mode", "off",  # a cache would write the bytes to disk seconds after the answer
            self.folder,
        ]
        # fmt: on

    def answers(self) -> bool:
        """Whether S3 answers at all. Without a signature it answers with a refusal."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=1)
        try:
            connection.request("GET", "/")
            return connection.getresponse().status > 0
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    @property
    def _access_key(self) -> str:
        return self.home.secret("s3_access_key", lambda: secrets.token_hex(10).upper())

    @property
    def _secret_key(self) -> str:
        return self.home.secret("s3_secret_key", lambda: secrets.token_hex(20))
