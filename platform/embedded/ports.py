"""Free ports on this machine."""

import errno
import socket
from collections.abc import Collection

TRIES = 500


def free_port(first: int, *, taken: Collection[int] = ()) -> int:
    """The first free port from `first` on."""
    for port in range(first, first + TRIES):
        if port not in taken and is_free(port):
            return port
    raise OSError(errno.EADDRINUSE, f"no free port between {first} and {first + TRIES}")


def is_free(port: int) -> bool:
    """Whether the port is free on both loopbacks. A browser asks `localhost` over IPv6 first, where another program
    would answer.
    """
    return _can_listen(socket.AF_INET, "127.0.0.1", port) and _can_listen(socket.AF_INET6, "::1", port)


def _can_listen(family: socket.AddressFamily, host: str, port: int) -> bool:
    try:
        probe = socket.socket(family)
    except OSError:
        return True  # a kernel without IPv6
    with probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError as error:
            return error.errno == errno.EADDRNOTAVAIL  # IPv6 is switched off
    return True
