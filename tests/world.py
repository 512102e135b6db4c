"""Builders with readable defaults. What has a life is made by services, so no impossible data come about."""

import html
import io
import re
import uuid
import zipfile
from datetime import date, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone
from PIL import Image

from accounts import services as accounts
from accounts import synthetic
from accounts.confirmation import key_for
from accounts.models import (
    Applicant,
    ApplicantDetails,
    ConsentText,
    JoinRequest,
    LegalForm,
    StaffRole,
    User,
)
from cabinet.applications import services as applications
from cabinet.cases import services as cases
from cabinet.cases.models import Case
from cabinet.enquiries import services as enquiries
from cabinet.representatives import services as representatives
from notifications.models import OutboxMessage
from tenancy.company import in_public, inside
from tenants.models import GridCompany
from tests.moment import NOW

PASSWORD = "три слова и число 17"
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
EVIDENCE = accounts.Evidence(ip="192.0.2.7", user_agent="Mozilla/5.0")
ANSWERS = {
    "type": "new",
    "purpose": "Жилой дом",
    "address": "Лугореченск, ул. Салимжанова, 1",
    "cadastral_number": "99:01:0101001:245",
    "max_power_kw": 15,
}


def number_from(company: GridCompany, start: int) -> None:
    """The next row of every table gets this number."""
    with inside(company), connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(format('%%I.%%I', schemaname, sequencename)::regclass, %s, false) "
            "FROM pg_sequences WHERE schemaname = %s",
            [start, company.schema_name],
        )


def person(n: int, **names: str) -> User:
    """A natural person registered in the company of the moment."""
    newcomer = Applicant(
        legal_form=LegalForm.PERSON,
        **{"last_name": "Орлова", "first_name": "Анна", **names},
        snils=synthetic.snils(n),
        email=f"person{n}@example.ru",
        phone=synthetic.phone(n),
    )
    user = accounts.register(
        newcomer,
        password=PASSWORD,
        agreed_to=[ConsentText.Kind.PERSONAL_DATA],
        evidence=EVIDENCE,
        now=NOW,
    )
    assert user is not None
    return confirmed(user)


def confirmed(user: User) -> User:
    """Whoever has just registered pressed the button of the letter, and typed the code."""
    accounts.confirm_email(key_for(EmailAddress.objects.get(user=user)), now=NOW)
    accounts.mark_phone_confirmed(user, now=NOW)
    return user


def organisation(n: int, **names: str) -> User:
    """The administrator of an organisation, which has told all that is asked."""
    user = accounts.register(
        newcomer_of_organisation(n, **names),
        password=PASSWORD,
        agreed_to=[ConsentText.Kind.PERSONAL_DATA],
        evidence=EVIDENCE,
        now=NOW,
    )
    assert user is not None
    confirmed(user)
    ApplicantDetails.objects.create(applicant=applicant_of(user), registration_address="Лугореченск, ул. Мира, 1")
    return user


def newcomer_of_organisation(n: int, **answers: str) -> Applicant:
    """As the registration form hands it over; the second employee of the same one has the same `n`."""
    return Applicant(
        legal_form=LegalForm.ORGANISATION,
        **{
            "inn": synthetic.inn10(n),
            "ogrn": synthetic.ogrn(n),
            "kpp": synthetic.kpp(n),
            "phone": synthetic.phone(n),
            "organisation_name": "ООО «Ромашка»",
            "last_name": "Громов",
            "first_name": "Аркадий",
            "email": f"organisation{n}@example.ru",
            **answers,
        },
    )


def employee(user: User, n: int) -> User:
    """One more person of the organisation of `user`, let in."""
    applicant = applicant_of(user)
    newcomer = newcomer_of_organisation(1, last_name="Лисина", first_name="Ольга", email=f"employee{n}@example.ru")
    newcomer.inn, newcomer.ogrn, newcomer.kpp = applicant.inn, applicant.ogrn, applicant.kpp
    accounts.register(
        newcomer, password=PASSWORD, agreed_to=[ConsentText.Kind.PERSONAL_DATA], evidence=EVIDENCE, now=NOW
    )
    joined = confirmed(User.objects.get(email=newcomer.email))
    accounts.admit(JoinRequest.objects.get(user=joined), by=user, now=NOW)
    return User.objects.get(pk=joined.pk)


def representative(applicant: User, n: int, scope: str = "file", *, until: date | None = None) -> User:
    """Somebody who files nothing of their own and acts for `applicant`."""
    email = f"representative{n}@example.ru"
    representatives.invite(
        applicant_of(applicant),
        email=email,
        scope=scope,
        until=until or timezone.localdate() + timedelta(days=365),
        upload=pdf("доверенность.pdf"),
        by=applicant,
        now=timezone.now(),
    )
    return representatives.accept_as_newcomer(
        token_of(email, "representation"),
        names={"last_name": "Яблочков", "first_name": "Олег", "middle_name": ""},
        password=PASSWORD,
        evidence=EVIDENCE,
        now=timezone.now(),
    )


def token_of(email: str, route: str) -> str:
    """From the newest letter to `email`, before it leaves."""
    letter = OutboxMessage.objects.filter(recipient=email, text__contains=f"/{route}/").latest("pk")
    return re.findall(rf"/{route}/([^/\s]+)/", letter.text)[0]


def applicant_of(user: User) -> Applicant:
    """For whom this person files."""
    assert user.applicant is not None
    return user.applicant


def staff(n: int, role: StaffRole = StaffRole.ADMINISTRATOR, **names: str) -> User:
    """Somebody of the company's staff."""
    return User.objects.create_user(
        f"staff{n}@example.ru", PASSWORD, staff_role=role, joined_at=NOW,
        **{"last_name": "Иванова", "first_name": "Мария", **names},
    )  # fmt: skip


def operator(n: int = 1) -> User:
    with in_public():
        return User.objects.create_user(
            f"operator{n}@example.ru", PASSWORD, is_operator=True, joined_at=NOW,
            last_name="Соколов", first_name="Тимур", middle_name="Ильдарович",
        )  # fmt: skip


def pdf(name: str = "выписка ЕГРН.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def words(response: Any) -> str:
    """What a page says, with ordinary blanks."""
    return html.unescape(response.content.decode()).replace("\u00a0", " ")


def docx(name: str = "заявление.docx") -> SimpleUploadedFile:
    """A text document as Word writes it: a ZIP with a list of its parts."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document/>")
    return SimpleUploadedFile(name, content.getvalue())


def jpg(name: str = "план участка.jpg") -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(content, "JPEG")
    return SimpleUploadedFile(name, content.getvalue(), content_type="image/jpeg")


def draft(applicant: User, **answers: Any) -> Case:
    """A draft of an application with everything filled in but the files."""
    application = applications.start(applicant=applicant_of(applicant), by=applicant, key=uuid.uuid4(), now=NOW)
    applications.save_draft(application, answers={**ANSWERS, **answers}, now=NOW)
    return Case.objects.get(pk=application.pk)


def application(applicant: User, **answers: Any) -> Case:
    """A submitted application with one document."""
    case = draft(applicant, **answers)
    cases.attach(case, pdf(), title="", by=applicant, key=uuid.uuid4(), now=NOW)
    return cases.submit(case, by=applicant, now=NOW)


def enquiry(applicant: User, text: str = "Как подать заявку?") -> Case:
    """A message sent to the company."""
    made = enquiries.start(applicant=applicant_of(applicant), by=applicant, key=uuid.uuid4(), now=NOW)
    return enquiries.send(made, topic="consultation", text=text, by=applicant, now=NOW)
