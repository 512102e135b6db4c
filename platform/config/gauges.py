"""What the installation has just now, read when Prometheus asks: queues, due work, companies, spare schemas.

Everything comes from Redis and the shared schema, in five statements at most: no company is visited. What waits in the
outboxes of companies is on the list of due work, under the name of its task.
"""

import json
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Count, Min
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from redis import Redis
from redis.exceptions import RedisError

from telemetry.tasks import SENT_AT
from tenancy.company import in_public
from tenancy.models import DueWork
from tenants.models import GridCompany, SpareSchema


class Gauges(Collector):
    """For the exporter, which answers each time in a new thread: the connection of that thread ends with it."""

    def collect(self) -> Iterator[Metric]:
        try:
            yield from gauges()
        finally:
            connection.close()


def gauges() -> list[Metric]:
    """All values. A part whose server does not answer is left out: a missing series is what alerts look for."""
    found: list[Metric] = []
    with suppress(RedisError):
        found += queues()
    with suppress(DatabaseError), in_public():
        found += [*due_work(timezone.now()), *companies()]
    return found


def queues() -> Iterator[Metric]:
    length = GaugeMetricFamily("kabinet_queue_tasks", "Tasks that wait in a queue.", labels=["queue"])
    age = GaugeMetricFamily(
        "kabinet_queue_oldest_seconds", "Since when the next task of a queue waits.", labels=["queue"]
    )
    with Redis.from_url(settings.CELERY_BROKER_URL, socket_timeout=settings.REDIS_TIMEOUT) as redis:
        for queue in settings.CELERY_TASK_QUEUES:
            length.add_metric([queue.name], redis.llen(queue.name))
            age.add_metric([queue.name], _age(redis.lindex(queue.name, -1)))
    yield from (length, age)


def _age(message: bytes | None) -> float:
    """Seconds since a message was sent; 0 if there is none, or another program has sent it."""
    if message is None:
        return 0.0
    sent_at = json.loads(message).get("headers", {}).get(SENT_AT)
    return max(0.0, time.time() - sent_at) if sent_at else 0.0


def due_work(now: datetime) -> Iterator[Metric]:
    late = GaugeMetricFamily("kabinet_due_work", "Work that is due and not done, by its task.", labels=["task"])
    oldest = GaugeMetricFamily("kabinet_due_oldest_seconds", "Since when the oldest of it is due.", labels=["task"])
    due = DueWork.objects.filter(due_at__lte=now).values("task").annotate(number=Count("pk"), since=Min("due_at"))
    for found in due.order_by("task"):
        late.add_metric([found["task"]], found["number"])
        oldest.add_metric([found["task"]], (now - found["since"]).total_seconds())
    yield from (late, oldest)


def companies() -> Iterator[Metric]:
    states = GaugeMetricFamily("kabinet_companies", "Companies on this installation.", labels=["state"])
    counted = dict(GridCompany.objects.order_by().values_list("state").annotate(Count("pk")))
    for state in GridCompany.State.values:
        states.add_metric([state], counted.get(state, 0))
    spares = SpareSchema.objects.filter(state=SpareSchema.State.READY).count()
    yield states
    yield GaugeMetricFamily("kabinet_spare_schemas", "Empty schemas that wait for a new company.", value=spares)
