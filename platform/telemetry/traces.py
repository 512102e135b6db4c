"""Traces by OpenTelemetry: what a request and its tasks waited for. Off, unless `OTEL_EXPORTER_OTLP_ENDPOINT` is set.

Other settings have the names of the standard as well, and the SDK reads them itself: `OTEL_TRACES_SAMPLER`,
`OTEL_TRACES_SAMPLER_ARG`, `OTEL_SERVICE_NAME`. Nothing personal leaves: a request is named by its route, a statement by
its verb and table, a call of S3 by nothing. A trace that a client asks for is not believed, unless a proxy is trusted.
"""

import os
import re
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import Span, SpanKind

ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT"
SERVICE = "setevoy-kabinet"
_STATEMENT = re.compile(r'\s*(\w+)(?:.*?\b(?:FROM|INTO|UPDATE|JOIN)\s+"?(\w+)"?)?', re.IGNORECASE | re.DOTALL)
_UPDATE = re.compile(r'\s*(UPDATE)\s+"?(\w+)"?', re.IGNORECASE)


def are_wanted() -> bool:
    return bool(os.environ.get(ENDPOINT))


@cache
def provider() -> "TracerProvider":
    """Of this process, made when it first has something to tell: a fork would lose the thread that sends."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    made = TracerProvider(resource=Resource.create({"service.name": os.environ.get("OTEL_SERVICE_NAME", SERVICE)}))
    made.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return made


def send_what_is_left() -> None:
    """Before a process ends that runs no exit handlers."""
    if provider.cache_info().currsize:
        provider().force_flush(timeout_millis=2000)


def request_span(headers: Mapping[str, str] | None) -> Any:
    """A block that is a request. `headers` are given where the proxy before us is trusted."""
    from opentelemetry.trace import SpanKind

    return span("request", kind=SpanKind.SERVER, carrier={k.lower(): v for k, v in (headers or {}).items()})


def task_span(name: str, message: Mapping[str, str]) -> Any:
    """A block that is a task, within the trace of whoever asked for it."""
    from opentelemetry.trace import SpanKind

    return span(name, kind=SpanKind.CONSUMER, carrier=message)


@contextmanager
def span(name: str, *, kind: "SpanKind | None" = None, carrier: Mapping[str, str] | None = None) -> Iterator["Span"]:
    """A block of the trace. An error ends it as failed by its class alone: messages may name people."""
    from opentelemetry.trace import SpanKind
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    before = TraceContextTextMapPropagator().extract(carrier) if carrier else None
    tracer = provider().get_tracer("kabinet")
    with tracer.start_as_current_span(
        name, context=before, kind=kind or SpanKind.INTERNAL, record_exception=False, set_status_on_exception=False
    ) as one:
        try:
            yield one
        except BaseException as error:
            note_error(error)
            raise


def note_error(error: BaseException) -> None:
    """What is done now has failed."""
    from opentelemetry.trace import Status, StatusCode, get_current_span

    one = get_current_span()
    one.set_attribute("error.type", type(error).__qualname__)
    one.set_status(Status(StatusCode.ERROR))


@contextmanager
def call(name: str) -> Iterator[None]:
    """A block that waits for another server; nothing where no trace is taken of what is done."""
    if not are_wanted() or not _is_taken():
        yield
        return
    from opentelemetry.trace import SpanKind

    with span(name, kind=SpanKind.CLIENT):
        yield


def statement(execute: Callable[..., Any], sql: Any, params: Any, many: bool, told: dict[str, Any]) -> Any:
    """A wrapper of Django's around each statement."""
    if not _is_taken():
        return execute(sql, params, many, told)
    with call(named(str(sql))):
        return execute(sql, params, many, told)


def named(sql: str) -> str:
    """«SELECT cases_case»: the verb and the first table, never a value."""
    found = _UPDATE.match(sql) or _STATEMENT.match(sql)
    return " ".join(part for part in found.groups() if part) if found else "statement"


def carry(message: MutableMapping[str, Any]) -> None:
    """Write into the headers of a message to which trace it belongs."""
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    TraceContextTextMapPropagator().inject(message)


def trace_id() -> str:
    """Of what is done now, for the log; empty where no trace is taken."""
    from opentelemetry.trace import format_trace_id, get_current_span

    about = get_current_span().get_span_context()
    return format_trace_id(about.trace_id) if about.is_valid else ""


def _is_taken() -> bool:
    from opentelemetry.trace import get_current_span

    return get_current_span().is_recording()
