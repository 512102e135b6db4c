"""The virus scanner hangs, is slow or lies: nothing is called clean that was not, the file waits for a true answer."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import pytest

from cabinet.cases.models import Entry
from documents import antivirus, processing
from documents.antivirus import ScannerDown
from documents.models import Document
from documents.tasks import process
from tenancy.company import in_public, inside
from tenancy.models import DueWork
from tenants.models import GridCompany
from tests import world

from .conftest import Visitor
from .test_killed import forget_its_turn

PATIENCE = 0.5  # seconds that are waited for an answer here
SLOW = 0.2
PIECES = [b"a piece of a file"] * 4
Scan = Document.Scan
Conduct = Callable[[socket.socket], None]


@dataclass
class Scanner:
    """Listens where clamd would, and does to each file what `conduct` says."""

    listener: socket.socket
    conduct: Conduct
    is_over: threading.Event = field(default_factory=threading.Event)

    def serve(self) -> None:
        while not self.is_over.is_set():
            try:
                asking, _address = self.listener.accept()
            except OSError:
                return
            with closing(asking):
                try:
                    self.conduct(asking)
                except OSError:
                    continue


def read_whole(asking: socket.socket) -> None:
    """All pieces up to the empty one."""
    said = b""
    while not said.endswith(bytes(4)):
        said += asking.recv(65536)


def saying(answer: bytes, *, after: float = 0) -> Conduct:
    def conduct(asking: socket.socket) -> None:
        read_whole(asking)
        time.sleep(after)
        asking.sendall(answer)

    return conduct


def at_once(asking: socket.socket) -> None:
    """Calls the file clean as soon as its first bytes come, and reads on."""
    asking.recv(1)
    asking.sendall(b"stream: OK\0")
    read_whole(asking)


def in_the_middle(asking: socket.socket) -> None:
    """Calls it clean and hangs up."""
    asking.recv(20)
    asking.sendall(b"stream: OK\0")


def never(asking: socket.socket) -> None:
    read_whole(asking)
    asking.recv(1)  # until the other side gives up


def drop_by_drop(asking: socket.socket) -> None:
    read_whole(asking)
    while True:
        asking.sendall(b".")
        time.sleep(PATIENCE / 10)


def without_end(asking: socket.socket) -> None:
    read_whole(asking)
    while True:
        asking.sendall(b"stream: " * 10_000)


LIES: dict[str, Conduct] = {
    "it hangs up": saying(b""),
    "it hangs up in the middle of its answer": saying(b"stream: OK"),
    "it answers nothing": saying(b"\0"),
    "it answers another question": saying(b"PONG\0"),
    "it is another server": saying(b"HTTP/1.1 200 OK\0"),
    "it speaks of another file": saying(b"/tmp/other: OK\0"),
    "it answers before it has read": at_once,
    "it answers in the middle and hangs up": in_the_middle,
    "it never answers": never,
    "it answers drop by drop": drop_by_drop,
    "its answer has no end": without_end,
}


@pytest.fixture
def scanner(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Conduct], Scanner]]:
    monkeypatch.setattr(antivirus, "ANSWER_SECONDS", PATIENCE)
    started: list[Scanner] = []

    def start(conduct: Conduct) -> Scanner:
        scanner = Scanner(socket.create_server(("127.0.0.1", 0)), conduct)
        settings.CLAMD_ADDRESS = f"127.0.0.1:{scanner.listener.getsockname()[1]}"
        threading.Thread(target=scanner.serve, daemon=True).start()
        started.append(scanner)
        return scanner

    yield start
    for each in started:
        each.is_over.set()
        each.listener.shutdown(socket.SHUT_RDWR)
        each.listener.close()


def in_pieces() -> Iterator[bytes]:
    """As from slow storage: whoever answers early has answered before the next piece."""
    for piece in PIECES:
        yield piece
        time.sleep(SLOW / 4)


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_nothing_is_known_after_a_lie(scanner: Callable[[Conduct], Scanner], lie: Conduct) -> None:
    scanner(lie)
    with pytest.raises(ScannerDown):
        antivirus.scan(in_pieces())


@pytest.mark.parametrize(("answer", "verdict"), [
    (b"stream: OK\0", Scan.CLEAN),
    (b"stream: Win.Test.EICAR_HDB-1 FOUND\0", Scan.INFECTED),
    (b"stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0", Scan.FAILED),
    (b"INSTREAM size limit exceeded. ERROR\0", Scan.FAILED),
])  # fmt: skip
def test_a_slow_answer_is_waited_for(
    scanner: Callable[[Conduct], Scanner], answer: bytes, verdict: Document.Scan
) -> None:
    scanner(saying(answer, after=SLOW))
    assert antivirus.scan(in_pieces()) == verdict


@pytest.mark.parametrize("lie", [in_the_middle, never], ids=["in the middle", "never"])
def test_the_other_side_waits_until_it_speaks_the_truth(
    visitor: Visitor, scratch_company: GridCompany, scanner: Callable[[Conduct], Scanner], lie: Conduct
) -> None:
    scanner(lie)
    assert visitor.press("submit", world.pdf()).status_code == 302
    with inside(scratch_company):
        entry = Entry.objects.get(kind=Entry.Kind.DOCUMENT)
        number = entry.document_id
        assert number is not None
        forget_its_turn(number)
        process(number)
        assert Document.objects.get(pk=number).scan == Scan.UNCHECKED
    with in_public():
        assert DueWork.objects.filter(task=processing.PROCESS, subject=number).exists()

    scanner(saying(b"stream: OK\0"))
    with inside(scratch_company):
        forget_its_turn(number)
        process(number)
        assert Document.objects.get(pk=number).scan == Scan.CLEAN
