"""The pool of schemas prepared in advance: opening a company takes one and renames it, in milliseconds.

See docs/adr/0004-schema-pool.md for the figures.
"""

import logging
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from tenants.models import SpareSchema
from tenants.names import SPARE_PREFIX
from tenants.recipe import make_schema
from tenants.schema import drop_schema, migrations_digest, rename_schema

log = logging.getLogger(__name__)

# A schema still «in the making» after this long belongs to a process that died.
ABANDONED_AFTER = timedelta(minutes=10)


class NoSpareReady(Exception):
    """The pool is empty, or others are taking what is left."""


def prepare_spare() -> SpareSchema:
    """Make one more spare: by its recipe in about a second, or by the migrations in ten, which leave the recipe.

    Not within a transaction of a request.

    The row comes first, so that a schema left half-made by a crash is known and thrown away.
    """
    spare = SpareSchema.objects.create(
        name=SPARE_PREFIX + secrets.token_hex(8), made_at=timezone.now(), migrations_digest=migrations_digest()
    )
    make_schema(spare.name)
    spare.state = SpareSchema.State.READY
    spare.save(update_fields=["state"])
    return spare


def take_spare(*, into: str) -> str:
    """Give a ready spare the name `into` and answer its version. Within the caller's transaction, all or nothing.

    Two who open companies at once lock different rows. A spare made for other migrations is never taken.
    """
    digest = migrations_digest()
    ready = SpareSchema.objects.ready(digest=digest).order_by("made_at", "pk")
    spare = ready.select_for_update(skip_locked=True, no_key=False).first()
    if spare is None:
        raise NoSpareReady
    rename_schema(spare.name, to=into)
    spare.delete()
    return digest


def keep_spares(*, count: int = 0, now: datetime) -> int:
    """Throw away what cannot be used any more and prepare what is missing up to `count` (or the setting)."""
    throw_away_useless(now=now)
    usable = SpareSchema.objects.filter(migrations_digest=migrations_digest()).count()
    missing = (count or settings.SPARE_SCHEMAS) - usable
    for _ in range(missing):
        prepare_spare()
    return max(missing, 0)


def throw_away_useless(*, now: datetime) -> None:
    """Spares hold no data: making a new one is simpler than bringing an old one up to date."""
    useless = SpareSchema.objects.useless(digest=migrations_digest(), abandoned_before=now - ABANDONED_AFTER)
    for pk in list(useless.values_list("pk", flat=True)):
        with transaction.atomic():  # one at a time: a drop locks every table of the schema
            spare = SpareSchema.objects.select_for_update(skip_locked=True, no_key=False).filter(pk=pk).first()
            if spare is not None:
                drop_schema(spare.name)
                spare.delete()
                log.info("spare schema %s thrown away", spare.name)
