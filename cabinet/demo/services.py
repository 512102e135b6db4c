"""Making the demonstration, with the same services that make everything in life."""

import re
import uuid
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts import services as accounts
from accounts.models import ConsentText, StaffRole, User
from accounts.security import email_confirmation
from cabinet.applicants.asked import missing_of
from cabinet.applicants.services import change_data
from cabinet.cases.models import Case
from cabinet.catalogue import services as catalogue
from cabinet.catalogue.models import DocumentName
from cabinet.company import services as company_services
from cabinet.pages import services as pages
from cabinet.pages.models import Slot
from cabinet.suppliers import services as suppliers
from notifications.models import OutboxMessage
from tenancy.company import in_public, inside
from tenants import services as tenants
from tenants.figures import measure
from tenants.models import GridCompany

from . import authority
from .companies import DEMOS, Demo
from .files import file
from .people import OPERATOR, PASSWORD, Colleague, Seller, Somebody
from .signals import filled
from .stories import STORIES
from .telling import NAMESPACE, Cast

OPENED = timedelta(days=300)  # before now: older than any case of the demonstration
ADDRESS = "Лугореченск, ул. Промышленная"
EVIDENCE = accounts.Evidence(ip="192.0.2.7", user_agent="make_demo")


def make(*, now: datetime) -> list[str]:
    """Whatever is not there yet. A company is filled whole or not at all; returns what was made, in words."""
    made = [OPERATOR[0]] if _make_operator(now=now) else []
    authority.make_trusted(now=now)
    for demo in DEMOS:
        company = _open(demo, now=now - OPENED)
        with inside(company), transaction.atomic():
            is_new = not Case.objects.exists()
            if is_new:
                _fill(demo, now=now)
                made.append(demo.short_name)
        if is_new:
            with in_public():
                measure(company, now=now)
                filled.send(GridCompany, company=company, now=now)
    return made


def _make_operator(*, now: datetime) -> bool:
    email, last_name, first_name, middle_name = OPERATOR
    names = {"last_name": last_name, "first_name": first_name, "middle_name": middle_name}
    with in_public():
        if User.objects.filter(email=email).exists():
            return False
        User.objects.create_user(email, PASSWORD, is_operator=True, joined_at=now - OPENED, **names)
    return True


def key_of(demo: Demo) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, demo.subdomain)


def _open(demo: Demo, *, now: datetime) -> GridCompany:
    return tenants.open_company(
        name=demo.name,
        short_name=demo.short_name,
        inn=demo.inn,
        ogrn=demo.ogrn,
        kpp=demo.kpp,
        kind=demo.kind,
        subdomain=demo.subdomain,
        administrator_email=demo.email_of(demo.staff[0]),
        by=None,
        key=key_of(demo),
        now=now,
    )


def _fill(demo: Demo, *, now: datetime) -> None:
    began = now - OPENED
    staff = [_hire(demo, colleague, now=began + timedelta(hours=1)) for colleague in demo.staff]
    _describe(demo, by=staff[0], now=began)
    for seller in demo.sellers:
        _let_in(seller, by=staff[0], now=began + timedelta(hours=2))
    applicants = {somebody.email: _register(somebody, now=began) for somebody in demo.applicants}
    signer = next((person for person in staff if person.staff_role == StaffRole.SIGNER), staff[0])
    for story in STORIES[demo.subdomain]:
        story(Cast(applicants=applicants, company=staff[-1], signer=signer, now=now))


def _hire(demo: Demo, colleague: Colleague, *, now: datetime) -> User:
    """By invitation: the link is taken from the letter, as its reader would, before the letter leaves."""
    names = {
        "last_name": colleague.last_name,
        "first_name": colleague.first_name,
        "middle_name": colleague.middle_name,
    }
    email = demo.email_of(colleague)
    accounts.invite(email=email, staff_role=colleague.role, by=None, now=now)
    return _accept(email, names, now=now)


def _accept(email: str, names: dict[str, str], *, now: datetime) -> User:
    letter = OutboxMessage.objects.filter(recipient=email).latest("pk")
    token = re.findall(r"/invitation/([\w-]+)/", letter.text)[0]
    return accounts.accept_invitation(token, **names, password=PASSWORD, now=now)


def _let_in(seller: Seller, *, by: User, now: datetime) -> User:
    """A supplier and its person."""
    supplier = suppliers.add_supplier(seller.answers, by=by, now=now)
    names = {"last_name": seller.last_name, "first_name": seller.first_name, "middle_name": seller.middle_name}
    accounts.invite(email=seller.email, supplier=supplier, by=by, now=now)
    return _accept(seller.email, names, now=now)


def _describe(demo: Demo, *, by: User, now: datetime) -> None:
    company_services.change(demo.settings, by=by, now=now)
    if demo.sign_in_text:
        pages.publish(Slot.SIGN_IN, text=demo.sign_in_text, by=by, now=now)
    if demo.explanations:
        catalogue.begin(by=by, now=now)
        for title, explanation in demo.explanations.items():
            asked = DocumentName.objects.get(title=title, from_company=False)
            asked.explanation = explanation
            catalogue.keep(asked, template=file(f"Образец. {title}.pdf"), by=by, now=now)


def _register(somebody: Somebody, *, now: datetime) -> User:
    accounts.register(
        somebody.newcomer(),
        password=PASSWORD,
        agreed_to=list(ConsentText.Kind),
        evidence=EVIDENCE,
        now=now,
    )
    accounts.confirm_email(email_confirmation.key_for(EmailAddress.objects.get(email=somebody.email)), now=now)
    user = User.objects.get(email=somebody.email)
    accounts.mark_phone_confirmed(user, now=now)
    if user.applicant is not None and missing_of(user.applicant):
        told = {"registration_address": f"{ADDRESS}, д. {somebody.n}"}
        change_data(user.applicant, answers=told, by=user, now=now)
    return user
