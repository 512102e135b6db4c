"""What lower layers tell us: a company was opened, a person has registered."""

from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5

from django.dispatch import receiver
from django.urls import reverse

from accounts.models import Applicant, ConsentText, JoinRequest, StaffRole, User
from accounts.services import publish_default_texts
from accounts.signals import access_asked, consent_withdrawn, registered
from cabinet.rules.packs import current_pack
from notifications.services import send_email
from signing.models import ChainHead
from signing.signals import head_left
from tenancy.company import current_company
from tenants.signals import company_opened
from ui import clock
from ui.words import in_digits

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
    send_email(
        key=uuid5(NAMESPACE_URL, f"{current_company().pk}/registered/{user.pk}"),
        to=about.notice_email,
        template="user_registered",
        context={
            "company_name": about.short_name,
            "legal_form": applicant.get_legal_form_display(),
            "link": f"{current_company().address}/cases/",
        },
    )


@receiver(access_asked)
def tell_who_decides(asked: JoinRequest, **kwargs: Any) -> None:
    """Nobody but the staff can say whether somebody is the applicant whom they have entered from a paper."""
    about = profile()
    if about.notice_email:
        send_email(
            key=uuid5(NAMESPACE_URL, f"{current_company().pk}/access-asked/{asked.pk}"),
            to=about.notice_email,
            template="access_asked",
            context={
                "company_name": about.short_name,
                "link": f"{current_company().address}{reverse('applicant', args=[asked.applicant_id])}",
            },
        )


@receiver(consent_withdrawn)
def tell_of_a_withdrawal(user: User, kind: ConsentText.Kind, **kwargs: Any) -> None:
    """The company has terms to keep after that. Who it was stands in the journal, not in a letter."""
    about = profile()
    if about.notice_email:
        context = {"kind": kind.label, "number": user.pk, "link": f"{current_company().address}/cases/"}
        send_email(key=uuid4(), to=about.notice_email, template="consent_withdrawn", context=context)


@receiver(head_left)
def send_the_head(head: ChainHead, keys_sha256: str, is_continued: bool, now: datetime, **kwargs: Any) -> None:
    """To the company's address and its administrators: what lies in their mail nobody changes from here."""
    administrators = User.objects.active().filter(staff_role=StaffRole.ADMINISTRATOR)
    addresses = {profile().notice_email, *administrators.values_list("email", flat=True)} - {""}
    for address in sorted(addresses):
        send_email(
            key=uuid5(NAMESPACE_URL, f"{current_company().pk}/chain/{head.pk}/{address}"),
            to=address,
            template="chain_head",
            context={
                "company_name": profile().short_name,
                "head": str(head),
                "number": head.number,
                "day": in_digits(clock.local(now)),
                "keys_sha256": keys_sha256,
                "keys_url": f"{current_company().address}{reverse('seal_keys')}",
                "is_stamped": head.stamp is not None,
                "is_continued": is_continued,
            },
        )
