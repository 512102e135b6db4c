"""How a fact is written: once for a key, with a line of the feed, a record of the journal and a letter."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from django.utils.timezone import get_current_timezone, localdate

from accounts.models import User
from audit import record
from cabinet.cases import ports
from cabinet.cases.letters import notices
from cabinet.cases.letters.expectations import expected_of
from cabinet.cases.models import Case, Entry
from cabinet.cases.services.outcome import move
from cabinet.cases.services.placement import place_entry
from cabinet.rules.packs import Status
from ui.words import lower_first, one_line, upper_first

from ..errors import DateInFuture, DateTooEarly
from ..models import Fact


def note(
    case: Case,
    code: str,
    *,
    title: str,
    by: User,
    key: uuid.UUID,
    now: datetime,
    on: date | None = None,
    about: Fact | None = None,
    text: str = "",
    documents: Sequence[int] = (),
    details: Mapping[str, Any] | None = None,
) -> Fact:
    """Write one fact of a locked case. `on` is the day that counts, today where none is given."""
    on = on or localdate(now)
    fact = Fact(
        case=case,
        code=code,
        key=key,
        title=one_line(title),
        text=text.strip(),
        happened_on=on,
        happened_at=moment_of(on, now=now),
        recorded_at=now,
        recorded_by=by,
        from_company=by.is_staff_of_company,
        about=about,
        documents=list(documents),
        details=dict(details or {}),
    )
    fact.save(force_insert=True)
    record(by, "contract.fact_recorded", case, now=now, fact=fact.pk, title=fact.title, on=on.isoformat())
    ports.clock(case, now)
    return fact


def say(
    case: Case,
    line: str,
    *,
    by: User,
    key: uuid.UUID,
    now: datetime,
    status: Status | None = None,
    subject: str = "",
    asks: str = "",
) -> None:
    """A line of the feed, and a letter to both sides. With a `status` the case moves to it; its change is told too.

    `subject` is what the letter says, the line itself where none is given: words that people have typed stay in the
    cabinet. `asks` says what is expected of the applicant. Raises StatusNotPossible, if the table of moves has no such
    way.
    """
    is_moved = status is not None and (status.label, status.stage) != (case.status, case.stage)
    if status is not None and is_moved:
        move(case, status, by=by, now=now)
        case.version += 1
    place_entry(
        case,
        kind=Entry.Kind.STATUS,
        title=(f"{case.status}: {line}" if is_moved else line)[:300],
        code=case.status_code if is_moved else "",
        by=by,
        key=uuid.uuid5(key, "line"),
        is_told=False,
        now=now,
    )
    what = one_line(subject or line)
    news = notices.News(lower_first(what), f"{upper_first(what)}. Статус обращения: «{case.status}».")
    if is_moved and not asks:
        asks = expected_of(case).sentence
    sms = f"обращение {case.name}, статус «{case.status}»." if is_moved else ""
    notices.told_both(case, news, asks=asks, event=f"contract-{key}", sms=sms)


def done_before(case: Case, key: uuid.UUID) -> Fact | None:
    """What the same button of the same page has made before."""
    return Fact.objects.filter(case=case, key=key).first()


def moment_of(day: date, *, now: datetime) -> datetime:
    """When a fact of an earlier day counts: at the end of it, after all else that happened on it (article 194)."""
    if day == localdate(now):
        return now
    return datetime.combine(day, time(23, 59, 59), tzinfo=get_current_timezone())


def must_be_possible(day: date, *, since: date | None, what: str, now: datetime) -> None:
    """Raises DateInFuture; DateTooEarly for a day before `since`, the day of `what`."""
    if day > localdate(now):
        raise DateInFuture(day)
    if since is not None and day < since:
        raise DateTooEarly(since, what)
