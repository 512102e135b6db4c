"""One request to an address that a stranger has written. It never reaches an inner network, and it ends in time."""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

CHUNK = 64 * 1024
_PORTS = {"http": 80, "https": 443}
_GLOBAL_UNICAST, _NAT64 = ipaddress.IPv6Network("2000::/3"), ipaddress.IPv6Network("64:ff9b::/96")


class NotReached(Exception):
    """The request was refused, unreachable, too long or too slow. The text is for engineers."""


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes


def exchange(
    url: str,
    *,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    private_hosts: Collection[str] = (),
    max_size: int,
    is_cut: bool = False,
    seconds: float,
) -> Answer:
    """The answer to a GET, or to a POST if there is a `body`. Redirects are not followed. Raises NotReached.

    A name that resolves to an address of an internal network is refused at the connection itself, unless
    `private_hosts` has it, as «host» or «host:port». More than `max_size` bytes are a failure, or are left unread if
    the answer `is_cut`: then it also counts when its body does not come in time.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise NotReached("not an address") from error
    if parts.scheme not in _PORTS or not host:
        raise NotReached("not an address")
    netloc, port = parts.netloc.lower().rpartition("@")[2], port or _PORTS[parts.scheme]
    deadline = time.monotonic() + seconds
    connection: http.client.HTTPConnection | None = None
    try:
        plain = _connected(host, port, deadline, is_private_allowed=bool({host, netloc} & set(private_hosts)))
        connection = _kind(parts.scheme)(host, port, timeout=seconds)
        connection.sock = _wrapped(plain, host) if parts.scheme == "https" else plain
        with _cut_off(connection.sock, deadline):
            if isinstance(connection.sock, ssl.SSLSocket):
                connection.sock.do_handshake()
            target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
            connection.request("GET" if body is None else "POST", target, body=body, headers=dict(headers or {}))
            answer = connection.getresponse()
            received = _received(answer, max_size, is_cut=is_cut)
        if len(received) > max_size and not is_cut:
            raise NotReached(f"{netloc} sends more than {max_size} bytes")
        if time.monotonic() > deadline and not is_cut:
            raise NotReached(f"{netloc} is too slow")
        return Answer(answer.status, received)
    except (OSError, http.client.HTTPException, ValueError) as error:
        said = "is too slow" if time.monotonic() > deadline else type(error).__name__
        raise NotReached(f"{netloc}: {said}") from error
    finally:
        if connection is not None:
            connection.close()


def _received(answer: http.client.HTTPResponse, max_size: int, *, is_cut: bool) -> bytes:
    if is_cut:
        with suppress(OSError, http.client.HTTPException, ValueError):
            return answer.read1(max_size)
        return b""
    received = bytearray()
    while len(received) <= max_size and (chunk := answer.read1(CHUNK)):
        received += chunk
    return bytes(received)


@contextmanager
def _cut_off(connected: socket.socket, deadline: float) -> Iterator[None]:
    """Hang up at the deadline. A socket timeout alone restarts with each byte, so bytes could trickle for days."""
    timer = threading.Timer(max(0.0, deadline - time.monotonic()), _hang_up, [connected])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _hang_up(connected: socket.socket) -> None:
    with suppress(OSError):  # the other side has closed it already
        socket.socket.shutdown(connected, socket.SHUT_RDWR)  # works for TLS too, because it bypasses the TLS layer


def _kind(scheme: str) -> type[http.client.HTTPConnection]:
    return http.client.HTTPSConnection if scheme == "https" else http.client.HTTPConnection


def _wrapped(plain: socket.socket, host: str) -> ssl.SSLSocket:
    """The hands are shaken later, under the deadline."""
    return ssl.create_default_context().wrap_socket(plain, server_hostname=host, do_handshake_on_connect=False)


def _connected(host: str, port: int, deadline: float, *, is_private_allowed: bool) -> socket.socket:
    """A connection to an address of the host that was checked itself: a second look-up could give another address."""
    failure: OSError | None = None
    for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        if not is_public(str(address[0])) and not is_private_allowed:
            raise NotReached(f"{host} is in an inner network")
        found = socket.socket(family, kind, protocol)
        found.settimeout(max(0.001, deadline - time.monotonic()))
        try:
            found.connect(address)
        except OSError as error:  # another address of the host may answer
            found.close()
            failure = error
        else:
            return found
    raise failure or OSError(f"{host} has no address")


def is_public(address: str) -> bool:
    """Whether an address, written in figures, is one of the public internet."""
    parsed = ipaddress.ip_address(address)
    if isinstance(parsed, ipaddress.IPv4Address):
        return parsed.is_global and not parsed.is_multicast
    inside = parsed.ipv4_mapped or parsed.sixtofour
    if parsed in _NAT64:
        inside = ipaddress.IPv4Address(parsed.packed[-4:])
    return inside.is_global if inside else parsed in _GLOBAL_UNICAST and parsed.is_global


def host_of(url: str) -> str:
    """«host» or «host:port» of an address, as lists of hosts have it."""
    return urlsplit(url).netloc.lower()
