"""Views that say what reached them. Those which last leave marks in a folder, and wait there for the test."""

import itertools
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.signals import request_finished, request_started
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.urls import path

MARKS = Path(os.environ["MARKS"])
PIECE = b"x" * 64 * 1024
here = threading.local()
astray: list[int] = []  # threads in which a request was finished that had not begun there


@receiver(request_started)
def begins(**_: Any) -> None:
    here.begun = True


@receiver(request_finished)
def ends(**_: Any) -> None:
    if not getattr(here, "begun", False):
        astray.append(threading.get_ident())
    here.begun = False


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Страница")


def echo(request: HttpRequest) -> HttpResponse:
    """The request as the site sees it, and its body."""
    environ = {name: value for name, value in request.META.items() if isinstance(value, str)}
    return JsonResponse({"environ": environ, "body": request.body.decode("latin-1"), "path": request.path})


def form(request: HttpRequest) -> HttpResponse:
    files = {file.name: file.size for file in request.FILES.getlist("files")}
    return JsonResponse({"fields": request.POST.dict(), "files": files})


def cookies(request: HttpRequest) -> HttpResponse:
    answer = HttpResponse("")
    answer.set_cookie("one", "1")
    answer.set_cookie("two", "2")
    return answer


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=204)


def threads(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"here": threading.get_ident(), "astray": astray})


def large(request: HttpRequest) -> HttpResponse:
    return HttpResponse(PIECE * 128)


def endless(request: HttpRequest, name: str) -> HttpResponseBase:
    return StreamingHttpResponse(_pieces(name, itertools.repeat(PIECE)))


def limited(request: HttpRequest, count: int) -> HttpResponseBase:
    return StreamingHttpResponse(itertools.repeat(PIECE, count))


def broken(request: HttpRequest) -> HttpResponseBase:
    def pieces() -> Iterator[bytes]:
        yield PIECE
        raise RuntimeError("in the middle of an answer")

    return StreamingHttpResponse(pieces())


def waiting(request: HttpRequest, name: str) -> HttpResponse:
    """Answers when the test lets it."""
    mark(f"{name}-entered")
    while not (MARKS / f"{name}-may-go").exists():
        time.sleep(0.01)
    return HttpResponse("Дождались")


def _pieces(name: str, pieces: Iterator[bytes]) -> Iterator[bytes]:
    made = 0
    try:
        for piece in pieces:
            made += len(piece)
            yield piece
    finally:
        mark(f"{name}-closed", str(made))


def mark(name: str, text: str = "") -> None:
    (MARKS / f"{name}.part").write_text(text)
    (MARKS / f"{name}.part").rename(MARKS / name)


VIEWS: list[tuple[str, Any]] = [
    ("page/", page), ("echo/", echo), ("form/", form), ("cookies/", cookies), ("nothing/", nothing),
    ("threads/", threads), ("large/", large),
    ("endless/<name>/", endless), ("limited/<int:count>/", limited), ("broken/", broken),
    ("waiting/<name>/", waiting),
]  # fmt: skip
urlpatterns = [path(f"{prefix}{route}", view) for prefix in ("", "checked/") for route, view in VIEWS]
urlpatterns.append(path("echo/<path:rest>", lambda request, rest: echo(request)))
