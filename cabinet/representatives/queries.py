"""Who of the representatives is told about a case of their client."""

from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import Applicant, Membership, User

from .models import Representation


def addressees(applicant: Applicant) -> list[str]:
    """E-mails of those whose mandate is in force and who want letters. A member of the applicant gets the member's."""
    if applicant.blocked_at is not None:
        return []
    mandates = Representation.objects.in_force(timezone.localdate()).filter(applicant=applicant, user=OuterRef("pk"))
    members = Membership.objects.filter(applicant=applicant, user=OuterRef("pk"))
    wanting = User.objects.active().filter(Exists(mandates), ~Exists(members), client_letters=True)
    return list(wanting.order_by("pk").values_list("email", flat=True))
