import logging
import sys

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import requires_csrf_token

from telemetry import context
from tenancy.access import open_to_all
from ui import gallery
from ui.sight import Sight

logger = logging.getLogger(__name__)


@open_to_all
def sight(request: HttpRequest) -> HttpResponse:
    """Save what was chosen in the low-vision panel and go back to the page it was chosen on."""
    response = redirect(local(request, request.GET.get("next", "")))
    chosen = Sight() if "reset" in request.GET else Sight.of(request).changed(request.GET.dict())
    chosen.save(request, response)
    return response


@open_to_all
def components(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for whoever works on this site."""
    if not (settings.EMBEDDED):
        raise Http404
    return render(request, "ui/components.html", gallery.samples(request))


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same page for what is not there and for what is not yours."""
    return render(request, "errors/404.html", status=404)


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A form with more files or words than is taken at once, or one that was cut in the middle."""
    return render(request, "errors/400.html", status=400)


@requires_csrf_token
def too_many_requests(request: HttpRequest) -> HttpResponse:
    return render(request, "errors/429.html", status=429)


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    code = context.request_id() or context.new_id()  # what a caller names leads to every line about the request
    logger.error("error code %s: %s %s: %r", code, request.method, request.path, sys.exception())
    try:
        page = render_to_string("errors/500.html", {"code": code}, request)
    except Exception:  # what failed may be the database, and the frame of the page asks it who is there
        page = render_to_string("errors/500.html", {"code": code})
    return HttpResponse(page, status=500)


def local(request: HttpRequest, address: str) -> str:
    """The address if it is on this site, else the first page."""
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if ours else "/"
