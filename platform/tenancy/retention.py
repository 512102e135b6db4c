"""How long a browser may cache a response. By default it may not cache it at all."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control

View = Callable[..., HttpResponseBase]

NOT_KEPT = "private, no-store"


def kept_for(seconds: int) -> Callable[[View], View]:
    """Let a page for anybody be kept by the browser of somebody who is not signed in.

    Never by a proxy: the frame of the page says who is there, and its forms carry a token.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response = view(request, *args, **kwargs)
            if response.status_code == 200 and request.method in {"GET", "HEAD"} and not request.user.is_authenticated:
                patch_cache_control(response, private=True, max_age=seconds)
            return response

        return told

    return decorate


class RetentionMiddleware:
    """Marks every answer. Behind a sign-in there is no exception; elsewhere a view may have said something else.

    So «back» after signing out shows nothing, and a shared computer keeps no application of anybody.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        view = getattr(request.resolver_match, "func", None)
        if getattr(view, "access", None) or "Cache-Control" not in response:
            response["Cache-Control"] = NOT_KEPT
        return response
