"""Downloads from addresses in certificates. Strangers write these, so only hosts on a list are asked."""

from collections.abc import Collection
from urllib.parse import urlsplit

from django.conf import settings

from outward.exchange import NotReached as NotFetched
from outward.exchange import exchange, host_of

__all__ = ["NotFetched", "fetch", "host_of"]

MAX_SIZE = 64 << 20  # bytes; ten times the largest public list of revoked certificates
_SCHEMES = ("http", "https")


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

    `hosts` are the allowed ones, as «host» or «host:port». A name that resolves to an address of an internal network
    is refused, unless SIGNING_PRIVATE_HOSTS names it.
    """
    try:
        parts = urlsplit(url)
        netloc, _port = parts.netloc.lower(), parts.port
    except ValueError as error:
        raise NotFetched("not an address") from error
    if parts.scheme not in _SCHEMES or netloc not in hosts:
        raise NotFetched(f"{netloc} is not among the hosts that may be asked")
    answer = exchange(
        url,
        body=body,
        headers={"Content-Type": content_type} if body is not None else {},
        private_hosts=settings.SIGNING_PRIVATE_HOSTS,
        max_size=max_size,
        seconds=seconds,
    )
    if answer.status != 200:
        raise NotFetched(f"{netloc} answered {answer.status}")
    return answer.body
