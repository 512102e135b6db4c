"""The application server, chosen by `make bench` on our own pages (docs/adr/0003)."""

import sys

APPLICATION = "config.wsgi:application"
WORKERS = 2
# Per worker, at most. A form or a file that comes slowly holds its thread until the last byte, and each thread keeps a
# connection to the database.
THREADS = 16


def command(
    host: str, port: int, *, workers: int = WORKERS, threads: int = THREADS, application: str = APPLICATION
) -> list[str]:
    """The command line that serves the site on host:port."""
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", application,
        "--host", host, "--port", str(port), "--workers", str(workers), "--blocking-threads", str(threads),
        "--no-ws", "--respawn-failed-workers", "--log-level", "warning",
    ]  # fmt: skip
