"""What is read of cases: lists, the card, the poll. Everything goes through what this person may see."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypedDict

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.utils.timezone import localdate

from accounts.models import User
from accounts.queries import applicant_has
from cabinet.catalogue.models import DocumentName
from cabinet.catalogue.queries import names_for_applicants, names_for_company
from cabinet.deadlines.calendar import russia
from cabinet.representatives.acting import applicant_sought
from signing.models import SignatureRequest
from signing.queries import by_document, requests_with_signatures
from tenancy.statement import statement

from .due import SOON
from .kinds import all_kinds, listed_rows
from .models import Case, CaseQuerySet, Entry, Viewer
from .stages import CLOSED, OPEN, WAITS_FOR_APPLICANT, WAITS_FOR_COMPANY, Stage

PAGE_SIZE = 20
FEED_SIZE = 50
READ_AT_ONCE = 2 * FEED_SIZE  # entries, with those of the submission
OTHER_CASES = 5

_SEARCHED = ("title__icontains", "subject__icontains", "number__icontains", "status__icontains")
WORDS_LOOKED_FOR = 6


def matching(cases: CaseQuerySet, words: str) -> CaseQuerySet:
    """Cases in which every word is found somewhere: of the applicant, in the title, address, number or status."""
    for word in words.split()[:WORDS_LOOKED_FOR]:
        own = Q(*((field, word) for field in _SEARCHED), _connector=Q.OR)
        cases = cases.filter(own | applicant_has(word, at="applicant__"))
    return cases


def listed(user: User | Viewer) -> CaseQuerySet:
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
    return _tabs(user.is_staff_of_company, user)


def _tabs(for_staff: bool, me: Any) -> tuple[Tab, ...]:
    if for_staff:
        return (
            Tab("all", "Все", Q()),
            Tab("new", "Новые", Q(stage=Stage.WAITING)),
            Tab("mine", "Мои", Q(assignee=me, stage__in=OPEN)),
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


def overview(user: User) -> tuple[dict[str, int], datetime | None]:
    """How many stand behind each tab and when any of them was changed last.

    One query, before the rows are read: a change between the two is told as new. For staff an index holds all of it.
    """
    if user.is_staff_of_company:
        (found,) = _overview(True, me=user.pk)
    elif user.applicant is not None:
        (found,) = _overview(False, applicant=user.applicant.pk)
    else:
        found = {"changed": None, **{tab.code: 0 for tab in tabs_of(user)}}
    changed: datetime | None = found.pop("changed")
    return found, changed


@statement
def _overview(for_staff: bool, *, me: Any = None, applicant: Any = None) -> QuerySet[Case, dict[str, Any]]:
    counts = {tab.code: Count("stage", filter=tab.condition) for tab in _tabs(for_staff, me)}
    together = listed(Viewer(for_staff, applicant)).order_by().values(together=Value(1))  # one row of all
    return together.annotate(changed=Max("changed_at"), **counts).values("changed", *counts)


# Of the list of staff: words, which cases by the days between which their term ends.
DUE_FILTERS = {
    "over": "Просрочен",
    "reckoned": "Расчётный срок прошёл, требует проверки",
    "soon": "Сегодня и два рабочих дня",
    "later": "Позже",
    "none": "Не идёт",
}


def due_in(cases: CaseQuerySet, which: str) -> CaseQuerySet:
    """Those whose next term is over, presses, ends later, or does not run. What no source settles is nobody's delay."""
    today = localdate()
    soon = russia().after(today, SOON)
    if which == "over":
        return cases.filter(due__last_day__lt=today, due__is_reckoned=False)
    if which == "reckoned":
        return cases.filter(due__last_day__lt=today, due__is_reckoned=True)
    if which == "soon":
        return cases.filter(due__last_day__range=(today, soon))
    if which == "later":
        return cases.filter(due__last_day__gt=soon)
    return cases.filter(due__last_day__isnull=True) if which == "none" else cases


