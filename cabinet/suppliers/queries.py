"""What is read of suppliers and, by their people, of applications: only those that name the supplier."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from allauth.mfa.models import Authenticator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.timezone import localdate, localtime

from accounts.models import Invitation, LegalForm, Supplier, User
from accounts.queries import FACTORS
from cabinet.applications.answers import in_words
from cabinet.applications.standing import standing_of
from cabinet.cases.due import SOON, left_in_words
from cabinet.cases.kinds import Facts
from cabinet.cases.models import Case, CaseQuerySet, Entry
from cabinet.contracts.codes import Code
from cabinet.contracts.models import Fact
from cabinet.deadlines.calendar import russia
from cabinet.terms.queries import Told
from signing.models import SignatureRequest
from ui.words import in_words as words_of
from ui.words import phone, plural


def listed_suppliers() -> QuerySet[Supplier]:
    """For the company's administrator: those let in first, each with `people_count`."""
    counted = Count("people", filter=Q(people__is_active=True))
    return Supplier.objects.annotate(people_count=counted).order_by("blocked_at", "name", "pk")


def people_of(supplier: Supplier) -> QuerySet[User]:
    """Each with `has_factor`; those who may come in first."""
    factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
    people = User.objects.filter(supplier=supplier).annotate(has_factor=Exists(factors))
    return people.order_by("-is_active", "last_name", "first_name")


def all_people() -> QuerySet[User]:
    return User.objects.filter(supplier__isnull=False).select_related("supplier")


def invitations_of(supplier: Supplier) -> QuerySet[Invitation]:
    """The last one to each who has not come yet, also when its term is over."""
    return _open_invitations().filter(supplier=supplier).order_by("email", "-sent_at").distinct("email")


def all_invitations() -> QuerySet[Invitation]:
    return _open_invitations().filter(supplier__isnull=False).select_related("supplier")


def _open_invitations() -> QuerySet[Invitation]:
    here = User.objects.filter(email=OuterRef("email"))
    return Invitation.objects.filter(~Exists(here), accepted_at=None)


# What a supplier sees of applications.


def applications_for(user: User) -> CaseQuerySet:
    """The registered applications that name the supplier of this person; of anybody else none."""
    cases: CaseQuerySet = Case.objects.submitted().exclude(number="")
    if user.supplier_id is None:
        return cases.none()
    return cases.filter(application__supplier=user.supplier_id)


@dataclass(frozen=True)
class Tab:
    code: str
    text: str
    condition: Q

    @property
    def url(self) -> str:
        return f"?tab={self.code}"


TABS = (
    Tab("mine", "Ждут договора", Q(due__supplier_day__isnull=False)),
    Tab("all", "Все заявки", Q()),
)


def queue(user: User, tab: Tab, words: str = "") -> CaseQuerySet:
    """What has to be placed first comes first; all of them, the newest first."""
    found = applications_for(user).filter(tab.condition)
    for word in words.split()[:6]:
        found = found.filter(
            Q(number__icontains=word) | Q(subject__icontains=word) | Q(applicant__organisation_name__icontains=word)
            | Q(applicant__last_name__icontains=word)
        )  # fmt: skip
    rows: CaseQuerySet = found.select_related("application", "applicant", "due")
    if tab.code == "mine":
        return rows.order_by("due__supplier_day", "due__case")
    return rows.order_by(F("application").desc())


def sent_by(user: User, case: Case) -> list[Fact]:
    """What the supplier of this person has sent to its own signer, the oldest first."""
    sent = Fact.objects.filter(case=case, code=Code.SENT, recorded_by__supplier=user.supplier_id)
    return list(sent.filter(recorded_by__supplier__isnull=False))


def placed_contract(case: Case) -> Fact | None:
    """What counts of what suppliers have placed: the newest."""
    rule = case.edition.supplier
    if rule is None:
        return None
    return Fact.objects.filter(case=case, code=rule.event).select_related("recorded_by__supplier").last()


