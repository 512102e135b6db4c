"""Requests reach the site and answers leave it as WSGI and HTTP want it."""

import http.client
import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.server.served import HOST, Served, everything_said_by_server

PREFIXES = ["", "/checked"]  # the second under wsgiref.validate


def seen(patient: Served, method: str, path: str, body: bytes | None = None, **headers: str) -> dict[str, Any]:
    answer, told = patient.ask(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    assert answer.status == 200, told
    return dict(json.loads(told))


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_a_body_arrives_whole(patient: Served, prefix: str, method: str) -> None:
    for size in (0, 1, 300_000):  # in memory and on the disk
        told = seen(patient, method, f"{prefix}/echo/", b"x" * size, Content_Type="text/plain")
        assert told["body"] == "x" * size
        assert told["environ"]["REQUEST_METHOD"] == method
        assert told["environ"]["CONTENT_LENGTH"] == str(size)
        assert told["environ"]["CONTENT_TYPE"] == "text/plain"


def test_a_body_in_chunks_arrives_with_its_length(patient: Served) -> None:
    request = b"POST /echo/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
    with patient.connect(request + b"3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n") as client:
        told = json.loads(everything_said_by_server(client).partition(b"\r\n\r\n")[2])
    assert told["body"] == "abcdef"
    assert told["environ"]["CONTENT_LENGTH"] == "6"
    assert "HTTP_TRANSFER_ENCODING" not in told["environ"]


def test_who_asks_first_is_told_to_send(patient: Served) -> None:
    head = b"POST /echo/ HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"
    with patient.connect(head) as client:
        assert client.recv(65536) == b"HTTP/1.1 100 Continue\r\n\r\n"
        client.sendall(b"abc")
        assert b'"body": "abc"' in everything_said_by_server(client)


@pytest.mark.parametrize("prefix", PREFIXES)
def test_a_form_with_files_arrives(patient: Served, prefix: str) -> None:
    parts = [
        ('name="note"', b"\xd0\xb4\xd0\xb0"),
        *((f'name="files"; filename="{n}.pdf"', b"x" * n) for n in (5, 3_000_000)),
    ]
    body = b"".join(b"--b\r\nContent-Disposition: form-data; %s\r\n\r\n%s\r\n" % (n.encode(), v) for n, v in parts)
    told = seen(patient, "POST", f"{prefix}/form/", body + b"--b--\r\n", Content_Type="multipart/form-data; boundary=b")
    assert told == {"fields": {"note": "да"}, "files": {"5.pdf": 5, "3000000.pdf": 3_000_000}}


def test_the_environment_is_wsgis(patient: Served) -> None:
    path = "/echo/%D0%B4%D0%BE%D0%BC%2Fa%20b?q=%D0%B4&r=1"
    told = seen(patient, "GET", path, Host="res.example.ru:81", X_Forwarded_For="10.1.1.1", Accept="text/html")
    environ = told["environ"]
    assert told["path"] == "/echo/дом/a b"
    assert environ["QUERY_STRING"] == "q=%D0%B4&r=1"
    assert (environ["REMOTE_ADDR"], environ["HTTP_X_FORWARDED_FOR"]) == (HOST, "10.1.1.1")
    assert (environ["HTTP_HOST"], environ["wsgi.url_scheme"]) == ("res.example.ru:81", "http")
    assert (environ["SERVER_PROTOCOL"], environ["SCRIPT_NAME"]) == ("HTTP/1.1", "")
    assert environ["SERVER_PORT"] == str(patient.port)
    assert "CONTENT_LENGTH" not in environ or not environ["CONTENT_LENGTH"]


def test_a_header_said_twice_is_joined_and_a_feigned_one_dropped(patient: Served) -> None:
    lines = [
        b"GET /echo/ HTTP/1.1",
        b"Host: a",
        b"Connection: close",
        b"Cookie: a=1",
        b"Cookie: b=2",
        b"X-A: 1",
        b"X-A: 2",
    ]
    with patient.connect(b"\r\n".join([*lines, b"X_Forwarded_For: 6.6.6.6", b"", b""])) as client:
        environ = json.loads(everything_said_by_server(client).partition(b"\r\n\r\n")[2])["environ"]
    assert (environ["HTTP_COOKIE"], environ["HTTP_X_A"]) == ("a=1; b=2", "1,2")
    assert "HTTP_X_FORWARDED_FOR" not in environ


@pytest.mark.parametrize("prefix", PREFIXES)
def test_each_cookie_has_its_line(patient: Served, prefix: str) -> None:
    answer, _ = patient.ask("GET", f"{prefix}/cookies/")
    assert [line.split(";")[0] for line in answer.headers.get_all("Set-Cookie", [])] == ["one=1", "two=2"]


def test_head_and_no_content_have_no_body(patient: Served) -> None:
    connection = http.client.HTTPConnection(HOST, patient.port)
    for method, path, status, body in [
        ("HEAD", "/page/", 200, b""), ("GET", "/nothing/", 204, b""), ("HEAD", "/checked/limited/9/", 200, b""),
        ("HEAD", "/checked/page/", 200, b""), ("GET", "/page/", 200, "Страница".encode()),
    ]:  # fmt: skip
        connection.request(method, path)
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (status, body)
    assert connection.sock  # one connection for all of them
    connection.close()


def test_a_static_file_comes_whole_in_part_and_not_again(patient: Served) -> None:
    path = Path(settings.STATIC_ROOT) / "ui" / "icon.svg"
    content, address = path.read_bytes(), f"{settings.STATIC_URL}ui/icon.svg"
    answer, body = patient.ask("GET", address)
    assert (body, answer.headers["Content-Length"]) == (content, str(len(content)))
    part, body = patient.ask("GET", address, headers={"Range": "bytes=2-5"})
    assert (part.status, body) == (206, content[2:6])
    again, body = patient.ask("GET", address, headers={"If-Modified-Since": answer.headers["Last-Modified"]})
    assert (again.status, body) == (304, b"")
    head, body = patient.ask("HEAD", address)
    assert (head.headers["Content-Length"], body) == (str(len(content)), b"")


def test_many_static_files_at_once_are_no_downloads(patient: Served) -> None:
    lines = f"GET {settings.STATIC_URL}ui/icon.svg HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode()
    clients = [patient.connect(lines) for _ in range(20)]
    assert all(everything_said_by_server(client).startswith(b"HTTP/1.1 200") for client in clients)
    for client in clients:
        client.close()


def test_an_old_client_is_answered_and_left(patient: Served) -> None:
    for path in (b"/page/", b"/limited/40/"):
        with patient.connect(b"GET %s HTTP/1.0\r\nHost: a\r\n\r\n" % path) as client:
            head, _, body = everything_said_by_server(client).partition(b"\r\n\r\n")
        assert b"chunked" not in head
        assert b"content-length: %d" % len(body) in head.lower()


@pytest.mark.parametrize("prefix", PREFIXES)
def test_a_stream_comes_whole(patient: Served, prefix: str) -> None:
    assert len(patient.get(f"{prefix}/limited/100/")[1]) == 100 * 64 * 1024


def test_an_error_in_a_stream_cuts_it(patient: Served) -> None:
    with pytest.raises(http.client.IncompleteRead):
        patient.get("/broken/")


def test_a_request_ends_in_its_thread_and_threads_are_few(patient: Served) -> None:
    told = [json.loads(patient.get("/threads/")[1]) for _ in range(50)]
    assert len({answer["here"] for answer in told}) <= 2
    assert told[-1]["astray"] == []
