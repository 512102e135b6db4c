"""How often a key may call, counted by the minute, and the headers that say how much is left."""

import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache

from tenancy.errors import DomainError

from .models import Key

WINDOW = 60  # seconds


class TooManyRequests(DomainError):
    status = 429
    code = "too_many_requests"
    message = "Слишком много запросов с этим ключом: не больше {limit} в минуту. Повторите через {seconds} с."


@dataclass(frozen=True)
class Rate:
    limit: int
    used: int
    seconds: int  # until the count begins anew

    @property
    def headers(self) -> dict[str, str]:
        left = max(self.limit - self.used, 0)
        return {
            "RateLimit-Policy": f'"key";q={self.limit};w={WINDOW}',
            "RateLimit": f'"key";r={left};t={self.seconds}',
        }

    def check(self) -> None:
        if self.used > self.limit:
            refusal = TooManyRequests(limit=self.limit, seconds=self.seconds)
            refusal.retry_after = self.seconds
            raise refusal


def count(key: Key) -> Rate:
    """Count one more call. The cache keeps companies apart, and counts in this process while Redis is away."""
    window, into = divmod(int(time.time()), WINDOW)
    name = f"api.calls.{key.pk}.{window}"
    cache.add(name, 0, 2 * WINDOW)
    try:
        used = cache.incr(name)
    except ValueError:  # Redis went away between the two
        used = 1
    return Rate(settings.API_REQUESTS_PER_MINUTE, used, WINDOW - into)
