"""What stands after a chunked body is no header: a proxy has not looked at it, and it may have no end."""

import json

from tests.server.served import Served, everything_said_by_server

CHUNKED = b"POST /echo/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n"


def test_a_trailer_does_not_reach_the_site(patient: Served) -> None:
    with patient.connect(CHUNKED + b"X-Forwarded-For: 10.0.0.1\r\nCookie: session=another\r\n\r\n") as client:
        told = json.loads(everything_said_by_server(client).partition(b"\r\n\r\n")[2])
    assert told["body"] == "abc"
    assert not {"HTTP_X_FORWARDED_FOR", "HTTP_COOKIE"} & set(told["environ"])


def test_trailers_without_end_are_refused(patient: Served) -> None:
    before = patient.memory
    with patient.connect(CHUNKED) as client:
        try:
            for _ in range(200):
                client.sendall(b"a: b\r\n" * 50_000)
        except OSError:  # cut
            pass
        assert patient.memory - before < 20 * 1024**2


def test_a_chunk_that_never_begins_is_refused(patient: Served) -> None:
    with patient.connect(CHUNKED.removesuffix(b"0\r\n") + b"5;") as client:
        try:
            for _ in range(200):
                client.sendall(b"a" * 50_000)
        except OSError:  # cut
            return
        assert everything_said_by_server(client).startswith(b"HTTP/1.1 400 ")
