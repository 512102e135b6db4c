"""`make run` as a newcomer meets it: the whole site in a folder of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

from embedded.processes import left_behind

STOP_SECONDS = 30


def run(home: Path) -> tuple[subprocess.Popen[str], str]:
    """Start the site and read what it says until it serves, and the address it names."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment = {**kept, "STATIC_ROOT": str(home.parent / "static")}
    process = subprocess.Popen(
        [sys.executable, "-m", "embedded.run", str(home)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
    )
    assert process.stdout
    said = []
    for line in process.stdout:
        said.append(line)
        if found := re.search(r"Сайт\s+(http://\S+)", line):
            return process, found[1]
    raise AssertionError("".join(said))


def stop(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=STOP_SECONDS)


def test_the_site_starts_with_port_8000_taken_and_again_after_being_killed(home):
    with socket.create_server(("127.0.0.1", 8000)) if is_free(8000) else socket.socket():
        process, address = run(home)
        try:
            assert not address.endswith(":8000")
            with urllib.request.urlopen(address) as page:
                assert address in page.url
        finally:
            process.kill()
            process.communicate()

    process, again = run(home)
    stop(process)

    assert again == address
    assert process.returncode == 0
    assert left_behind(home) == []


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0
