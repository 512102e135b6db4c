"""What is read of cases: lists, the card, the poll. Everything goes through what this person may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.queries import applicant_has
from cabinet.catalogue.models import DocumentName
from cabinet.catalogue.queries import names_for_applicants, names_for_company
from cabinet.representatives.acting import applicant_sought
from cabinet.rules.packs import Pack
from signing.models import SignatureRequest
from ui.words import in_words

from .models import Case, CaseQuerySet, Entry
from .stages import CLOSED, OPEN, WAITS_FOR_APPLICANT, WAITS_FOR_COMPANY, Stage

PAGE_SIZE = 20
FEED_SIZE = 50
HOME_CASES = 5

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
            Tab("mine", "Мои", Q(executor=user, stage__in=OPEN)),
            Tab("waiting", "Ждут заявителя", Q(stage__in=WAITS_FOR_APPLICANT)),
            Tab("ours", "Ждут нас", Q(stage__in=WAITS_FOR_COMPANY)),
        )
    return (
        Tab("applications", "Заявки", Q(kind=Case.Kind.APPLICATION, stage__in=OPEN)),
        Tab("enquiries", "Сообщения", Q(kind=Case.Kind.ENQUIRY, stage__in=OPEN)),
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
    shown = ("application", "applicant", "executor") if user.is_staff_of_company else ("application",)
    return cases.select_related(*shown).order_by("-changed_at", "-pk")


_ON_CARD = ("applicant", "application", "executor", "author")


def card(user: User) -> CaseQuerySet:
    """With what the card shows. (The topic of an enquiry is asked when it is one.)"""
    return _with_looks(Case.objects.visible_to(user).select_related(*_ON_CARD))


def card_to_act(user: User) -> CaseQuerySet:
    """As `card`, of those this person may change."""
    return _with_looks(Case.objects.acted_on_by(user).select_related(*_ON_CARD))


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


def executors_for(case: Case) -> QuerySet[User]:
    """Those who may be made executors, and the one who is, though they may have left since."""
    may = User.objects.active().clerks() | User.objects.filter(pk=case.executor_id)
    return may.order_by("last_name", "first_name")


def open_cases_of(executor: User) -> QuerySet[Case]:
    """What is on this person, the last changed first."""
    on_them = Case.objects.filter(executor=executor, stage__in=OPEN).order_by("-changed_at")
    return on_them.select_related("applicant", "application")


def open_cases_by_executor() -> dict[int, int]:
    """How many are on whom."""
    counted = (
        Case.objects.filter(executor__isnull=False, stage__in=OPEN).values_list("executor").annotate(n=Count("pk"))
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


def home_summary(user: User, pack: Pack) -> dict[str, Any]:
    """What the first page of an applicant shows: what waits for them, open cases with their lines, drafts."""
    mine = list(rows(listed(user).exclude(stage__in=CLOSED), user)[:50])
    shown = [case for case in mine if not case.is_draft][:HOME_CASES]
    return {
        "cases": [(case, line_of(case, pack, short=True) if case.is_application else []) for case in shown],
        "drafts": [case for case in mine if case.is_draft][:3],
        "actions": actions_for(mine if user.acting.may_file else [], awaited_signatures(user))[:3],
    }


def awaited_signatures(user: User) -> list[SignatureRequest]:
    """What the applicant has to sign now; nothing, for a representative."""
    if not user.acting.is_own:
        return []
    waiting = SignatureRequest.objects.of_side_of(user).filter(state=SignatureRequest.State.AVAILABLE)
    today = timezone.localdate()
    return [request for request in waiting.order_by("due_on", "opened_at") if not request.is_overdue(today)]


def actions_for(cases: Iterable[Case], to_sign: list[SignatureRequest]) -> list[dict[str, Any]]:
    """«Требуется действие»: what is to be signed, then what the stages of `cases` ask for."""
    waiting = [case for case in cases if case.waits_for_applicant and not (to_sign and case.stage == Stage.SIGNING)]
    return [*_signing_action(to_sign), *(action_for(case) for case in waiting)]


def _signing_action(to_sign: list[SignatureRequest]) -> list[dict[str, Any]]:
    """One row, however many there are."""
    if not to_sign:
        return []
    first = to_sign[0]
    action: dict[str, Any] = {
        "title": f"Подпишите: {first.title}" if len(to_sign) == 1 else f"Подпишите документы: {len(to_sign)}",
        "due": f"до {in_words(first.due_on)}" if first.due_on else "",
        "url": reverse("signature_request", args=[first.pk]) if len(to_sign) == 1 else reverse("signatures"),
        "button": "Подписать",
        "icon": "sign",
        "primary": True,
    }
    return [action]


# What the applicant is asked to do at a stage: the words, the button.
_ASKED = {
    Stage.MISSING: ("Добавьте недостающие документы или сведения", "Добавить"),
    Stage.SIGNING: ("Ознакомьтесь с документами на подпись", "Открыть"),
    Stage.PAYMENT: ("Оплатите счёт", "Открыть"),
}


def action_for(case: Case) -> dict[str, str]:
    """A row of «Требуется действие»."""
    words, button = _ASKED[Stage(case.stage)]
    url = f"{case.get_absolute_url()}#missing" if case.stage == Stage.MISSING else case.get_absolute_url()
    return {
        "title": f"{words}: {case.get_kind_display().lower()} {case.name}",
        "due": case.status,
        "url": url,
        "button": button,
    }


def line_of(case: Case, pack: Pack, *, short: bool = False) -> list[dict[str, str]]:
    """The stages as people see them: done with dates, the current one, those ahead."""
    if case.stage in {Stage.REFUSED, Stage.WITHDRAWN, Stage.VOIDED}:
        last: list[dict[str, str]] = [{"title": case.status, "state": "bad", "note": _reached(case, (case.stage,))}]
    else:
        last = []
    position = next((i for i, step in enumerate(pack.steps) if case.stage in step.stages), None)
    shown = []
    for i, step in enumerate(pack.steps):
        date = _reached(case, step.stages)
        title = step.short if short else step.title
        if position is None:  # ended early: only what was reached, then how it ended
            if date:
                shown.append({"title": title, "state": "done", "note": date})
        elif i == position and not case.is_closed:
            shown.append({"title": title, "state": "current", "note": case.status})
        else:
            shown.append({"title": title, "state": "done" if i <= position else "", "note": date})
    return shown + last


def _reached(case: Case, stages: Iterable[str]) -> str:
    times = [case.reached[stage] for stage in stages if stage in case.reached]
    return in_words(timezone.localtime(datetime.fromisoformat(min(times)))) if times else ""


def count_all(now: datetime) -> int:
    return Case.objects.submitted().count()


def count_of_30_days(now: datetime) -> int:
    return Case.objects.filter(submitted_at__gte=now - timedelta(days=30)).count()
