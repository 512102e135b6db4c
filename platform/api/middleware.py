"""Answers of the API that no endpoint has made: an unknown address, another method, a suspended company, a failure."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponseBase, JsonResponse

from .problems import CONTENT_TYPE, problem

PATH = "/api/v1/"
KEPT_HEADERS = ("Allow", "Retry-After")


class ProblemMiddleware:
    """Stands below the choice of the company and above sessions.

    A cookie means nothing here, so nobody is signed in by one, and what a browser sends along forges no call.
    """

    def __init__(self, get_response: Callable[[Any], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        if request.company is None or not request.path_info.startswith(PATH):
            return self.get_response(request)
        request.META.pop("HTTP_COOKIE", None)
        response = self.get_response(request)
        if response.status_code < 400 or response.get("Content-Type", "").startswith(CONTENT_TYPE):
            return response
        refusal = getattr(response, "refusal", None)
        said = {"code": refusal.code, "detail": refusal.message} if refusal else {}
        answer = JsonResponse(
            problem(response.status_code, **said), status=response.status_code, content_type=CONTENT_TYPE
        )
        for name in KEPT_HEADERS:
            if name in response:
                answer[name] = response[name]
        return answer
