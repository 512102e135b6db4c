"""Staff of the company, and people of suppliers: their roles, and whether they may sign in."""

from datetime import datetime

from django.db import transaction

import audit

from .. import versions
from ..errors import LastAdministrator, NotAdministrator
from ..models import Invitation, Session, StaffRole, User
from .invitations import invite


@transaction.atomic
def change_staff_role(person: User, *, role: StaffRole, seen: str | None = None, by: User, now: datetime) -> None:
    """Works at the person's next request. Raises LastAdministrator, NotAdministrator, ChangedMeanwhile."""
    person = _locked(person, by, stays=role == StaffRole.ADMINISTRATOR)
    author = versions.last_author(person, "staff.role_changed") if seen is not None else None
    saved = {"staff_role": person.staff_role}
    if not versions.changes({"staff_role": role.value}, saved=saved, seen=seen, author=author):
        return
    person.staff_role = role
    person.save(update_fields=["staff_role"])
    audit.record(by, "staff.role_changed", person, now=now, role=role.label)


@transaction.atomic
def disable_staff(person: User, *, by: User, now: datetime) -> None:
    """Their sessions end at once; what they did and what is on them stays.

    Raises LastAdministrator, NotAdministrator.
    """
    person = _locked(person, by, stays=False)
    if not person.is_active:
        return
    person.is_active = False
    person.save(update_fields=["is_active"])
    Session.objects.of(person).delete()
    audit.record(by, "staff.disabled", person, now=now)


@transaction.atomic
def enable_staff(person: User, *, by: User, now: datetime) -> None:
    """Raises NotAdministrator."""
    person = _locked(person, by, stays=True)
    if person.is_active:
        return
    person.is_active = True
    person.save(update_fields=["is_active"])
    audit.record(by, "staff.enabled", person, now=now)


@transaction.atomic
def invite_again(invitation: Invitation, *, by: User, now: datetime) -> Invitation:
    """Send a new link to the same person. The earlier one stops working. Raises EmailTaken."""
    names = {name: getattr(invitation, name) for name in ("last_name", "first_name", "middle_name")}
    return invite(
        email=invitation.email, staff_role=invitation.staff_role, supplier=invitation.supplier, by=by, now=now, **names
    )  # fmt: skip


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: User, now: datetime) -> None:
    """Delete the invitation, so that its link stops working. The audit keeps the fact."""
    pk, role = invitation.pk, invitation.role
    if Invitation.objects.filter(pk=pk, accepted_at=None).delete()[0]:
        audit.record(by, "invitation.withdrawn", invitation, now=now, role=role)


def _locked(person: User, by: User, *, stays: bool) -> User:
    """The row of `person` as it is now, for changing it; `stays`: the change leaves them what they may be.

    All administrators are locked in one order, so of two who demote each other at once the second finds themself
    demoted already, and one always remains.
    """
    locked = User.objects.active().administrators().select_for_update(no_key=True).order_by("pk")
    administrators = {administrator.pk for administrator in locked}
    if by.pk not in administrators:
        raise NotAdministrator
    if not stays and administrators == {person.pk}:
        raise LastAdministrator
    row: User = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    return row
