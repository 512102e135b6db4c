"""«История»: everything that happened to a case, out of its feed and of the journal, as each side may read it.

The two are read as one list, page by page: what stands on a page is found first, and only that is fetched.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Greatest

from accounts.models import User
from audit.models import Record
from signing.models import Signature, SignatureRequest
from ui.html import plain

from .models import Case, Entry

PAGE_SIZE = 50
WORDS_SHOWN = 300  # of a message
# The feed tells these itself, in the words that were said.
_TOLD_BY_FEED = (
    "case.message_added", "case.document_placed", "case.status_added", "case.note_added", "case.entry_withdrawn",
)  # fmt: skip
# Of the journal an applicant reads what their own side did, and of the company this.
_TOLD_TO_APPLICANT = (
    "case.submitted", "case.information_closed", "application.entered",
    "signing.signed", "signing.declined", "signing.recalled", "signing.prolonged",
)  # fmt: skip
_LOOKS = Q(event__endswith="downloaded") | Q(event__endswith="looked_at")
_SIGNING = Q(event__startswith="signing.")
_NONE = Q(pk__in=[])
_Kind = Entry.Kind
# Code, words, which entries, which records.
KINDS: dict[str, tuple[str, Q, Q]] = {
    "course": ("Ход дела", Q(kind=_Kind.STATUS), ~_LOOKS & ~_SIGNING),
    "documents": (
        "Документы",
        Q(kind=_Kind.DOCUMENT) | Q(kind=_Kind.WITHDRAWAL, withdraws__kind=_Kind.DOCUMENT),
        _NONE,
    ),
    "messages": (
        "Сообщения",
        Q(kind__in=[_Kind.MESSAGE, _Kind.NOTE]) | Q(kind=_Kind.WITHDRAWAL, withdraws__kind=_Kind.MESSAGE),
        _NONE,
    ),
    "signing": ("Подписание", _NONE, _SIGNING),
    "looks": ("Просмотры и скачивания", _NONE, _LOOKS),
}
_Actor = Record.ActorKind
SIDES: dict[str, tuple[str, Q, Q]] = {
    "company": ("Сетевая организация", Q(from_company=True), Q(actor_kind=_Actor.STAFF)),
    "applicant": ("Заявитель", Q(from_company=False, from_supplier=False), Q(actor_kind=_Actor.APPLICANT)),
    "supplier": ("Гарантирующий поставщик", Q(from_supplier=True), Q(actor_kind=_Actor.SUPPLIER)),
    "system": ("Система", _NONE, Q(actor_kind__in=[_Actor.SYSTEM, _Actor.OPERATOR])),
}

_SIDES = {_Actor.STAFF: "company", _Actor.APPLICANT: "applicant", _Actor.SUPPLIER: "supplier"}


@dataclass(frozen=True)
class Happening:
    """One event: when, whose side, who (only staff read it) and what."""

    at: datetime
    side: str
    who: str
    what: str
    words: str = ""  # of a message

    @property
    def side_in_words(self) -> str:
        return SIDES[self.side][0]


def page_of(case: Case, user: User, *, kind: str = "", side: str = "", number: str | None = None) -> Page[Any]:
    """A page of the history, the newest first; its objects are `Happening`. Five queries at most."""
    entries, records = _entries(case, user), _records(case, user)
    for chosen in (KINDS.get(kind), SIDES.get(side)):
        if chosen:
            entries, records = entries.filter(chosen[1]), records.filter(chosen[2])
    places = _places(entries, Greatest("created_at", "placed_at"), "entry").union(
        _places(records, F("at"), "record"), all=True
    )
    page: Page[Any] = Paginator(places.order_by("-when", "-number"), PAGE_SIZE).get_page(number)
    page.object_list = _told(list(page.object_list), user)
    return page


def _places(rows: QuerySet[Any], when: Any, source: str) -> QuerySet[Any]:
    named = rows.order_by().annotate(when=when, number=F("pk"), source=Value(source, output_field=CharField()))
    return named.values_list("when", "number", "source")


def _entries(case: Case, user: User) -> QuerySet[Entry]:
    return Entry.objects.shown_to(user).filter(case=case)


def _records(case: Case, user: User) -> QuerySet[Record]:
    """Of the case, its files and their signatures; of files that this person sees."""
    documents = list(_entries(case, user).filter(document__isnull=False).values_list("document", flat=True))
    asked = SignatureRequest.objects.filter(document__in=documents).values("pk")
    given = Signature.objects.filter(request__document__in=documents).values("pk")
    about = (
        Q(subject_kind=Case._meta.label_lower, subject_id=case.pk)
        | Q(subject_kind="documents.document", subject_id__in=documents)
        | Q(subject_kind=SignatureRequest._meta.label_lower, subject_id__in=asked)
        | Q(subject_kind=Signature._meta.label_lower, subject_id__in=given)
    )
    found = Record.objects.filter(about).exclude(event__in=_TOLD_BY_FEED)
    if user.is_staff_of_company:
        return found
    return found.filter(Q(actor_kind=_Actor.APPLICANT) | Q(event__in=_TOLD_TO_APPLICANT))


def _told(places: Iterable[tuple[datetime, int, str]], user: User) -> list[Happening]:
    places = list(places)
    wanted = {source: [number for _at, number, from_ in places if from_ == source] for source in ("entry", "record")}
    entries = Entry.objects.select_related("author", "document", "withdraws").in_bulk(wanted["entry"])
    records = Record.objects.in_bulk(wanted["record"])
    people_here = {_Actor.STAFF, _Actor.APPLICANT, _Actor.SUPPLIER}
    actors = {one.actor_id for one in records.values() if one.actor_kind in people_here}
    people = User.objects.in_bulk([pk for pk in actors if pk is not None]) if user.is_staff_of_company else {}
    return [
        _of_entry(entries[number], at, user) if source == "entry" else _of_record(records[number], at, people)
        for at, number, source in places
    ]


def _of_entry(entry: Entry, at: datetime, user: User) -> Happening:
    words = plain(entry.html).strip()
    return Happening(
        at=at,
        side="company" if entry.from_company else "supplier" if entry.from_supplier else "applicant",
        who=entry.author.full_name if user.is_staff_of_company else "",
        what=_what(entry),
        words=f"{words[:WORDS_SHOWN]}…" if len(words) > WORDS_SHOWN else words,
    )


def _what(entry: Entry) -> str:
    kind = Entry.Kind(entry.kind)
    if kind == _Kind.DOCUMENT:
        name = entry.document.file_name if entry.document else ""
        waits = "" if entry.placed_at else " (ещё не размещён)"
        return f"Документ «{entry.title}», файл {name}{waits}"
    if kind == _Kind.STATUS:
        return f"Статус: {entry.title}"
    if kind == _Kind.WITHDRAWAL:
        taken = entry.withdraws
        named = f"документ «{taken.title}»" if taken and taken.kind == _Kind.DOCUMENT else "сообщение"
        return f"Отозвано: {named}. Причина: {entry.title}"
    return "Внутренняя заметка" if kind == _Kind.NOTE else "Сообщение"


def _of_record(record: Record, at: datetime, people: dict[int, User]) -> Happening:
    side = _SIDES.get(_Actor(record.actor_kind), "system")
    person = people.get(record.actor_id or 0)
    return Happening(at=at, side=side, who=person.full_name if person else "", what=record.sentence)
