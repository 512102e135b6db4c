"""The one place that decides for whom a person acts and whether they may file. Answers `accounts.ports.acting_of`."""

from typing import Any

from django.db.models import QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.acting import Acting
from accounts.models import Membership, User

from .models import Representation


def acting_of(user: User) -> Acting:
    """Whom the person chose, if it may still be so; else themself or their organisation; else a client."""
    if user.acts_for is not None and (chosen := _acting(user, applicant=user.acts_for)):
        return chosen
    return _acting(user) or Acting()


def choices_of(user: User) -> list[Acting]:
    """Everybody for whom the person may act, their own first."""
    return [
        *(Acting(own.applicant, role=own.role, may_file=True) for own in _memberships(user)),
        *(Acting(given.applicant, may_file=given.may_file) for given in _representations(user)),
    ]


def applicant_sought(user: User) -> Combinable:
    """The number of the applicant that `acting_of` would find, as SQL: for the poll, which has no query to spare."""
    tried: list[QuerySet[Any]] = [_memberships(user), _representations(user)]
    if user.acts_for is not None:
        tried = [found.filter(applicant=user.acts_for) for found in tried] + tried
    return Coalesce(*(Subquery(found.values("applicant")[:1]) for found in tried))


def _acting(user: User, **only: int) -> Acting | None:
    if own := _memberships(user, **only).first():
        return Acting(own.applicant, role=own.role, may_file=True)
    given = _representations(user, **only).first()
    return Acting(given.applicant, may_file=given.may_file) if given else None


def _memberships(user: User, **only: int) -> QuerySet[Membership]:
    found = user.membership_set.filter(applicant__blocked_at=None, **only)
    return found.select_related("applicant").order_by("pk")


def _representations(user: User, **only: int) -> QuerySet[Representation]:
    found = Representation.objects.in_force(timezone.localdate()).filter(user=user, applicant__blocked_at=None, **only)
    return found.select_related("applicant").order_by("-scope", "pk")
