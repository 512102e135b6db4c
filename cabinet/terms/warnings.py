"""Who is told that a term nears its end or is over: each mark once, also after an outage or a killed worker.

The company's own terms are told to the assignee; on the last day and after it also to the administrators, who read of
the earlier marks in their letter of the day. An applicant is reminded of their terms until the last day; that one is
over is told to the company, because what follows is decided by a person. The people of a guaranteeing supplier are told
of its terms, and the company when one is over.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.models import User
from audit import record
from cabinet.cases.due import DueDay
from cabinet.cases.letters import notices as letters
from cabinet.cases.letters.notices import News
from cabinet.cases.models import Case
from cabinet.company.queries import profile
from cabinet.rules.citation import in_full
from tenancy import due
from ui.words import in_words, lower_first

from . import digest, ports
from .attention import Mark, Notice, digest_at, next_morning, reached
from .services import TASK, count


@transaction.atomic
def attend(case_id: int, *, now: datetime) -> None:
    """Tell what is due of a case and say when to look again. Twice is the same as once."""
    case = Case.objects.submitted().select_related("assignee").filter(pk=case_id).first()
    if case is None:
        return due.settle(TASK, case_id)
    counted = count(case, now=now)
    for notice in reached(counted.notices, now):
        if _is_first(counted.row, notice, now=now):
            _tell(case, notice)
            record(None, "case.term_warned", case, now=now, term=notice.term.title, mark=Mark(notice.mark).label)
    if not counted.moments:
        return None  # nothing runs: `count` has settled it
    is_pressing = any(notice.at <= now for notice in counted.notices)
    if is_pressing:
        digest.plan_for(_assignee_and_chiefs(case), at=digest_at(now))
    coming = [at for at in counted.moments if at > now]
    is_over = any(notice.mark == Mark.OVER and notice.at <= now for notice in counted.notices)
    if is_over or not coming:  # the letter of each working day tells of it until it is done
        coming.append(next_morning(now))
    return due.plan(TASK, case_id, at=min(coming))


def _is_first(row: DueDay, notice: Notice, *, now: datetime) -> bool:
    """Note that it is told; the row is locked. (The keys of the letters are unique besides.)"""
    if notice.name in row.warned:
        return False
    row.warned = {**row.warned, notice.name: now.isoformat()}
    row.save(update_fields=["warned"])
    return True


def _tell(case: Case, notice: Notice) -> None:
    event = f"term-{notice.term.code}-{notice.term.last_day}-{notice.mark}"
    if notice.term.whose == "applicant" and notice.mark != Mark.OVER:
        letters.tell_applicant(case, _for_applicant(notice), event=event)
        return
    if notice.term.whose == "supplier":
        ports.supplier_warned(case, _for_supplier(notice), event)
        if notice.mark != Mark.OVER:
            return
    news = _for_company(notice)
    for address in _addresses(case, notice.mark):
        letters.case_letter(case, "case_news_for_company", address, event, news=news)


def _for_applicant(notice: Notice) -> News:
    until = in_words(notice.term.last_day) if notice.term.last_day else ""
    act = lower_first(notice.term.title)
    text = f"Напоминаем о сроке: {act} до {until}, {Mark(notice.mark).label}.{_reservation(notice)}"
    return News(f"до {until}: {act}", text)


def _for_supplier(notice: Notice) -> News:
    until = in_words(notice.term.last_day) if notice.term.last_day else ""
    act, label = lower_first(notice.term.title), Mark(notice.mark).label
    text = f"Срок «{notice.term.title}» ({in_full(notice.term)}): до {until}, {label}.{_reservation(notice)}"
    return News(f"{label}: {act}", text)


def _for_company(notice: Notice) -> News:
    term = notice.term
    until = in_words(term.last_day) if term.last_day else ""
    whose = {"applicant": "Срок заявителя", "supplier": "Срок поставщика"}.get(term.whose, "Срок")
    if notice.mark == Mark.OVER:
        passed = "расчётный срок прошёл" if term.needs_lawyer else "срок просрочен"
        proposed = " Что дальше, решает сотрудник: по правилам заявку можно аннулировать." if term.proposes else ""
        text = f"{whose} «{term.title}» ({in_full(term)}) кончился {until}.{_reservation(notice)}{proposed}"
        return News(f"{passed}: {lower_first(term.title)}", text)
    label = Mark(notice.mark).label
    text = f"{whose} «{term.title}» ({in_full(term)}) кончается {until}: {label}.{_reservation(notice)}"
    return News(f"{label}: {lower_first(term.title)}", text)


def _reservation(notice: Notice) -> str:
    """What no source settles is passed off as law to nobody."""
    said = " Это расчётный срок, он требует проверки." if notice.term.needs_lawyer else ""
    if notice.term.is_provisional:
        said += " Календарь года ещё не утверждён, день может измениться."
    return said


def _addresses(case: Case, mark: Mark) -> list[str]:
    """The assignee, or where nobody is the address of the company; and the administrators when it presses."""
    first = case.assignee.email if case.assignee and case.assignee.is_active else profile().notice_email
    chiefs = [user.email for user in _administrators()] if mark in {Mark.LAST, Mark.OVER} else []
    return list(dict.fromkeys(filter(None, [first, *chiefs])))


def _assignee_and_chiefs(case: Case) -> list[User]:
    assignee = [case.assignee] if case.assignee and case.assignee.is_active else []
    return list({user.pk: user for user in [*assignee, *_administrators()]}.values())


def _administrators() -> Iterable[User]:
    """The chiefs of whoever works on a case: a company has no departments here."""
    return User.objects.active().administrators().order_by("pk")
