"""Downloads from addresses in certificates. Strangers write these, so only hosts on a list are asked."""

import http.client
import ipaddress
import socket
import threading
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from typing import cast
from urllib.parse import urlsplit

from django.conf import settings

CHUNK = 64 * 1024
MAX_SIZE = 64 << 20  # bytes; ten times the largest public list of revoked certificates
_PORTS = {"http": 80, "https": 443}
_GLOBAL_UNICAST, _NAT64 = ipaddress.IPv6Network("2000::/3"), ipaddress.IPv6Network("64:ff9b::/96")


class NotFetched(Exception):
    """The download was refused, unreachable, too long or too slow. The text is for engineers."""


def fetch(
    url: str,
    *,
    hosts: Collection[str],
    body: bytes | None = None,
    content_type: str = "",
    max_size: int = MAX_SIZE,
    seconds: float = 30,
) -> bytes:
    """The body of the answer with status 200 to a GET, or to a POST if there is a `body`. Raises NotFetched.

    `hosts` are the allowed ones, as «host» or «host:port». Redirects are not followed. A name that resolves to an
    address of an internal network is refused at the connection itself, unless SIGNING_PRIVATE_HOSTS names it.
    """
    try:
        parts = urlsplit(url)
        netloc, port = parts.netloc.lower(), parts.port
    except ValueError as error:
        raise NotFetched("not an address") from error
    if parts.scheme not in _PORTS or netloc not in hosts:
        raise NotFetched(f"{netloc} is not among the hosts that may be asked")
    deadline = time.monotonic() + seconds
    kind = _Https if parts.scheme == "https" else _Http
    connection = kind(cast(str, parts.hostname), port or _PORTS[parts.scheme], timeout=seconds)
    try:
        target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        headers = {"Content-Type": content_type} if body is not None else {}
        connection.connect()
        with _cut_off(connection.sock, deadline):
            connection.request("POST" if body is not None else "GET", target, body=body, headers=headers)
            answer = connection.getresponse()
            if answer.status != 200:
                raise NotFetched(f"{netloc} answered {answer.status}")
            received = bytearray()
            while chunk := answer.read1(CHUNK):
                received += chunk
                if len(received) > max_size:
                    raise NotFetched(f"{netloc} sends more than {max_size} bytes")
        if time.monotonic() > deadline:
            raise NotFetched(f"{netloc} is too slow")
        return bytes(received)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NotFetched(f"{netloc}: {type(error).__name__}") from error
    finally:
        connection.close()


def host_of(url: str) -> str:
    return urlsplit(url).netloc.lower()


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


class _Http(http.client.HTTPConnection):
    def connect(self) -> None:
        self.sock = _connected(self.host, self.port, cast(float, self.timeout))


class _Https(http.client.HTTPSConnection):
    def connect(self) -> None:
        plain = _connected(self.host, self.port, cast(float, self.timeout))
        self.sock = self._context.wrap_socket(plain, server_hostname=self.host)  # type: ignore[attr-defined]


def _connected(host: str, port: int, seconds: float) -> socket.socket:
    """A connection to an address of the host that was checked itself: a second look-up could give another address."""
    failure: OSError | None = None
    for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        if not _is_public(str(address[0])) and host.lower() not in settings.SIGNING_PRIVATE_HOSTS:
            raise NotFetched(f"{host} is in an inner network")
        found = socket.socket(family, kind, protocol)
        found.settimeout(seconds)
        try:
            found.connect(address)
        except OSError as error:  # another address of the host may answer
            found.close()
            failure = error
        else:
            return found
    raise failure or OSError(f"{host} has no address")


def _is_public(address: str) -> bool:
    parsed = ipaddress.ip_address(address)
    if isinstance(parsed, ipaddress.IPv4Address):
        return parsed.is_global and not parsed.is_multicast
    inside = parsed.ipv4_mapped or parsed.sixtofour
    if parsed in _NAT64:
        inside = ipaddress.IPv4Address(parsed.packed[-4:])
    return inside.is_global if inside else parsed in _GLOBAL_UNICAST and parsed.is_global
