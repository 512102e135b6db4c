from allauth.mfa.models import Authenticator
from django.db.models import Exists, Max, OuterRef, QuerySet

from accounts.models import Invitation, User
from accounts.queries import FACTORS


def colleagues() -> QuerySet[User]:
    """Everybody who is or was staff, each with `has_factor`; those who may come in first."""
    factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
    named = User.objects.staff().annotate(has_factor=Exists(factors))
    return named.order_by("-is_active", "last_name", "first_name")


def newest_invitation() -> int:
    """The version of a page that invites."""
    return Invitation.objects.aggregate(newest=Max("pk"))["newest"] or 0


def open_invitations() -> QuerySet[Invitation]:
    """The last one to each colleague who has not come yet, also when its term is over."""
    here = User.objects.filter(email=OuterRef("email"))
    waiting = Invitation.objects.filter(~Exists(here), accepted_at=None, supplier=None)
    return waiting.order_by("email", "-sent_at").distinct("email")
