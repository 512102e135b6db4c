"""A request whose length is not what it says: refused early, and never half of it reaches the site."""

import json
import socket

import pytest

from tests.server.served import Served, answer_to, everything_said_by_server

TEN_GIGABYTES = 10 * 1024**3
POST = b"POST /echo/ HTTP/1.1\r\nHost: a\r\n%s\r\n"


def test_ten_gigabytes_are_refused_before_a_byte_is_sent(patient: Served) -> None:
    with patient.connect(POST % (b"Content-Length: %d\r\n" % TEN_GIGABYTES)) as client:
        answer, body = answer_to(client)
    assert answer.status == 413
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "Отправьте файлы по одному" in body.decode()


def test_a_script_is_told_as_json_and_not_to_go_on(patient: Served) -> None:
    headers = b"Content-Length: %d\r\nAccept: application/json\r\nExpect: 100-continue\r\n" % TEN_GIGABYTES
    with patient.connect(POST % headers) as client:
        answer, body = answer_to(client)
    assert answer.status == 413
    assert json.loads(body)["code"] == "too_large"


def test_whoever_sends_without_asking_still_reads_the_refusal(patient: Served) -> None:
    with patient.connect(POST % (b"Content-Length: %d\r\n" % TEN_GIGABYTES)) as client:
        client.sendall(b"x" * 3_000_000)
        assert answer_to(client)[0].status == 413


def test_a_body_of_unknown_length_is_counted(patient: Served) -> None:
    piece = b"100000\r\n" + b"x" * 1024**2 + b"\r\n"
    with patient.connect(POST % b"Transfer-Encoding: chunked\r\n") as client:
        client.sendall(piece * 9)
        assert answer_to(client)[0].status == 413


@pytest.mark.parametrize("length", [b"Content-Length: 10\r\n", b"Transfer-Encoding: chunked\r\n"])
def test_a_body_shorter_than_announced_is_refused(patient: Served, length: bytes) -> None:
    with patient.connect(POST % length + b"5\r\nabc") as client:
        client.shutdown(socket.SHUT_WR)
        assert everything_said_by_server(client).startswith(b"HTTP/1.1 400 ")


def test_what_follows_a_body_longer_than_announced_is_no_request(patient: Served) -> None:
    with patient.connect(POST % b"Content-Length: 3\r\n" + b"abcdefgh\r\n\r\n") as client:
        answers = everything_said_by_server(client)
    assert b"HTTP/1.1 400 " in answers
    assert b"defgh" not in answers


@pytest.mark.parametrize(
    "headers",
    [
        b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
        b"Content-Length: 4\r\nContent-Length: 5\r\n",
        b"Content-Length: -4\r\n",
        b"Content-Length: 4 4\r\n",
        b"Transfer-Encoding: identity, chunked, gzip\r\n",
    ],
)
def test_two_readings_of_a_length_are_none(patient: Served, headers: bytes) -> None:
    with patient.connect(POST % headers + b"0\r\n\r\n") as client:
        assert everything_said_by_server(client).startswith(b"HTTP/1.1 400 ")
