"""A child that looks at a hostile file can neither eat the machine nor talk it to death."""

import os
import sys
import time

import psutil
import pytest

from documents.sandbox import child
from documents.sandbox.child import ChildFailed, Limits, run

MEGABYTE = 1024 * 1024


@pytest.fixture
def script(tmp_path):
    def write(text):
        path = tmp_path / "script.py"
        path.write_text(text)
        return path

    return write


def test_a_child_answers_what_it_was_asked(script):
    path = script("import sys; print(sys.argv[1], sys.stdin.read())")
    assert run([path, "слово"], input=b"42", limits=Limits()) == "слово 42\n".encode()


@pytest.fixture(params=["woken", "asking"])
def waiting(request, monkeypatch):
    """Woken by the kernel, where it can do that; asking again and again, as on macOS."""
    if request.param == "asking":
        monkeypatch.setattr(child, "_descriptor_of", lambda pid: None)


@pytest.mark.usefixtures("waiting")
@pytest.mark.parametrize(
    ("limits", "greedy"),
    [
        (Limits(memory=200 * MEGABYTE), "bytearray(300 * 1024 * 1024)"),
        (Limits(seconds=1), "while True: pass"),
        (Limits(patience=0.5), "import time; time.sleep(60)"),
        (Limits(written=MEGABYTE), "while True: print('many words')"),
        (Limits(files=16), "kept = [open('/dev/null') for _ in range(20)]"),
        (Limits(), "raise ValueError('broken')"),
        (Limits(), "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)"),
    ],
    ids=["memory", "processor", "clock", "words", "files", "error", "crash"],
)
def test_a_child_that_wants_too_much_is_stopped(script, limits, greedy):
    with pytest.raises(ChildFailed):
        run([script(greedy)], limits=limits)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has descriptors of processes")
def test_the_end_of_a_child_is_told_by_the_kernel(script, monkeypatch):
    def asking(*_arguments, **_options):
        raise AssertionError("the child is asked again and again whether it has ended")

    monkeypatch.setattr(time, "sleep", asking)
    before = set(os.listdir("/proc/self/fd"))
    assert run([script("print('ended')")], limits=Limits()) == b"ended\n"
    assert set(os.listdir("/proc/self/fd")) == before


@pytest.mark.usefixtures("waiting")
def test_a_child_whose_time_is_out_leaves_nothing_of_its_own(script):
    before = psutil.Process().children()
    with pytest.raises(ChildFailed):
        run([script("import time; time.sleep(60)")], limits=Limits(patience=0.2))
    assert psutil.Process().children() == before


def test_what_a_child_started_is_stopped_with_it(script):
    path = script(
        "import subprocess, sys\n"
        "left = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        "print(left.pid)\n"
    )
    left = int(run([path], limits=Limits()))
    deadline = time.monotonic() + 10
    while psutil.pid_exists(left) and psutil.Process(left).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < deadline, "it lives on"
        time.sleep(0.02)


def test_a_child_knows_no_secrets(script, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "secret")
    path = script("import os; print(sorted(os.environ))")
    assert b"SECRET_KEY" not in run([path], limits=Limits())
