"""Where a request came from."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from accounts.allauth_glue.internals import truncate_ip
from accounts.services import Evidence


def client_ip(request: HttpRequest) -> str:
    """As the outermost proxy of ours saw it (TRUSTED_PROXIES): the rest of X-Forwarded-For anybody may write."""
    address: str = get_adapter().get_client_ip(request)
    return address


def network_of(address: str) -> str:
    """The network of a household: whoever has an IPv6 address has billions of them."""
    return truncate_ip(address)


def evidence_of(request: HttpRequest) -> Evidence:
    """From where and with what somebody agrees."""
    return Evidence(ip=client_ip(request), user_agent=request.headers.get("User-Agent", ""))
