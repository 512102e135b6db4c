"""A company in the middle of its life: people, applications of two years, feeds. Written in bulk, always the same."""

import itertools
import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from accounts import synthetic
from accounts.models import Applicant, LegalForm, Membership, StaffRole, User
from cabinet.applications.kind import APPLICATION
from cabinet.applications.models import Application
from cabinet.cases.models import Case, Entry
from cabinet.cases.stages import Stage
from cabinet.enquiries.models import Enquiry
from cabinet.rules.packs import pack_on
from documents.models import Document

APPLICANTS = 1_500
CASES = 5_000
DAYS = 730
BUSY_CASES = 45  # of the applicant whose list is measured: more than a page
CARD_ENTRIES = 10
NEVER = "!"  # a password nobody has: hashing thousands would take minutes
NAMES = [
    ("Орлова", "Анна", "Андреевна"), ("Лугов", "Пётр", "Ильич"), ("Сафина", "Алия", "Ринатовна"),
    ("Кузнецов", "Михаил", "Олегович"), ("Белая", "Екатерина", "Павловна"), ("Абдуллин", "Тимур", "Маратович"),
]  # fmt: skip
PURPOSES = ["Жилой дом", "Садовый дом", "Магазин", "Автомойка", "Склад", "Базовая станция связи"]
STREETS = ["Салимжанова", "Садовая", "Речная", "Лесная", "Заводская", "Новая"]
TEXTS = [
    "<p>Добрый день. Направляем недостающий документ, просим продолжить рассмотрение.</p>",
    "<p>В выписке из ЕГРН нет листа с описанием границ участка.</p><p>Пришлите её, пожалуйста, до пятницы.</p>",
    "<p>Когда будет готов проект договора?</p>",
]
STATUS_LINES = ["Ведётся проектирование", "Договор направлен на подпись", "Выполнены работы на подстанции"]
FILES = ["Выписка из ЕГРН.pdf", "План расположения.jpg", "Паспорт, стр. 2–3.pdf", "Проект договора.docx"]


@dataclass(frozen=True)
class Life:
    """Who and what the measured pages are about."""

    applicant: User  # has many cases
    administrator: User
    case: Case  # with CARD_ENTRIES entries
    draft: Case


@dataclass(frozen=True)
class Beginning:
    """A company where everything happened once, for counting queries at few rows."""

    applicant: User
    administrator: User
    case: Case


def begin(*, now: datetime) -> Beginning:
    author = Author(random.Random(1), now)
    administrator = author.staff()
    [applicant] = author.applicants(1)
    [case] = author.cases(1, [applicant], administrator, stages=[Stage.REVIEW])
    author.feed(case, administrator, 1)
    author.write()
    return Beginning(applicant.members.get(), administrator, case)


def live(*, now: datetime, cases: int = CASES) -> Life:
    author = Author(random.Random(1), now)
    administrator = author.staff()
    applicants = author.applicants(APPLICANTS)
    busy = applicants[0]
    [case, *_others] = author.cases(BUSY_CASES, [busy], administrator, stages=[Stage.REVIEW, Stage.PERFORMANCE])
    author.feed(case, administrator, CARD_ENTRIES)
    for other in author.cases(cases - BUSY_CASES, applicants[1:], administrator, stages=list(Stage)[1:]):
        author.feed(other, administrator, author.chance.randint(2, 6))
    [draft] = author.cases(1, [busy], administrator, stages=[Stage.DRAFT])
    author.write()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as autovacuum would have done within minutes
    return Life(busy.members.get(), administrator, case, draft)


