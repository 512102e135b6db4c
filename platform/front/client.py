"""Where a request comes from and to which company it goes. Scarce resources are shared between both."""

from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network

from .asgi import Scope


@dataclass(frozen=True)
class Client:
    address: str  # for IPv6 the network of 64 bits, because one household or office has that much
    company: str  # the requested host as the client wrote it; it may not exist


def client_of(scope: Scope, *, trusted_proxies: int) -> Client:
    headers = dict(scope["headers"])
    host = headers.get(b"host", b"").decode("latin-1").lower()
    return Client(_address(scope, trusted_proxies), host.partition(":")[0])


def _address(scope: Scope, trusted_proxies: int) -> str:
    """The address that the outermost trusted proxy has seen. Entries before it are ignored: anybody can write them."""
    peer: str = (scope["client"] or ("", 0))[0]
    forwarded = b",".join(value for name, value in scope["headers"] if name == b"x-forwarded-for")
    seen = [entry.strip() for entry in forwarded.decode("latin-1").split(",") if entry.strip()]
    if trusted_proxies and len(seen) >= trusted_proxies:
        peer = seen[-trusted_proxies]
    try:
        address = ip_address(peer)
    except ValueError:
        return peer
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or ip_network((address, 64), strict=False))
    return str(address)
