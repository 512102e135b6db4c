"""/outbox/ of the embedded mode. These routes do not exist elsewhere: see config.urls_public."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin

from tenancy.access import open_to_all

from . import directory
from .forms import SearchForm

# The HTML of an e-mail is untrusted: it may be shown and open links in a new tab, and nothing more.
LETTER_CSP = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; "
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
)


@open_to_all
def message_list(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    wishes = form.cleaned_data if form.is_valid() else {}
    context = {"form": form, "sent": directory.newest(**wishes), "limit": directory.SHOWN}
    return render(request, "notifications/outbox.html", context)


@open_to_all
def message(request: HttpRequest, key: UUID) -> HttpResponse:
    return render(request, "notifications/message.html", {"message": _find(key)})


@open_to_all
@xframe_options_sameorigin
def message_html(request: HttpRequest, key: UUID) -> HttpResponse:
    html = _find(key).html.replace("<head>", '<head><base target="_blank">', 1)
    return HttpResponse(html, headers={"Content-Security-Policy": LETTER_CSP})


def _find(key: UUID) -> directory.SentMessage:
    message = directory.find(key)
    if message is None:
        raise Http404
    return message
