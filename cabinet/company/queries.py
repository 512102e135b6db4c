"""What others read of the company."""

from accounts.policy import Policy
from documents.policy import GIGABYTE, MEGABYTE
from documents.policy import Policy as DocumentsPolicy
from tenancy.company import current_company

from .models import Profile


def profile() -> Profile:
    """The company's own data. Raises Profile.DoesNotExist before the company is opened."""
    return Profile.objects.get(pk=1)


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
