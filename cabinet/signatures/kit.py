"""«Комплект для подписания»: an application as a Word file with its papers, to be signed outside the cabinet."""

from collections.abc import Iterator
from datetime import datetime

import documents.services
from accounts.models import User
from cabinet.cases.models import Case, Entry
from documents import release
from documents.zip_stream import Member, Names, whole
from tenancy.company import current_company
from ui import clock, words

from .word import docx


def members_of_kit(case: Case, user: User, *, now: datetime) -> Iterator[Member]:
    """The application, what the applicant has attached as far as it may leave to this person, and a list of it."""
    names = Names()
    yield Member(names.of("Заявка.docx"), whole(_application(case)), now)
    listed = ["Заявка.docx"]
    handed = Entry.objects.handed_over()
    attached = handed.filter(
        case=case, from_company=False, from_supplier=False, document__isnull=False, withdrawal__isnull=True
    )
    for entry in attached.select_related("document").order_by("placed_at", "position", "created_at", "pk"):
        document = entry.document
        assert document is not None  # noqa: S101  (asked for above)
        if not release.may_have(document, own=entry.is_own_of(user)):
            listed.append(f"{document.file_name}: не вложен, {release.why_kept(document)}")
            continue
        name = names.of(document.file_name)
        listed.append(name)
        yield Member(name, documents.services.chunks(document), entry.placed_at or entry.created_at)
    yield Member(names.of("Состав комплекта.txt"), whole("\r\n".join([*listed, ""]).encode("utf-8-sig")), now)


def _application(case: Case) -> bytes:
    applicant = case.applicant
    pairs = [
        ("Сетевая организация", current_company().name),
        ("Заявитель", applicant.title),
        ("Реквизиты", applicant.numbers),
        *case.nature.paper(case),
        ("Телефон", words.phone(applicant.phone)),
        ("E-mail", applicant.email),
        ("Подано", words.with_time(clock.local(case.submitted_at)) if case.submitted_at else ""),
    ]
    line = f"Подпись ____________________ / {applicant.full_name} /"
    return docx(case.title, pairs, signature_line=line)
