"""A run that was killed: its servers end by themselves, and if even the watchdog is gone the next run ends them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from embedded import Stack
from embedded.processes import left_behind, wait_gone

PATIENCE_SECONDS = 15
# A process started in the background inherits an ignored SIGINT, so the run takes it back, as `embedded.run` does.
RUN = """
import signal, sys, time
from pathlib import Path
from embedded import Stack

signal.signal(signal.SIGINT, signal.default_int_handler)
with Stack(Path(sys.argv[1]), fsync=False, configured={}):
    print("ready", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def run(home: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another process with its own stack, started and ready."""
    with subprocess.Popen([sys.executable, "-c", RUN, str(home)], stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        yield process
        process.kill()


def test_a_killed_run_takes_its_servers_along(run, home):
    assert len(left_behind(home)) >= 3
    run.kill()
    run.wait()

    deadline = time.monotonic() + PATIENCE_SECONDS
    while left_behind(home) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert left_behind(home) == []


def test_the_next_run_stops_what_a_killed_one_left(run, home):
    for process in [*psutil.Process(run.pid).children(), psutil.Process(run.pid)]:
        if "embedded.watchdog" in process.cmdline() or process.pid == run.pid:
            process.kill()
    run.wait()
    orphans = left_behind(home)
    assert len(orphans) >= 3

    with Stack(home, fsync=False, configured={}) as stack:
        assert stack.stopped_from_before == len(orphans)
        assert wait_gone(orphans, seconds=0) == []


def test_ctrl_c_leaves_nothing(run, home):
    os.kill(run.pid, signal.SIGINT)
    run.wait(PATIENCE_SECONDS)
    assert left_behind(home) == []
