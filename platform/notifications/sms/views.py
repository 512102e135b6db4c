"""Receives delivery reports of gateways."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from tenancy.access import open_to_all
from tenancy.methods import require_http_methods

from . import reports
from .callbacks import is_secret_of
from .gateways import gateway_named

LONGEST_BODY = 64 * 1024  # bytes
MOST_REPORTS = 100  # at once


@csrf_exempt
@open_to_all
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, gateway: str, secret: str) -> HttpResponse:
    """Save the reports we await. Every request gets a 200, or the gateway would repeat it."""
    receiver = gateway_named(gateway)
    if receiver is None or not is_secret_of(gateway, secret):
        raise Http404
    for told in list(_told(request))[:MOST_REPORTS]:
        if read := receiver.read(told):
            reports.take(gateway, read, now=timezone.now())
    return HttpResponse("OK", content_type="text/plain")


def _told(request: HttpRequest) -> Iterator[dict[str, Any]]:
    """The sets of fields in the request: a query, a form, a JSON object or a list of objects."""
    query = request.GET.dict()
    try:
        length = int(request.headers.get("Content-Length") or 0)
    except ValueError:
        return
    if length > LONGEST_BODY:
        return
    body = request.body.decode("utf-8", errors="replace")
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        yield {**query, **dict(parse_qsl(body))}
        return
    yield from (line for line in (content if isinstance(content, list) else [content]) if isinstance(line, dict))
