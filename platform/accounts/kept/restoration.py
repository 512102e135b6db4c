"""Restores a kept form: the page is drawn by its own view, then its form is filled in with the typed values."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string

from tenancy.marker import KEPT
from ui.refill import Found, refill

from .labels import labelled
from .typed import SECRET, UNSEEN, Typed

GONE = "Страницы, на которой вы это ввели, больше нет, или она вам больше не доступна."
CLOSED = "Отправить это сейчас нельзя: с тех пор здесь что-то изменилось, например обращение подано или закрыто."


def filled(
    request: HttpRequest, response: HttpResponseBase, typed: Typed, *, kept: str = "", status: int = 200
) -> HttpResponse | None:
    """The page with its form as it was; `kept` is the number of the kept form. None if the page has no such form."""
    if not isinstance(response, HttpResponse) or not response.get("Content-Type", "").startswith("text/html"):
        return None

    def notice(found: Found) -> str:
        left = {n: v for n, v in found.left.items() if n not in UNSEEN and not SECRET.search(n)}
        context = {"found": found, "left": labelled(left), "kept": kept, "KEPT": KEPT}
        return render_to_string("accounts/kept_notice.html", context, using="plain")

    page = refill(
        response.content.decode(),
        at=request.path,
        action=typed.action,
        values=typed.values,
        files=typed.files,
        notice=notice,
        hint=lambda names: render_to_string("accounts/kept_file.html", {"names": names}, using="plain"),
    )
    if page is None:
        return None
    response.content = page.encode()
    response.status_code = status
    return response


def only_text(request: HttpRequest, typed: Typed, why: str, *, address: str = "", status: int = 409) -> HttpResponse:
    """A page that only shows what was typed, to be copied, when the form can no longer be submitted."""
    context = {"why": why, "texts": labelled(typed.texts), "address": address}
    return render(request, "accounts/kept_text.html", context, status=status)
