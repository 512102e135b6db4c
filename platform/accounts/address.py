"""The address and the program that a request came from."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from .allauth_glue.internals import truncate_ip
from .services import Evidence


def client_ip(request: HttpRequest) -> str:
    """The address that our outermost proxy saw (TRUSTED_PROXIES). Anybody can forge the rest of X-Forwarded-For."""
    address: str = get_adapter().get_client_ip(request)
    return address


def network_of(address: str) -> str:
    """The network that a limit counts: one IPv6 subscriber has billions of addresses, so the prefix stands for all."""
    network: str = truncate_ip(address)
    return network


def evidence_of(request: HttpRequest) -> Evidence:
    """What is kept as evidence when somebody agrees: the address and the browser."""
    return Evidence(ip=client_ip(request), user_agent=request.headers.get("User-Agent", ""))
