"""Builders with readable defaults. What has a life is made by services, so no impossible data come about."""

import html
import io
import re
import uuid
from datetime import date, datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone
from PIL import Image

from accounts import services as accounts
from accounts import synthetic
from accounts.models import (
    Applicant,
    ApplicantDetails,
    ConsentText,
    JoinRequest,
    LegalForm,
    StaffRole,
    User,
)
from accounts.security.email_confirmation import key_for
from api import services as api
from api.models import Key
from api.scopes import scopes_for
from cabinet.applications import services as applications
from cabinet.cases import services as cases
from cabinet.cases.models import Case, Entry
from cabinet.catalogue import services as catalogue
from cabinet.catalogue.models import DocumentName
from cabinet.enquiries import services as enquiries
from cabinet.paperwork import services as paperwork
from cabinet.paperwork.models import WordTemplate
from cabinet.paperwork.press import original
from cabinet.representatives import services as representatives
from documents import services as documents
from documents.models import Document, Upload
from documents.storage import storage
from notifications.models import OutboxMessage
from tenancy.company import in_public, inside
from tenants.models import GridCompany
from tests.documents import honest
from tests.moment import NOW
from webhooks import services as webhooks
from webhooks.models import Endpoint

PASSWORD = "три слова и число 17"
PDF = (
    b"%PDF-1.7\n"
    b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"xref\n"
    b"0 4\n"
    b"0000000000 65535 f \n"
    b"0000000009 00000 n \n"
    b"0000000052 00000 n \n"
    b"0000000101 00000 n \n"
    b"trailer<</Size 4/Root 1 0 R>>\n"
    b"startxref\n"
    b"164\n"
    b"%%EOF\n"
)
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


def api_key(user: User, *scopes: str, days: int = 90, name: str = "1С", now: datetime = NOW) -> tuple[Key, str]:
    """A key of this person with these scopes, or all of theirs, and its token."""
    chosen = scopes or [scope.value for scope in scopes_for(user)]
    return api.make_key(name=name, scopes=chosen, days=days, by=user, key=uuid.uuid4(), now=now)


def webhook(user: User, **asked: Any) -> tuple[Endpoint, str]:
    """An endpoint of this person, told of everything that they may know, and its secret."""
    told = {"name": "1С", "url": "https://1c.example.ru/hook", "events": [], "kinds": [], **asked}
    return webhooks.make_endpoint(**told, by=user, key=uuid.uuid4(), now=NOW)


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
    """What a page says, with single ordinary blanks, as a browser shows them."""
    return " ".join(html.unescape(response.content.decode()).split())


def docx(name: str = "заявление.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, honest.docx())


def jpg(name: str = "план участка.jpg") -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(content, "JPEG")
    return SimpleUploadedFile(name, content.getvalue(), content_type="image/jpeg")


def document_name(title: str = "Согласие соседей", *, by: User, from_company: bool = False) -> DocumentName:
    """One more name of the company's catalogue, with a template file."""
    name = DocumentName(title=title, from_company=from_company, explanation="Подписывают все, чей участок рядом")
    return catalogue.keep(name, template=pdf("согласие.pdf"), by=by, now=NOW)


def word_template(*, by: User, code: str = "refusal") -> WordTemplate:
    """A template of the company: ours, uploaded as its own."""
    return paperwork.upload_template(
        code, SimpleUploadedFile("шаблон.docx", original(code)), form=WordTemplate.Form.PDF, by=by, now=NOW
    )


def uploaded(by: User, purpose: str, file: SimpleUploadedFile | None = None, *, cut: bool = False) -> Upload:
    """A file that a page has sent and not filed yet; `cut` leaves it without its last part."""
    file = file or pdf()
    content = file.read()
    upload = documents.begin_upload(
        name=file.name or "",
        size=len(content),
        purpose=purpose,
        fingerprint=uuid.uuid4().hex,
        by=by,
        now=timezone.now(),
    )
    for number in range(1, upload.parts_count + (not cut)):
        start = (number - 1) * upload.chunk_size
        documents.put_part(upload, number, content[start : start + upload.chunk_size])
    if not cut:
        upload.refresh_from_db()
        documents.finish_upload(upload, now=timezone.now())
    return Upload.objects.get(pk=upload.pk)


def draft(applicant: User, **answers: Any) -> Case:
    """A draft of an application with everything filled in but the files."""
    application = applications.start(applicant=applicant_of(applicant), by=applicant, key=uuid.uuid4(), now=NOW)
    applications.save_draft(application, answers={**ANSWERS, **answers}, now=NOW)
    return Case.objects.get(pk=application.pk)


def one_page(step: str) -> str:
    """From the first step of a draft to its one page for a filled form."""
    return f"{step.partition('/draft/')[0]}/draft/"


def application(applicant: User, **answers: Any) -> Case:
    """A submitted application with one document."""
    case = draft(applicant, **answers)
    cases.attach(case, pdf(), title="", by=applicant, key=uuid.uuid4(), now=NOW)
    return cases.submit(case, by=applicant, now=NOW)


def with_pictures(case: Case) -> Entry:
    """The entry of the only document of a case, as if its pictures had been drawn: a thumbnail and one page."""
    entry = case.entries.select_related("document").get(document__isnull=False)
    assert entry.document is not None
    for name in ("thumb", "1"):
        storage().put(f"previews/{entry.document.key}/{name}", io.BytesIO(jpg().read()), content_type="image/jpeg")
    Document.objects.filter(pk=entry.document.pk).update(pictures=Document.Pictures.MADE)
    return entry


def enquiry(applicant: User, text: str = "Как подать заявку?") -> Case:
    """A message sent to the company."""
    made = enquiries.start(applicant=applicant_of(applicant), by=applicant, key=uuid.uuid4(), now=NOW)
    return enquiries.send(made, topic="consultation", text=text, by=applicant, now=NOW)
