"""Is the process alive, and can it serve? Asked by the orchestrator on any host, so it stands before routing."""

from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed, JsonResponse
from django.utils import timezone
from redis import Redis

from documents import antivirus
from documents.storage import storage
from gost import streebog
from notifications.sms.gateways import gateways
from signing.trust.health import warnings as signing_warnings
from tenancy.company import connection as company_connection
from tenancy.methods import READING
from tenancy.pooler import verdict


class HealthMiddleware:
    """`/health/live`: the process answers. `/health/ready`: the database does, and no pooler mixes companies.

    Redis, S3, clamd and whether SMS have a way out are reported but do not take the instance out: pages work without
    them. So are `warnings`, codes of what an operator should put right (`signing.trust.health`).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path not in {"/health/live", "/health/ready"}:
            return self.get_response(request)
        if request.method not in READING:
            return HttpResponseNotAllowed(sorted(READING))
        answer = JsonResponse({"live": True}) if request.path == "/health/live" else ready()
        answer["Cache-Control"] = "no-store"
        return answer


def ready() -> JsonResponse:
    probes = PROBES | ({"scanner": antivirus.answers} if antivirus.is_on() else {})
    answers: dict[str, bool | str] = {name: _answers(probe) for name, probe in probes.items()}
    is_ready = answers["database"] and answers["companies_apart"]
    answers["streebog"] = streebog.backend().name
    warnings = signing_warnings(now=timezone.now()) if answers["database"] else []
    return JsonResponse({"ready": is_ready, **answers, "warnings": warnings}, status=200 if is_ready else 503)


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