def awaited_signature(user: User, case: Case) -> SignatureRequest | None:
    """What this supplier still has to sign of the case."""
    entries = [pk for fact in sent_by(user, case) for pk in fact.documents]
    documents = Entry.objects.filter(pk__in=entries).values("document")
    states = (SignatureRequest.State.AVAILABLE, SignatureRequest.State.CHECKING)
    asked = SignatureRequest.objects.of_side_of(user).filter(document__in=documents, state__in=states)
    return asked.order_by("-pk").first()


def documents_for(user: User, case: Case) -> QuerySet[Entry]:
    """Those of the company that the rules of the case name, once nobody has to sign them any more; and its own.

    Of what the applicant has handed over nothing: papers of identity and title are no business of a supplier.
    """
    rule = case.edition.supplier
    unsigned = SignatureRequest.objects.filter(document=OuterRef("document")).exclude(
        state=SignatureRequest.State.SIGNED
    )
    of_company = Q(from_company=True, code__in=rule.documents if rule else ()) & ~Q(Exists(unsigned))
    own = Q(from_supplier=True, author__supplier=user.supplier_id)
    placed = Entry.objects.filter(case=case, kind=Entry.Kind.DOCUMENT, placed_at__isnull=False, withdrawal__isnull=True)
    return placed.filter(of_company | own).select_related("document", "case").order_by("placed_at", "pk")


def unsigned_entry(user: User, request: SignatureRequest) -> Entry | None:
    """The document of a request to this supplier, in an application that it may see."""
    entries = Entry.objects.filter(document=request.document_id, case__in=applications_for(user))
    return entries.select_related("case__applicant", "document").first()


def facts_for_supplier(case: Case) -> Facts:
    """What the rules let a supplier know of an application; of a person no number and no paper."""
    applicant, rule = case.applicant, case.edition.supplier
    is_person = applicant.legal_form == LegalForm.PERSON
    standing = standing_of(case.application, pack=case.rules)
    facts = [
        ("Заявитель", applicant.title),
        ("Реквизиты", "" if is_person else applicant.numbers),
        ("Телефон", phone(applicant.phone) if applicant.phone else ""),
        ("E-mail", applicant.email),
    ]
    for code in rule.answers if rule else ():
        question = case.rules.question(code)
        if question.is_shown(standing.facts):
            facts.append((question.label, in_words(question, standing.answers.get(code), case.rules)))
    return [fact for fact in facts if fact[1]]


def events_for_supplier(told: Told) -> Facts:
    """What the rules have a supplier told of, with its day, the newest first."""
    edition = told.case.edition
    events = {rule.event for rule in edition.told if "supplier" in rule.whom}
    titles = {event.code: event.title for event in edition.events}
    return [
        (titles[one.event], words_of(localtime(one.at).date()))
        for one in reversed(told.occurrences)
        if one.event in events
    ]


@dataclass(frozen=True)
class Row:
    """An application in the queue of a supplier."""

    case: Case
    day: date | None

    @property
    def said(self) -> str:
        """«осталось 2 рабочих дня», «последний день сегодня», «просрочено на 3 дня»."""
        today = localdate()
        if self.day is None:
            return ""
        if self.day < today:
            return f"просрочено на {plural((today - self.day).days, 'день', 'дня', 'дней')}"
        if self.day == today:
            return "последний день сегодня"
        return left_in_words(today, self.day, is_working=True)

    @property
    def tone(self) -> str:
        if self.day is None:
            return ""
        today = localdate()
        if self.day < today:
            return "bad"
        return "wait" if russia().between(today, self.day) <= SOON else "live"


def rows_of(cases: Sequence[Case]) -> list[Row]:
    return [Row(case, case.due.supplier_day if hasattr(case, "due") else None) for case in cases]


# What both other sides see.


def offered() -> bool:
    """Whether the company has anybody to choose from."""
    return Supplier.objects.admitted().exists()


_DETAILS = {
    "personal_account": "Лицевой счёт",
    "payee": "Получатель платежей",
    "bank": "Банк",
    "bik": "БИК",
    "settlement_account": "Расчётный счёт",
}


def details_of(placed: Fact) -> Facts:
    """Under which account the applicant pays, and to whom."""
    return [(label, placed.detail(name)) for name, label in _DETAILS.items() if placed.detail(name)]
