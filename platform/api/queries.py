from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Exists, F, OuterRef, QuerySet

from accounts.models import User
from accounts.queries import FACTORS
from tenancy.statement import statement

from .models import Key


def known_key(number: int) -> Key | None:
    """The key of this number, its person, and whether they have a second factor (`has_factor`). One query."""
    found = _known(number=number)
    return found[0] if found else None


@statement
def _known(*, number: Any) -> QuerySet[Key]:
    factors = Authenticator.objects.filter(user=OuterRef("user"), type__in=FACTORS)
    return Key.objects.filter(pk=number).select_related("user").annotate(has_factor=Exists(factors))


def keys_for(user: User, *, now: datetime) -> QuerySet[Key]:
    """What stands on the page «Интеграции»: those in force first, each with its person."""
    keys = Key.objects.visible_to(user).select_related("user")
    return keys.order_by(F("revoked_at").desc(nulls_first=True), "-made_at", "-pk")
