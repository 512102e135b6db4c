"""The mail server is gone, slow, says no or lies: a letter leaves once, sooner or later, and the queue goes on."""

import socket
import socketserver
import threading
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from notifications import tasks
from notifications.models import OutboxMessage
from tenancy.company import inside
from tenants.models import GridCompany
from tests.notifications.conftest import letter

WORDS = {
    "greeting": b"220 mail.example.ru ESMTP\r\n",
    "EHLO": b"250 mail.example.ru\r\n",
    "MAIL": b"250 OK\r\n",
    "RCPT": b"250 OK\r\n",
    "DATA": b"354 go on\r\n",
    "the end": b"250 queued\r\n",
    "QUIT": b"221 bye\r\n",
    "RSET": b"250 OK\r\n",
}
# What the server does instead of its answer: words of its own, or one of these.
HANG_UP, KEEP_SILENT = object(), object()


class MailServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.lies: dict[str, object] = {}
        self.taken: list[str] = []
        self.released = threading.Event()


class Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        if not self.say("greeting"):
            return
        for line in self.rfile:
            word = line[:4].decode().upper().strip()
            if not self.say(word):
                return
            if word == "DATA" and "DATA" not in self.server.lies:
                self.server.taken.append(self.read_letter())
                if not self.say("the end"):
                    return
            if word == "QUIT":
                return

    def read_letter(self) -> str:
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line.decode())
        return "".join(lines)

    def say(self, word: str) -> bool:
        """Whether the conversation goes on."""
        answer = self.server.lies.get(word, WORDS.get(word, b"502 what?\r\n"))
        if answer is KEEP_SILENT:
            self.server.released.wait(30)
        if not isinstance(answer, bytes):
            self.request.shutdown(socket.SHUT_RDWR)
            return False
        self.wfile.write(answer)
        return True


@pytest.fixture
def server(settings: pytest.FixtureRequest) -> Iterator[MailServer]:
    made = MailServer()
    threading.Thread(target=made.serve_forever, daemon=True).start()
    changed: dict[str, object] = {
        "EMBEDDED": False,
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": made.server_address[1],
        "EMAIL_TIMEOUT": 1,
    }
    for name, value in changed.items():
        setattr(settings, name, value)
    yield made
    made.released.set()
    made.shutdown()
    made.server_close()


@pytest.fixture
def written(scratch_company: GridCompany) -> OutboxMessage:
    with inside(scratch_company):
        OutboxMessage.objects.all().delete()
        return letter(key=uuid4())


def attempt(company: GridCompany, message: OutboxMessage, *, later: timedelta = timedelta()) -> OutboxMessage:
    """The worker takes it, `later` than its turn would come."""
    with inside(company):
        OutboxMessage.objects.filter(pk=message.pk).update(next_attempt_at=timezone.now() - later)
        tasks.deliver(message.pk)
        message.refresh_from_db()
    return message


REFUSALS = {
    "hangs up at once": {"greeting": HANG_UP},
    "is busy": {"greeting": b"421 too many connections\r\n"},
    "does not know itself": {"EHLO": b"550 who are you\r\n", "HELO": b"550 who are you\r\n"},
    "refuses the sender": {"MAIL": b"451 try later\r\n"},
    "refuses the recipient": {"RCPT": b"550 no such user\r\n"},
    "refuses the letter": {"DATA": b"452 no room\r\n"},
    "takes the letter and refuses it": {"the end": b"554 looks like spam\r\n"},
    "hangs up over the letter": {"the end": HANG_UP},
    "speaks another language": {"greeting": b"HTTP/1.1 400 Bad Request\r\n\r\n"},
    "speaks no words": {"greeting": b"\xff\xfe\x00\r\n"},
    "keeps silent": {"greeting": KEEP_SILENT},
    "keeps silent over the letter": {"the end": KEEP_SILENT},
}


@pytest.mark.parametrize("lies", REFUSALS.values(), ids=REFUSALS)
def test_what_was_not_taken_is_tried_again_and_leaves_as_the_same_letter(
    scratch_company: GridCompany, server: MailServer, written: OutboxMessage, lies: dict[str, object]
) -> None:
    server.lies = lies
    failed = attempt(scratch_company, written)
    assert (failed.attempts, failed.delivered_at) == (1, None)
    assert failed.failure.startswith("Почтовый сервер")
    assert failed.recipient not in failed.failure
    assert failed.next_attempt_at > timezone.now()

    server.lies = {}
    server.taken.clear()
    assert attempt(scratch_company, written).delivered_at
    [taken] = server.taken
    assert f"Message-ID: <{written.key}@" in taken


@pytest.mark.parametrize("lie", [HANG_UP, KEEP_SILENT, b"500 no\r\n"], ids=["hangs up", "keeps silent", "says no"])
def test_what_was_taken_is_not_sent_again_however_the_talk_ends(
    scratch_company: GridCompany, server: MailServer, written: OutboxMessage, lie: object
) -> None:
    server.lies = {"QUIT": lie}
    assert attempt(scratch_company, written).delivered_at
    attempt(scratch_company, written, later=timedelta(days=1))
    assert len(server.taken) == 1


def test_one_letter_that_is_refused_does_not_hold_up_another(
    scratch_company: GridCompany, server: MailServer, written: OutboxMessage
) -> None:
    server.lies = {"RCPT": b"550 no such user\r\n"}
    attempt(scratch_company, written)
    server.lies = {}
    with inside(scratch_company):
        other = letter(key=uuid4())
    assert attempt(scratch_company, other).delivered_at
    with inside(scratch_company):
        assert [one.pk for one in OutboxMessage.objects.undelivered()] == [written.pk]
