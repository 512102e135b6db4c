"""Is the process alive, and can it serve? Asked by the orchestrator on any host, so it stands before routing."""

from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from redis import Redis

from documents import scanning
from documents.storage import storage
from gost import streebog
from notifications.sms.gateways import gateways
from tenancy.company import connection as company_connection
from tenancy.pooler import verdict


class HealthMiddleware:
    """`/health/live`: the process answers. `/health/ready`: the database does, and no pooler mixes companies.

    Redis, S3, clamd and whether SMS have a way out are reported but do not take the instance out: pages work without
    them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path == "/health/live":
            return JsonResponse({"live": True})
        if request.path == "/health/ready":
            return ready()
        return self.get_response(request)


def ready() -> JsonResponse:
    probes = PROBES | ({"scanner": scanning.answers} if scanning.is_on() else {})
    answers = {name: _answers(probe) for name, probe in probes.items()}
    is_ready = answers["database"] and answers["companies_apart"]
    return JsonResponse({"ready": is_ready, **answers, **_streebog()}, status=200 if is_ready else 503)


def _streebog() -> dict[str, str]:
    """Which library counts Streebog, and a warning where none was found and Python itself is left."""
    name = streebog.backend().name
    slow = {"warning": "Streebog is counted by Python, hundreds of times slower: install libgcrypt or gostprov"}
    return {"streebog": name, **(slow if name == streebog.PurePython.name else {})}


def _answers(probe: Callable[[], object]) -> bool:
    try:
        return bool(probe())
    except Exception:  # whatever a server that is down raises: the answer is that it is down
        return False


def _database() -> bool:
    company_connection.set_schema_to_public()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone())


def _redis() -> bool:
    with Redis.from_url(settings.REDIS_URL, socket_timeout=settings.REDIS_TIMEOUT) as redis:
        return bool(redis.ping())


def _companies_apart() -> bool:
    known = cache.get("pooler-verdict")
    if known is None:  # a pooler may be reconfigured later, so it is asked again, but not at every probe
        known = verdict().safe
        cache.set("pooler-verdict", known, 60)
    return bool(known)


PROBES: dict[str, Callable[[], object]] = {
    "database": _database,
    "companies_apart": _companies_apart,
    "redis": _redis,
    "storage": lambda: storage().answers(),
    "sms": gateways,
}
