"""`make clean`: stop what runs in this checkout and remove what it made outside of it."""

import os
import shutil
import signal
from pathlib import Path

import psutil

from .account import outside
from .home import holder
from .processes import stop_left_behind, wait_gone
from .site import ROOT

STOP_SECONDS = 60


def clean(folder: Path) -> None:
    """Clean every home under this folder."""
    for lock in [*folder.glob("lock"), *folder.glob("*/lock")]:
        home = lock.parent.resolve()
        if pid := holder(home):
            print(f"Останавливаю {home} (процесс {pid})", flush=True)
            os.kill(pid, signal.SIGTERM)
            wait_gone([psutil.Process(pid)], STOP_SECONDS)
        stop_left_behind(home)
        shutil.rmtree(outside(home), ignore_errors=True)


if __name__ == "__main__":
    clean(ROOT / ".local")
