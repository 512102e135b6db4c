"""What a page needs to speak with the plug-in: its loader, and the policy that lets it in. No other page has either."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpResponseBase
from django.templatetags.static import static

from tenancy.access import View


def loader_url() -> str:
    """Empty where the vendor's script was not put: the page then offers to sign outside."""
    address: str = settings.CADES_LOADER_URL
    return address if not address or _is_absolute(address) else static(address)


def plugin_allowed(view: View) -> View:
    """The policy of this page also lets in the loader and the script of the vendor's extension."""
    sources = list(settings.CADES_EXTENSIONS)
    if _is_absolute(settings.CADES_LOADER_URL) and (origin := _origin(settings.CADES_LOADER_URL)):
        sources.append(origin)
    update: Callable[[View], View] = csp_update({"script-src": sources})

    @wraps(view)
    def allowed(*args: object, **kwargs: object) -> HttpResponseBase:
        return view(*args, **kwargs)

    return update(allowed)


def _is_absolute(address: str) -> bool:
    return address.startswith(("http://", "https://", "/"))


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
