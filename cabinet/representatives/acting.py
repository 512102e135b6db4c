"""The one place that decides for whom a person acts and whether they may file. Answers `accounts.ports.acting_of`."""

from typing import Any

from django.db.models import QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.acting import Acting
from accounts.models import Membership, User
from tenancy.statement import statement

from .models import Representation


def acting_of(user: User) -> Acting:
    """Whom the person chose, if it may still be so; else themself or their organisation; else a client."""
    if user.acts_for is not None and (chosen := _acting(user, applicant=user.acts_for)):
        return chosen
    return _acting(user) or Acting()


def choices_of(user: User) -> list[Acting]:
    """Everybody for whom the person may act, their own first."""
    return [
        *(Acting(own.applicant, role=own.role, may_file=True) for own in _memberships(user=user.pk)),
        *(
            Acting(given.applicant, may_file=given.may_file)
            for given in _representations(user=user.pk, today=timezone.localdate())
        ),
    ]


def applicant_sought(*, user: Any, today: Any, acts_for: Any = None) -> Combinable:
    """The number of the applicant that `acting_of` would find, as SQL: for the poll, which has no query to spare."""
    tried: list[QuerySet[Any]] = [_memberships.queryset(user=user), _representations.queryset(user=user, today=today)]
    if acts_for is not None:
        tried = [found.filter(applicant=acts_for) for found in tried] + tried
    return Coalesce(*(Subquery(found.values("applicant")[:1]) for found in tried))


def _acting(user: User, **only: int) -> Acting | None:
    if own := _memberships(user=user.pk, **only):
        return Acting(own[0].applicant, role=own[0].role, may_file=True)
    given = _representations(user=user.pk, today=timezone.localdate(), **only)
    return Acting(given[0].applicant, may_file=given[0].may_file) if given else None


@statement
def _memberships(*, user: Any, **only: Any) -> QuerySet[Membership]:
    found = Membership.objects.filter(user=user, applicant__blocked_at=None, **only)
    return found.select_related("applicant").order_by("pk")


@statement
def _representations(*, user: Any, today: Any, **only: Any) -> QuerySet[Representation]:
    found = Representation.objects.in_force(today).filter(user=user, applicant__blocked_at=None, **only)
    return found.select_related("applicant").order_by("-scope", "pk")
