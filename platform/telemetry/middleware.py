"""Each request has an id, is timed and counted by its route, and leaves one line in the log."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponseBase

from . import context, metrics, traces

log = logging.getLogger("access")

HEADER = "X-Request-ID"


class RequestMiddleware:
    """The outermost: what it measures is the whole of what the site does for a request.

    The id is a proxy's where one is trusted. It stands in the answer's header, in each log line, in the tasks that the
    request asks for, and as the code on the page of an error.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        is_trusted = bool(settings.ALLAUTH_TRUSTED_PROXY_COUNT)
        context.begin(context.new_id(request.headers.get(HEADER, "") if is_trusted else ""))
        if not traces.are_wanted():
            return self._answer(request)
        headers = request.headers if is_trusted else None
        with traces.request_span(headers) as span, connection.execute_wrapper(traces.statement):
            context.note(trace_id=traces.trace_id())
            response = self._answer(request)
            span.update_name(f"{method_of(request)} {route_of(request)}")
            told = {"http.response.status_code": response.status_code, "http.route": route_of(request)}
            span.set_attributes({**told, **context.known()})
            return response

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        database = Database()
        started = time.perf_counter()
        with connection.execute_wrapper(database):
            response = self.get_response(request)
        seconds = time.perf_counter() - started
        response[HEADER] = context.request_id()
        count(request, response, seconds, database)
        return response


class Database:
    """Counts the statements of a request and the time they take, errors included."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.statements = 0

    def __call__(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, told: dict[str, Any]) -> Any:
        started = time.perf_counter()
        try:
            return execute(sql, params, many, told)
        finally:
            self.seconds += time.perf_counter() - started
            self.statements += 1


def count(request: HttpRequest, response: HttpResponseBase, seconds: float, database: Database) -> None:
    route, status = route_of(request), str(response.status_code)
    if settings.METRICS:
        metrics.requests.labels(route, method_of(request), status).inc()
        metrics.request_seconds.labels(route).observe(seconds)
        metrics.database_seconds.labels(route).inc(database.seconds)
        metrics.database_queries.labels(route).inc(database.statements)
        company = context.known().get("company")
        if company and settings.METRICS_COMPANIES:
            metrics.company_requests.labels(company, f"{status[0]}xx").inc()
    if settings.LOG_REQUESTS:
        told = {"route": route, "method": method_of(request), "status": response.status_code}
        told["ms"] = round(seconds * 1000, 1)
        log.info("request", extra={**told, "database_ms": round(database.seconds * 1000, 1)})


def route_of(request: HttpRequest) -> str:
    """The name of the route, never the path: that one holds numbers of cases and words people look for."""
    match = request.resolver_match
    if match is not None:
        return match.view_name or "unnamed"
    if request.path.startswith(settings.STATIC_URL):
        return "static"
    return "health" if request.path.startswith("/health/") else "none"


def method_of(request: HttpRequest) -> str:
    """A client may invent methods; each would be a label of its own."""
    return request.method if request.method in KNOWN_METHODS else "other"


KNOWN_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})