def rows(cases: CaseQuerySet, user: User, *, by_due: bool = False) -> CaseQuerySet:
    """With what a row of a list shows this person, so that a page costs the same at 1 and at 50 rows.

    With `by_due` what ends first comes first, and what does not run at all comes last: the order of an index.
    """
    shown = ("applicant", "assignee", "due") if user.is_staff_of_company else ()
    cases = cases.select_related(*listed_rows(), *shown)
    if by_due:
        return cases.filter(due__isnull=False).order_by(F("due__last_day").asc(nulls_last=True), "due__case_id")
    return cases.order_by("-changed_at", "-pk")


def card(user: User, pk: int) -> Case | None:
    """The case that this person may see, with what its card shows."""
    if user.is_staff_of_company:
        found = _card(True, pk=pk)
    else:
        found = _card(False, pk=pk, applicant=user.applicant.pk) if user.applicant else []
    return found[0] if found else None


@statement
def _card(for_staff: bool, *, pk: Any, applicant: Any = None) -> CaseQuerySet:
    return _with_card(Case.objects.visible_to(Viewer(for_staff, applicant))).filter(pk=pk)


def card_to_act(user: User) -> CaseQuerySet:
    """As `card`, of those this person may change."""
    return _with_card(Case.objects.acted_on_by(user))


def _with_card(cases: CaseQuerySet) -> CaseQuerySet:
    """With what the card shows. (The row of a kind that no list shows is read when it is needed.)"""
    return _with_looks(cases.select_related(*listed_rows(), "applicant", "assignee", "author", "due"))


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
    return _entries(case.pk, user, show)


def _entries(case: Any, user: User | Viewer, show: str) -> QuerySet[Entry]:
    entries = Entry.objects.shown_to(user).handed_over().filter(case=case).exclude(kind=Entry.Kind.WITHDRAWAL)
    if show in FEED_FILTERS:
        entries = entries.filter(FEED_FILTERS[show][1])
    return entries.select_related("author__supplier", "document", "withdrawal", "answers")


@statement
def _newest(for_staff: bool, show: str, count: int, *, case: Any) -> QuerySet[Entry]:
    return _entries(case, Viewer(for_staff), show)[:count]


def feed_page(case: Case, user: User, *, show: str, number: str | None) -> tuple[Page[Entry], list[Entry]]:
    """A page of what was said after the submission, and, with the last page, what was handed over by it.

    One query reads a feed of ordinary length; a longer one is counted and read in parts.
    """
    show = show if show in FEED_FILTERS else ""
    newest = _newest(user.is_staff_of_company, show, READ_AT_ONCE + 1, case=case.pk)
    if len(newest) <= READ_AT_ONCE:
        handed_over = [entry for entry in newest if _is_of_submission(entry, case)]
        handed_over.sort(key=lambda entry: (entry.position, entry.created_at, entry.pk))
        said_later = [entry for entry in newest if not _is_of_submission(entry, case)]
        page = Paginator(said_later, FEED_SIZE).get_page(number)
        return page, [] if page.has_next() else handed_over
    entries, of_submission = feed(case, user, show=show), Q(from_company=False, placed_at=case.submitted_at)
    page = Paginator(entries.exclude(of_submission), FEED_SIZE).get_page(number)
    ordered = entries.filter(of_submission).order_by("position", "created_at", "pk")
    return page, [] if page.has_next() else list(ordered)


def _is_of_submission(entry: Entry, case: Case) -> bool:
    """Whether an entry was handed over with the case: it was placed at that very moment."""
    return not entry.from_company and entry.placed_at == case.submitted_at


def requests_about(case: Case) -> dict[int, list[SignatureRequest]]:
    """What is to be signed of a case, by the document."""
    return by_document(_requests(case=case.pk))


@statement
def _requests(*, case: Any) -> QuerySet[SignatureRequest]:
    documents = Entry.objects.filter(case=case, document__isnull=False)
    return requests_with_signatures(documents.order_by().values("document"))


