"""Which Chromium the journeys use: CHROMIUM, then the system's, then Playwright's own."""

import os
import shutil
from pathlib import Path

from playwright.sync_api import Browser, Playwright

ON_THE_SYSTEM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
INSTALL = "apt-get install chromium   или   .venv/bin/python -m playwright install chromium"


def find(playwright: Playwright) -> str | None:
    """The path of the program; None where there is none. Raises FileNotFoundError when CHROMIUM names no program."""
    if named := os.environ.get("CHROMIUM"):
        if not (path := shutil.which(named)):
            raise FileNotFoundError(f"CHROMIUM={named}: такой программы нет")
        return path
    for name in ON_THE_SYSTEM:
        if path := shutil.which(name):
            return path
    own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def launch(playwright: Playwright, program: str) -> Browser:
    arguments = ["--disable-background-networking"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")  # root has no sandbox of its own
    return playwright.chromium.launch(executable_path=program, args=arguments)
