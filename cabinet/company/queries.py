"""What others read of the company."""

from django.db.models import QuerySet

from accounts.policy import Policy
from documents.policy import GIGABYTE, MEGABYTE
from documents.policy import Policy as DocumentsPolicy
from tenancy.company import current_company
from tenancy.statement import statement

from .models import Profile


def profile() -> Profile:
    """The company's own data. Raises Profile.DoesNotExist before the company is opened."""
    for about in _profile():
        return about
    raise Profile.DoesNotExist


@statement
def _profile() -> QuerySet[Profile]:
    """Almost every page and letter reads it, some several times."""
    return Profile.objects.filter(pk=1)


def account_policy() -> Policy:
    """What the company has decided about registration, telephones and codes."""
    about = profile()
    return Policy(
        password_by_letter=about.password_by_letter,
        captcha=about.captcha,
        phone_required=about.phone_required,
        phone_hold_hours=about.phone_hold_hours,
        sms_per_day=about.sms_per_day,
    )


def documents_policy() -> DocumentsPolicy:
    """How large a file the company takes, and how much the platform keeps for it."""
    return DocumentsPolicy(
        max_file_size=profile().max_file_mb * MEGABYTE, quota=current_company().storage_gb * GIGABYTE
    )