class Author:
    """Thinks up rows, then writes them, a table at a time."""

    def __init__(self, chance: random.Random, now: datetime) -> None:
        self.chance = chance
        self.now = now
        self.pack = pack_on("electricity", date.today())
        self.numbers = itertools.count(1)
        self.account_of: dict[int, User] = {}
        self.made: list[Case] = []
        self.documents: list[Document] = []
        self.entries: list[Entry] = []

    def staff(self) -> User:
        return User.objects.create(
            email="staff@example.ru", password=NEVER, staff_role=StaffRole.ADMINISTRATOR, joined_at=self.now,
            last_name="Иванова", first_name="Мария", middle_name="Сергеевна",
        )  # fmt: skip

    def applicants(self, count: int) -> list[Applicant]:
        users, applicants = [], []
        for n in range(1, count + 1):
            last, first, middle = self.chance.choice(NAMES)
            common: dict[str, Any] = {
                "last_name": last, "first_name": first, "middle_name": middle,
                "email": f"person{n}@example.ru", "phone": synthetic.phone(n),
            }  # fmt: skip
            users.append(User(**common, password=NEVER, joined_at=self.now, phone_confirmed_at=self.now))
            form = self.chance.choices(list(LegalForm), weights=[7, 1, 2])[0]
            applicants.append(Applicant(**common, legal_form=form, created_at=self.now, **_numbers(form, n)))
        User.objects.bulk_create(users)
        Applicant.objects.bulk_create(applicants)
        Membership.objects.bulk_create(
            Membership(user=user, applicant=applicant) for user, applicant in zip(users, applicants, strict=True)
        )
        self.account_of = {applicant.pk: user for user, applicant in zip(users, applicants, strict=True)}
        return applicants

    def cases(self, count: int, applicants: list[Applicant], assignee: User, *, stages: list[Stage]) -> list[Case]:
        made = [self._case(self.chance.choice(applicants), assignee, self.chance.choice(stages)) for _ in range(count)]
        self.made += made
        Case.objects.bulk_create(made, batch_size=1000)
        return made

    def feed(self, case: Case, assignee: User, count: int) -> None:
        """Documents, messages and status lines in turn, the two sides in turn."""
        for n, kind in zip(range(count), itertools.cycle(["document", "message", "status"])):
            from_company = kind == "status" or n % 4 > 1
            at = case.changed_at - timedelta(hours=count - n)
            entry = Entry(
                case=case, kind=kind, author=assignee if from_company else case.author, from_company=from_company,
                created_at=at, placed_at=at,
            )  # fmt: skip
            if kind == "document":
                entry.document = self._document(entry.author, at)
                entry.title = self.chance.choice(self.pack.attachments).title
            elif kind == "message":
                entry.html = self.chance.choice(TEXTS)
            else:
                entry.title = self.chance.choice(STATUS_LINES)
            self.entries.append(entry)

    def write(self) -> None:
        applications = (self._application(case) for case in self.made if case.kind == APPLICATION)
        Application.objects.bulk_create(applications, batch_size=1000)
        Enquiry.objects.bulk_create(Enquiry(case=case) for case in self.made if case.kind != APPLICATION)
        Document.objects.bulk_create(self.documents, batch_size=1000)
        Entry.objects.bulk_create(self.entries, batch_size=1000)

    def _case(self, applicant: Applicant, assignee: User, stage: Stage) -> Case:
        n = next(self.numbers)
        created = self.now - timedelta(minutes=self.chance.randint(60, DAYS * 24 * 60))
        is_draft = stage == Stage.DRAFT
        kind = "application" if n % 7 or is_draft else "enquiry"
        status = next((listed.label for listed in self.pack.statuses if listed.stage == stage), self.pack.waiting)
        street = self.chance.choice(STREETS)
        return Case(
            kind=kind, applicant=applicant, author=self.account_of[applicant.pk],
            assignee=None if is_draft else assignee,
            title="Заявка на технологическое присоединение" if kind == "application" else "Сообщение",
            subject=f"Лугореченск, ул. {street}, {n % 150 + 1}" if kind == "application" else "Консультация",
            pack="" if is_draft else self.pack.code, pack_edition=None if is_draft else self.pack.valid_from,
            stage=stage, status=Stage.DRAFT.label if is_draft else status,
            number="" if is_draft or stage == Stage.WAITING else f"{n}-{created:%y}",
            created_at=created, changed_at=created + timedelta(days=3), submitted_at=None if is_draft else created,
            reached={} if is_draft else {"waiting": created.isoformat(), str(stage): created.isoformat()},
            company_spoke_at=created, applicant_spoke_at=created,
            applicant_looked_at=self.chance.choice([None, self.now]),
            company_looked_at=self.chance.choice([None, self.now]),
        )  # fmt: skip

    def _application(self, case: Case) -> Application:
        return Application(
            case=case, type=self.pack.types[0].code, purpose=self.chance.choice(PURPOSES), address=case.subject,
            cadastral_number=f"99:01:0101001:{case.pk}", max_power_kw=self.chance.choice([5, 15, 150]),
        )  # fmt: skip

    def _document(self, author: User, at: datetime) -> Document:
        document = Document(
            file_name=self.chance.choice(FILES), content_type="application/pdf", size=self.chance.randint(1, 9) * 10**5,
            sha256="0" * 64, uploaded_by=author, uploaded_at=at, placed_at=at,
        )  # fmt: skip
        self.documents.append(document)
        return document


def _numbers(form: LegalForm, n: int) -> dict[str, str]:
    if form == LegalForm.PERSON:
        return {"snils": synthetic.snils(n)}
    if form == LegalForm.ENTREPRENEUR:
        return {"inn": synthetic.inn12(n), "ogrn": synthetic.ogrnip(n)}
    return {
        "organisation_name": f"ООО «Стройка {n}»", "inn": synthetic.inn10(n), "ogrn": synthetic.ogrn(n),
        "kpp": synthetic.kpp(n),
    }  # fmt: skip
