"""What a client may take, in bytes, seconds and places."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Limits:
    headers_seconds: float  # for the headers of a request, all of them
    body_idle_seconds: float  # between two pieces of a body
    body_grace_seconds: float  # after which a body has to come at the rate below, on average
    body_bytes_per_second: float
    body_seconds: float  # for a whole body, however fast it began
    reader_seconds: float  # without a byte taken of an answer that waits
    request_bytes: int  # of one body
    bodies_bytes: int  # of all bodies that are in temporary files, in one process
    trusted_proxies: int  # how many proxies of ours add to X-Forwarded-For

    # One address may hold half of a scarce thing and one company three quarters, so that neither shuts out the rest.
    address_share: float = 1 / 2
    company_share: float = 3 / 4
