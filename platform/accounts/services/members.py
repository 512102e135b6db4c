"""Members of an organisation: changing roles and removing people."""

from datetime import datetime

from django.db import transaction

import audit

from ..errors import LastAdministrator
from ..models import Applicant, JoinRequest, Membership, User


@transaction.atomic
def change_role(membership: Membership, *, role: Membership.Role, by: User, now: datetime) -> None:
    """Raises LastAdministrator."""
    membership = _locked(membership)
    if membership.role == role:
        return
    if role != Membership.Role.ADMINISTRATOR:
        _another_administrator_must_remain(membership)
    membership.role = role
    membership.save(update_fields=["role"])
    audit.record(by, "member.role_changed", membership.applicant, now=now, user=membership.user_id, role=role.label)


@transaction.atomic
def remove_member(membership: Membership, *, by: User, now: datetime) -> None:
    """End the membership. What the person filed stays with the organisation. Raises LastAdministrator."""
    membership = _locked(membership)
    _another_administrator_must_remain(membership)
    membership.delete()
    JoinRequest.objects.filter(user=membership.user, applicant=membership.applicant).delete()
    audit.record(by, "member.removed", membership.applicant, now=now, user=membership.user_id)


def _locked(membership: Membership) -> Membership:
    """Lock the applicant, so that of two administrators who leave at once one stays."""
    Applicant.objects.select_for_update(no_key=True).get(pk=membership.applicant_id)
    return Membership.objects.select_related("applicant", "user").get(pk=membership.pk)


def _another_administrator_must_remain(membership: Membership) -> None:
    others = Membership.objects.filter(
        applicant=membership.applicant, role=Membership.Role.ADMINISTRATOR, user__is_active=True
    ).exclude(pk=membership.pk)
    if not others.exists():
        raise LastAdministrator
