"""Tasks carry the id of the request that asked for them, and are timed and counted by their names."""

import time
from typing import Any

from celery import signals

from . import context, metrics

ID, SENT_AT = "request_id", "sent_at"  # headers of a message
_STARTED = "_started_at"


@signals.before_task_publish.connect
def sign_message(headers: dict[str, Any] | None = None, **kwargs: Any) -> None:
    if headers is not None:
        headers[ID] = context.request_id()
        headers[SENT_AT] = time.time()


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


@signals.task_postrun.connect
def end(task: Any, state: str | None = None, **kwargs: Any) -> None:
    metrics.tasks.labels(task.name, (state or "none").lower()).inc()
    if (started := getattr(task.request, _STARTED, None)) is not None:
        metrics.task_seconds.labels(task.name).observe(time.perf_counter() - started)
