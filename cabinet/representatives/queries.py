"""Who of the representatives is told about a case of their client."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.models import Applicant, Membership, User
from tenancy.statement import statement

from .models import Representation


def addressees(applicant: Applicant) -> list[str]:
    """E-mails of those whose mandate is in force and who want letters. A member of the applicant gets the member's."""
    if applicant.blocked_at is not None:
        return []
    return [user.email for user in _addressees(applicant=applicant.pk, today=timezone.localdate())]


@statement
def _addressees(*, applicant: Any, today: Any) -> QuerySet[User]:
    mandates = Representation.objects.in_force(today).filter(applicant=applicant, user=OuterRef("pk"))
    members = Membership.objects.filter(applicant=applicant, user=OuterRef("pk"))
    wanting = User.objects.active().filter(Exists(mandates), ~Exists(members), client_letters=True)
    return wanting.only("email").order_by("pk")
