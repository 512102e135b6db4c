"""Pages by cursor: where the last page ended, so that nothing is counted off and nothing is shown twice or skipped."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from rest_framework import serializers

from tenancy.errors import DomainError

PAGE, PAGE_AT_MOST = 50, 100
BIGGEST = 2**63 - 1


class CursorNotValid(DomainError):
    status = 422
    code = "cursor_not_valid"
    message = "Начало страницы (cursor) не подходит: передайте next из прошлого ответа или ничего."


class PageQuery(serializers.Serializer):
    cursor = serializers.CharField(required=False, allow_blank=True, help_text="`next` прошлой страницы")
    limit = serializers.IntegerField(required=False, min_value=1, max_value=PAGE_AT_MOST, default=PAGE)


def after(rows: QuerySet[Any], *, moment: str, cursor: str, limit: int) -> tuple[list[Any], str | None]:
    """One page of rows, newest first by `moment` and number, and the cursor of the next one."""
    if cursor:
        at, pk = _read(cursor)
        # The first condition alone says where to start in the index.
        rows = rows.filter(**{f"{moment}__lte": at}).exclude(Q(**{moment: at}) & Q(pk__gte=pk))
    found = list(rows.order_by(f"-{moment}", "-pk")[: limit + 1])
    if len(found) <= limit:
        return found, None
    last = found[limit - 1]
    return found[:limit], written([getattr(last, moment).isoformat(), last.pk])


def by_number(rows: QuerySet[Any], *, cursor: str, limit: int) -> tuple[list[Any], str | None]:
    """One page of rows that no moment orders, the newest number first."""
    if cursor:
        rows = rows.filter(pk__lt=read(cursor, _number))
    found = list(rows.order_by("-pk")[: limit + 1])
    return found[:limit], written([found[limit - 1].pk]) if len(found) > limit else None


def _number(place: Any) -> int:
    (pk,) = place
    if type(pk) is not int or not 0 <= pk <= BIGGEST:
        raise ValueError
    return pk


def written(place: Sequence[Any]) -> str:
    return urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def read(cursor: str, check: Callable[[Any], Any]) -> Any:
    """What `written` has written, through `check`. Raises CursorNotValid for everything else."""
    try:
        return check(json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))))
    except (ValueError, TypeError, RecursionError):
        raise CursorNotValid from None


def _read(cursor: str) -> tuple[datetime, int]:
    def check(place: Any) -> tuple[datetime, int]:
        at, pk = place
        moment = datetime.fromisoformat(at)
        if type(pk) is not int or not 0 <= pk <= BIGGEST or moment.tzinfo is None:
            raise ValueError
        return moment, pk

    found: tuple[datetime, int] = read(cursor, check)
    return found
