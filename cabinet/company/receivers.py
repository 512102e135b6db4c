"""What lower layers tell us: a company was opened, a person has registered."""

from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5

from django.dispatch import receiver

from accounts.models import Applicant, ConsentText, User
from accounts.services import publish_default_texts
from accounts.signals import consent_withdrawn, registered
from cabinet.rules.packs import current_pack
from notifications.services import send_letter
from tenancy.company import current_company
from tenants.signals import company_opened

from . import services
from .queries import profile


@receiver(company_opened)
def begin_profile(administrator_email: str, now: datetime, **kwargs: Any) -> None:
    services.begin(notice_email=administrator_email, now=now)
    publish_default_texts(contracts=current_pack().contracts, now=now)


@receiver(registered)
def tell_the_company(user: User, applicant: Applicant, **kwargs: Any) -> None:
    """The company's address learns of a new user, without personal data in the letter."""
    about = profile()
    if not about.notice_email:
        return
    send_letter(
        key=uuid5(NAMESPACE_URL, f"{current_company().pk}/registered/{user.pk}"),
        to=about.notice_email,
        template="user_registered",
        context={
            "company_name": about.short_name,
            "legal_form": applicant.get_legal_form_display(),
            "link": f"{current_company().address}/cases/",
        },
    )


@receiver(consent_withdrawn)
def tell_of_a_withdrawal(user: User, kind: ConsentText.Kind, **kwargs: Any) -> None:
    """The company has terms to keep after that. Who it was stands in the journal, not in a letter."""
    about = profile()
    if about.notice_email:
        context = {"kind": kind.label, "number": user.pk, "link": f"{current_company().address}/cases/"}
        send_letter(key=uuid4(), to=about.notice_email, template="consent_withdrawn", context=context)
