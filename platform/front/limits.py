"""Limits for one client in bytes, seconds and places."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Limits:
    headers_seconds: float  # for all headers of a request
    body_idle_seconds: float  # between two pieces of a body
    body_grace_seconds: float  # after this time a body must come at the rate below on average
    body_bytes_per_second: float
    body_seconds: float  # for a whole body, even if it began fast
    reader_seconds: float  # in which a reader must take at least one byte of a waiting answer
    request_bytes: int  # size of one body
    bodies_bytes: int  # size of all bodies in temporary files of one process
    trusted_proxies: int  # number of our own proxies that add to X-Forwarded-For

    # One address may hold half of a scarce resource and one company three quarters, so that neither can take all of it.
    address_share: float = 1 / 2
    company_share: float = 3 / 4
