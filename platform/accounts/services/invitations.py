from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

import audit

from .. import emails, versions
from ..errors import EmailTaken, InvitationNotValid
from ..models import Invitation, StaffRole, Supplier, User
from ..models.invitation import LIFETIME
from ..security.tokens import hash_of, new_token


@transaction.atomic
def invite(
    *,
    email: str,
    staff_role: str = "",
    supplier: Supplier | None = None,
    by: User | None,
    now: datetime,
    last_name: str = "",
    first_name: str = "",
    middle_name: str = "",
    seen: str | None = None,
) -> Invitation:
    """Invite somebody by e-mail to become staff of the current company, or one of the people of a `supplier`.

    Their earlier invitation ends.
    `seen` is the newest invitation that the page knew. Raises EmailTaken; ChangedMeanwhile if a later one of the same
    person says something else.
    """
    email = email.strip().lower()
    if User.objects.filter(email=email).exists():
        raise EmailTaken
    # Administrators invite one after another: the second of two at once finds the invitation of the first.
    list(User.objects.administrators().select_for_update(no_key=True).order_by("pk").values_list("pk"))
    waiting = Invitation.objects.filter(email=email, accepted_at=None, expires_at__gt=now).order_by("pk").last()
    if seen is not None and waiting is not None and waiting.pk > versions.number_of(seen):
        typed = {
            "staff_role": str(staff_role), "last_name": last_name, "first_name": first_name, "middle_name": middle_name
        }  # fmt: skip
        versions.must_agree(
            typed,
            saved=versions.values_of(waiting, typed),
            version=str(waiting.pk),
            author=versions.last_author(waiting, "invitation.sent"),
        )
    Invitation.objects.filter(email=email, accepted_at=None, expires_at__gt=now).update(expires_at=now)
    token = new_token()
    invitation = Invitation.objects.create(
        email=email,
        staff_role="" if supplier else StaffRole(staff_role),
        supplier=supplier,
        last_name=last_name,
        first_name=first_name,
        middle_name=middle_name,
        token_sha256=hash_of(token),
        sent_at=now,
        expires_at=now + LIFETIME,
    )
    audit.record(by, "invitation.sent", invitation, now=now, role=invitation.role)
    emails.invitation(invitation, token)
    return invitation


def find_invitation(token: str, *, now: datetime) -> Invitation:
    """The invitation that `token` of an e-mail opens. Raises InvitationNotValid."""
    waiting = Invitation.objects.filter(token_sha256=hash_of(token), accepted_at=None, expires_at__gt=now)
    invitation = waiting.filter(supplier__blocked_at=None).select_related("supplier").first()
    if invitation is None:
        raise InvitationNotValid
    return invitation


@transaction.atomic
def accept_invitation(
    token: str, *, last_name: str, first_name: str, middle_name: str, password: str, now: datetime
) -> User:
    """Create the account of the invited person. Raises InvitationNotValid, also for the second of two requests."""
    invitation = find_invitation(token, now=now)
    # A conditional UPDATE decides: of two simultaneous requests only one changes the row.
    if not Invitation.objects.filter(pk=invitation.pk, accepted_at=None).update(accepted_at=now):
        raise InvitationNotValid
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                invitation.email,
                password,
                last_name=last_name,
                first_name=first_name,
                middle_name=middle_name,
                staff_role=invitation.staff_role,
                supplier=invitation.supplier,
                joined_at=now,
            )
    except IntegrityError:  # the person has registered meanwhile
        raise EmailTaken from None
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    audit.record(user, "invitation.accepted", invitation, now=now, role=invitation.role)
    return user
