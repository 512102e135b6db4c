from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.utils import timezone

from . import told
from .signals import recorded

if TYPE_CHECKING:
    from .models import Record


def record(actor: Any, event: str, subject: Model, *, now: datetime | None = None, **details: Any) -> "Record":
    """Write down that `actor` (None: the system itself) did `event` ("noun.verbed") to `subject`.

    Call it in the transaction of the fact. `details` hold numbers and words of ours, never personal data.
    What is done through a key of the API bears the name of the key.
    """
    # Imported late: the package is named in INSTALLED_APPS, and models cannot be loaded before it.
    from .models import Record

    if through := getattr(actor, "through", ""):
        details = {**details, "through": through}
    made = Record.objects.create(
        at=now or timezone.now(),
        actor_kind=_kind(actor),
        actor_id=getattr(actor, "pk", None),
        event=event,
        subject_kind=subject._meta.label_lower,
        subject_id=subject.pk,
        details=details,
    )
    if outward := told.find(event):
        recorded.send(Record, record=made, for_applicant=outward.for_applicant)
    return made


def _kind(actor: Any) -> str:
    if actor is None:
        return "system"
    if actor.is_operator:
        return "operator"
    if actor.is_of_supplier:
        return "supplier"
    return "staff" if actor.is_staff_of_company else "applicant"
