"""What is read of cases: lists, the card, the poll. Everything goes through what this person may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from accounts.queries import applicant_has
from cabinet.catalogue.models import DocumentName
from cabinet.catalogue.queries import names_for_applicants, names_for_company
from cabinet.representatives.acting import applicant_sought

from .kinds import all_kinds, listed_rows
from .models import Case, CaseQuerySet, Entry
from .stages import CLOSED, OPEN, WAITS_FOR_APPLICANT, WAITS_FOR_COMPANY, Stage

PAGE_SIZE = 20
FEED_SIZE = 50

_SEARCHED = ("title__icontains", "subject__icontains", "number__icontains", "status__icontains")
WORDS_LOOKED_FOR = 6


def matching(cases: CaseQuerySet, words: str) -> CaseQuerySet:
    """Cases in which every word is found somewhere: of the applicant, in the title, address, number or status."""
    for word in words.split()[:WORDS_LOOKED_FOR]:
        own = Q(*((field, word) for field in _SEARCHED), _connector=Q.OR)
        cases = cases.filter(own | applicant_has(word, at="applicant__"))
    return cases


def listed(user: User) -> CaseQuerySet:
    """What stands in the lists of this person. (Staff have no drafts, and an index holds all that is counted.)"""
    visible = Case.objects.visible_to(user)
    return visible if user.is_staff_of_company else visible.begun()


@dataclass(frozen=True)
class Tab:
    code: str
    text: str
    condition: Q
    subject: str = "Объект"  # the heading of the column

    @property
    def reset_url(self) -> str:
        """The tab without any condition."""
        return f"?tab={self.code}"


def tabs_of(user: User) -> tuple[Tab, ...]:
    """The first is shown when none is asked for."""
    if user.is_staff_of_company:
        return (
            Tab("all", "Все", Q()),
            Tab("new", "Новые", Q(stage=Stage.WAITING)),
            Tab("mine", "Мои", Q(assignee=user, stage__in=OPEN)),
            Tab("waiting", "Ждут заявителя", Q(stage__in=WAITS_FOR_APPLICANT)),
            Tab("ours", "Ждут нас", Q(stage__in=WAITS_FOR_COMPANY)),
        )
    return (
        *(
            Tab(kind.tab.code, kind.tab.text, Q(kind=kind.code, stage__in=OPEN), kind.words.subject)
            for kind in all_kinds()
        ),
        Tab("drafts", "Черновики", Q(stage=Stage.DRAFT)),
        Tab("archive", "Архив", Q(stage__in=CLOSED)),
    )


def overview(cases: CaseQuerySet, tabs: Iterable[Tab]) -> tuple[dict[str, int], datetime | None]:
    """How many stand behind each tab and when any of them was changed last.

    One query, before the rows are read: a change between the two is told as new. For staff an index holds all of it.
    """
    found = cases.aggregate(changed=Max("changed_at"), **{t.code: Count("stage", filter=t.condition) for t in tabs})
    changed: datetime | None = found.pop("changed")
    return found, changed


def rows(cases: CaseQuerySet, user: User) -> CaseQuerySet:
    """With what a row of a list shows this person, so that a page costs the same at 1 and at 50 rows."""
    shown = ("applicant", "assignee") if user.is_staff_of_company else ()
    return cases.select_related(*listed_rows(), *shown).order_by("-changed_at", "-pk")


_ON_CARD = ("applicant", "assignee", "author")


def card(user: User) -> CaseQuerySet:
    """With what the card shows. (The row of a kind that no list shows is read when it is needed.)"""
    return _with_looks(Case.objects.visible_to(user).select_related(*listed_rows(), *_ON_CARD))


def card_to_act(user: User) -> CaseQuerySet:
    """As `card`, of those this person may change."""
    return _with_looks(Case.objects.acted_on_by(user).select_related(*listed_rows(), *_ON_CARD))


def _with_looks(cases: CaseQuerySet) -> CaseQuerySet:
    """`files_looked_at`: when a worker last learned something of a file of the case (viruses, pictures)."""
    files = Entry.objects.filter(case=OuterRef("pk")).order_by().values("case")
    looks: CaseQuerySet = cases.annotate(
        files_looked_at=Subquery(files.annotate(last=Max("document__looked_at")).values("last"))
    )
    return looks


def document_names(case: Case, user: User) -> list[DocumentName]:
    """What this person may call a document of the case."""
    return names_for_company() if user.is_staff_of_company else names_for_applicants(case.applicant.legal_form)


FEED_FILTERS = {
    "documents": ("Документы", Q(kind=Entry.Kind.DOCUMENT)),
    "messages": ("Сообщения", Q(kind=Entry.Kind.MESSAGE)),
    "statuses": ("Статусы", Q(kind=Entry.Kind.STATUS)),
}


def feed(case: Case, user: User, *, show: str = "") -> QuerySet[Entry]:
    """The entries of a visible case, newest first, each with its author, file and withdrawal."""
    entries = Entry.objects.shown_to(user).filter(case=case).exclude(kind=Entry.Kind.WITHDRAWAL)
    if show in FEED_FILTERS:
        entries = entries.filter(FEED_FILTERS[show][1])
    return entries.select_related("author", "document", "withdrawal")


def of_submission(case: Case) -> Q:
    """Whether an entry was handed over with the case: it was placed at that very moment."""
    return Q(from_company=False, placed_at=case.submitted_at)


def feed_page(entries: QuerySet[Entry], number: str | None) -> Page:
    """Most feeds fit one page, and then there is nothing to count."""
    newest = list(entries[: FEED_SIZE + 1])
    return Paginator(newest if len(newest) <= FEED_SIZE else entries, FEED_SIZE).get_page(number)


def neighbours(case: Case, user: User) -> dict[str, Case | None]:
    """The cases before and after this one in the queue (newest first), for the keys J and K."""
    others = Case.objects.visible_to(user).only("pk", "stage", "kind", "changed_at")
    # The first condition alone says where to start in the index.
    newer = others.filter(changed_at__gte=case.changed_at).exclude(changed_at=case.changed_at, pk__lte=case.pk)
    older = others.filter(changed_at__lte=case.changed_at).exclude(changed_at=case.changed_at, pk__gte=case.pk)
    return {
        "previous": newer.order_by("changed_at", "pk").first(),
        "next": older.order_by("-changed_at", "-pk").first(),
    }


def assignees_for(case: Case) -> QuerySet[User]:
    """Those who may be made assignees, and the one who is, though they may have left since."""
    may = User.objects.active().clerks() | User.objects.filter(pk=case.assignee_id)
    return may.order_by("last_name", "first_name")


def open_cases_of(assignee: User) -> QuerySet[Case]:
    """What is on this person, the last changed first."""
    on_them = Case.objects.filter(assignee=assignee, stage__in=OPEN).order_by("-changed_at")
    return on_them.select_related("applicant", *listed_rows())


def open_cases_by_assignee() -> dict[int, int]:
    """How many are on whom."""
    counted = (
        Case.objects.filter(assignee__isnull=False, stage__in=OPEN).values_list("assignee").annotate(n=Count("pk"))
    )
    return dict(counted.order_by())


def other_cases(case: Case, user: User) -> list[Case]:
    """Further cases of the same applicant."""
    others = Case.objects.visible_to(user).filter(applicant=case.applicant).exclude(pk=case.pk)
    return list(others.only("number", "stage", "kind")[:5])


def last_change(user: User, *, case_id: int | None = None) -> datetime | None:
    """When anything this person may see was changed last; of one case, if it is named. One index look-up."""
    changed: datetime | None = _followed(user, case_id).aggregate(last=Max("changed_at"))["last"]
    return changed


def last_changes(user: User, *, case_id: int) -> tuple[datetime | None, datetime | None]:
    """Of one case: as `last_change`, and when a worker last learned something of its files. One query."""
    last = _followed(user, case_id).aggregate(changed=Max("changed_at"), looked=Max("entries__document__looked_at"))
    return last["changed"], last["looked"]


def _followed(user: User, case_id: int | None) -> CaseQuerySet:
    if user.is_staff_of_company:
        cases = Case.objects.visible_to(user)
    else:  # what `visible_to` would find, without asking first for whom this person acts
        cases = Case.objects.begun().filter(applicant=applicant_sought(user))
    return cases if case_id is None else cases.filter(pk=case_id)


def count_all(now: datetime) -> int:
    return Case.objects.submitted().count()


def count_of_30_days(now: datetime) -> int:
    return Case.objects.filter(submitted_at__gte=now - timedelta(days=30)).count()
