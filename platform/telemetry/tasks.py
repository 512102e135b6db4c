"""Tasks carry the id of the request that asked for them, and are timed and counted by their names."""

import time
from typing import Any

from celery import signals
from django.db import connection

from . import context, metrics, traces

ID, SENT_AT = "request_id", "sent_at"  # headers of a message
_STARTED, _SPAN = "_started_at", "_span"


@signals.before_task_publish.connect
def sign_message(headers: dict[str, Any] | None = None, **kwargs: Any) -> None:
    if headers is not None:
        headers[ID] = context.request_id()
        headers[SENT_AT] = time.time()
        if traces.are_wanted():
            traces.carry(headers)


@signals.task_prerun.connect
def begin(task: Any, **kwargs: Any) -> None:
    message = task.request
    context.begin(getattr(message, ID, None) or context.new_id())
    context.note(task=task.name)
    if schema := getattr(message, "_schema_name", None):
        context.note(company=schema)
    setattr(message, _STARTED, time.perf_counter())
    if sent_at := getattr(message, SENT_AT, None):
        queue = (message.delivery_info or {}).get("routing_key") or "none"
        metrics.task_wait_seconds.labels(queue).observe(max(0.0, time.time() - sent_at))
    if traces.are_wanted():
        carried = {"traceparent": getattr(message, "traceparent", None) or ""}
        span = traces.task_span(task.name, carried)
        span.__enter__().set_attributes(context.known())
        context.note(trace_id=traces.trace_id())
        setattr(message, _SPAN, span)
        if traces.statement not in connection.execute_wrappers:
            connection.execute_wrappers.append(traces.statement)


@signals.task_postrun.connect
def end(task: Any, state: str | None = None, **kwargs: Any) -> None:
    metrics.tasks.labels(task.name, (state or "none").lower()).inc()
    if (started := getattr(task.request, _STARTED, None)) is not None:
        metrics.task_seconds.labels(task.name).observe(time.perf_counter() - started)
    if (span := getattr(task.request, _SPAN, None)) is not None:
        span.__exit__(None, None, None)


@signals.task_failure.connect
def note_failure(sender: Any, exception: BaseException, **kwargs: Any) -> None:
    if getattr(sender.request, _SPAN, None) is not None:
        traces.note_error(exception)


@signals.worker_process_shutdown.connect
def send_what_is_left(**kwargs: Any) -> None:
    traces.send_what_is_left()
