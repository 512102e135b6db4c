"""Keeps typed text until its author has signed in again."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from tenancy.company import connection

from ..kept import cipher
from ..kept.typed import Typed
from ..models import KeptForm, User

LIFETIME = timedelta(hours=1)
LARGEST = 1024 * 1024  # bytes
MOST = 20  # forms of one person; beyond that the oldest are deleted


@transaction.atomic
def keep_form(typed: Typed, *, by: int, now: datetime) -> KeptForm | None:
    """Keep the form for an hour. None if it is too large, or if the user no longer exists."""
    raw = typed.dumps()
    if len(raw) > LARGEST or not User.objects.filter(pk=by).exists():
        return None
    sweep_kept_forms(now=now)
    number = uuid4()
    kept = KeptForm.objects.create(
        id=number, user_id=by, sealed=cipher.seal(raw, about=_about(number, by)), kept_until=now + LIFETIME
    )
    older = KeptForm.objects.filter(user_id=by).order_by("-kept_until", "-pk").values("pk")[MOST:]
    KeptForm.objects.filter(pk__in=list(older.values_list("pk", flat=True))).delete()
    return kept


def open_form(number: str, *, by: User, now: datetime) -> Typed | None:
    """The form of this person, within the hour; None for anybody else or later."""
    try:
        kept = KeptForm.objects.of(by).alive(now).filter(pk=UUID(number)).first()
        return Typed.loads(cipher.unseal(bytes(kept.sealed), about=_about(kept.pk, by.pk))) if kept else None
    except (ValueError, cipher.Unreadable):
        return None


def forget_form(number: str, *, by: User) -> None:
    """Delete the form once it has been submitted."""
    try:
        KeptForm.objects.of(by).filter(pk=UUID(number)).delete()
    except ValueError:
        return


def sweep_kept_forms(*, now: datetime) -> None:
    KeptForm.objects.filter(kept_until__lte=now).delete()


def _about(number: UUID, user_id: int) -> str:
    return f"{connection.schema_name}:{user_id}:{number}"
