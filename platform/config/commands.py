"""`setevoy-kabinet`: what one image runs as. Each command takes the place of this process, so signals reach it.

web       the site; options of `config.server`
worker    tasks; `--queues letters,files` for some of the queues, `--concurrency N`
beat      what is done by the clock; one only
migrate   the shared tables, every company that lacks something, spare schemas
manage    any other command of the site: `manage check_storage`
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from telemetry import exporter

APPLICATION = "config.wsgi:application"
CELERY = [sys.executable, "-m", "celery", "-A", "config.celery"]
# Several workers of one installation need not know of each other: each takes what its queues bring.
QUIET = ["--without-gossip", "--without-mingle", "--without-heartbeat"]


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    parser = argparse.ArgumentParser(
        prog="setevoy-kabinet", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=["web", "worker", "beat", "migrate", "manage"])
    parser.add_argument("rest", nargs=argparse.REMAINDER)
    asked = parser.parse_args()
    if asked.command == "manage":
        manage(*asked.rest)
    elif asked.command == "migrate":
        manage("migrate_companies")
        manage("prepare_spares")
    else:
        if asked.command == "worker" and exporter.port():
            exporter.gather_from_children("worker", by_slot=True)
        _become(line(asked.command, asked.rest))


def line(command: str, rest: list[str]) -> list[str]:
    """The command line of a process that goes on."""
    if command == "web":
        return [sys.executable, "-m", "config.server", APPLICATION, *rest]
    if command == "worker":
        return [*CELERY, "worker", "--pool=prefork", "--loglevel=INFO", *QUIET, *rest]
    return [*CELERY, "beat", f"--schedule={Path(tempfile.gettempdir()) / 'beat'}", "--loglevel=INFO", *rest]


def manage(*arguments: str) -> None:
    """A command of Django. It ends this process only where it fails."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["setevoy-kabinet manage", *arguments])


def _become(command: list[str]) -> None:
    os.execv(command[0], command)  # noqa: S606  (the line is made here)


if __name__ == "__main__":
    main()