class Beside(TypedDict):
    previous: Case | None
    next: Case | None
    others: list[Case]  # of the same applicant, the last changed first


def beside(case: Case) -> Beside:
    """What staff may go on to: the cases before and after this one in the queue (newest first), for the keys J and K,
    and further cases of the same applicant.
    """
    found = _beside(pk=case.pk, applicant=case.applicant_id, changed_at=case.changed_at)
    placed: dict[str, list[Case]] = {"previous": [], "next": [], "others": []}
    for other in found:
        placed[other.place].append(other)  # type: ignore[attr-defined]  # annotated
    others = sorted(placed["others"], key=lambda it: (it.changed_at, it.pk), reverse=True)
    previous, following = (next(iter(placed[side]), None) for side in ("previous", "next"))
    return {"previous": previous, "next": following, "others": others}


@statement
def _beside(*, pk: Any, applicant: Any, changed_at: Any) -> QuerySet[Case]:
    cases = Case.objects.visible_to(Viewer(for_staff=True)).only("number", "stage", "kind", "changed_at")
    # The first condition alone says where to start in the index.
    newer = cases.filter(changed_at__gte=changed_at).exclude(changed_at=changed_at, pk__lte=pk)
    older = cases.filter(changed_at__lte=changed_at).exclude(changed_at=changed_at, pk__gte=pk)
    newest_first = ("-changed_at", "-pk")
    return _placed(newer.order_by("changed_at", "pk")[:1], "previous").union(
        _placed(older.order_by(*newest_first)[:1], "next"),
        _placed(cases.filter(applicant=applicant).exclude(pk=pk).order_by(*newest_first)[:OTHER_CASES], "others"),
        all=True,
    )


def _placed(cases: QuerySet[Case], place: str) -> QuerySet[Case]:
    return cases.annotate(place=Value(place))


def assignees_for(case: Case) -> QuerySet[User]:
    """Those who may be made assignees, and the one who is, though they may have left since."""
    return _assignees.queryset(now=case.assignee_id)


def assignees_to_choose(case: Case) -> list[User]:
    """As `assignees_for`, for drawing."""
    return _assignees(now=case.assignee_id or 0)


@statement
def _assignees(*, now: Any) -> QuerySet[User]:
    may = User.objects.active().clerks() | User.objects.filter(pk=now)
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


def last_change(user: User) -> datetime | None:
    """When anything this person may see was changed last. One index look-up."""
    found = _followed(user)
    return found[0].changed_at if found else None


def last_changes(user: User, *, case_id: int) -> tuple[datetime | None, datetime | None]:
    """Of one case: as `last_change`, and when a worker last learned something of its files. One query."""
    found = _followed(user, case=case_id)
    return (found[0].changed_at, found[0].files_looked_at) if found else (None, None)  # type: ignore[attr-defined]


def _followed(user: User, **case: int) -> list[Case]:
    if user.is_staff_of_company:
        return _last_changed(True, **case)
    chosen = {} if user.acts_for is None else {"acts_for": user.acts_for}
    return _last_changed(False, user=user.pk, today=localdate(), **chosen, **case)


@statement
def _last_changed(for_staff: bool, *, case: Any = None, **whose: Any) -> CaseQuerySet:
    if for_staff:
        cases = Case.objects.visible_to(Viewer(for_staff))
    else:  # what `visible_to` would find, without asking first for whom this person acts
        cases = Case.objects.begun().filter(applicant=applicant_sought(**whose))
    cases = cases.order_by("-changed_at").only("changed_at")
    return cases[:1] if case is None else _with_looks(cases.filter(pk=case))


def count_all(now: datetime) -> int:
    return Case.objects.submitted().count()


def count_of_30_days(now: datetime) -> int:
    return Case.objects.filter(submitted_at__gte=now - timedelta(days=30)).count()
