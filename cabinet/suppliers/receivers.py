"""What happens to an application is told to the supplier that it names, in the transaction of the fact."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from accounts.models import User
from cabinet.cases.letters.notices import News
from cabinet.cases.models import Case, Entry
from cabinet.cases.occurrences import Occurrence
from cabinet.cases.signals import followed
from cabinet.rules.citation import in_full
from cabinet.terms.queries import Told, told_of
from cabinet.terms.signals import counted
from signing.models import SignatureRequest
from ui.words import in_words, lower_first

from . import letters


@receiver(counted)
def tell(case: Case, told: Told | None, now: datetime, **kwargs: Any) -> None:
    """Each event of which the rules have a supplier told, once to each of its people."""
    if not case.nature.has_stages or case.edition.supplier is None or not case.number:
        return
    supplier = case.application.supplier
    if supplier is None:
        return
    if told is None and case.is_closed:  # its terms are not counted any more, but its end is told
        told = told_of([case], looked_on=timezone.localtime(now).date()).get(case.pk)
    if told is None:
        return
    wanted = {
        letters.key_of(case, event, address): (address, event, news)
        for event, at, news in _news(told)
        for address in letters.addresses_of(supplier, since=at)
    }
    for key in letters.untold(list(wanted)):
        address, event, news = wanted[key]
        letters.write(case, news, event, [address])


def _news(told: Told) -> Iterator[tuple[str, datetime, News]]:
    edition = told.case.edition
    events = {rule.event for rule in edition.told if "supplier" in rule.whom}
    titles = {event.code: event.title for event in edition.events}
    for one in told.occurrences:
        if one.event in events:
            title = titles[one.event]
            text = f"{title} {in_words(timezone.localtime(one.at).date())}.{_asked(told, one)}"
            yield f"{one.event}-{one.at.isoformat()}", one.at, News(lower_first(title), text)


def _asked(told: Told, one: Occurrence) -> str:
    """What the supplier has to do from this event on, and by when."""
    for term in told.course.terms:
        rule = told.case.edition.term(term.code)
        if rule is not None and term.whose == "supplier" and rule.starts == one.event and term.state == "running":
            until = f" до {in_words(term.last_day)}" if term.last_day else ""
            return f" Вам нужно{until}: {lower_first(term.title)} ({in_full(term)})."
    return ""


_SIGNING = {
    "invalidated": "Повторная проверка показала, что подпись недействительна. Разместите договор заново.",
    "unsettled": "Удостоверяющий центр не отвечает больше суток. Разместите договор заново или подождите ответа.",
    "lost": "Файл договора не сохранился, проверить подпись нельзя. Разместите договор заново.",
}


@receiver(followed)
def follow(case: Case, entry: Entry, event: str, by: User, now: datetime, **kwargs: Any) -> None:
    """What turns out about a signature of a supplier is told to it: nobody else can sign anew."""
    if event not in _SIGNING or not entry.from_supplier:
        return
    asked = SignatureRequest.objects.filter(document=entry.document_id).select_related("asked_by__supplier").last()
    supplier = asked.asked_by.supplier if asked is not None else None
    if supplier is not None:
        news = News("подпись договора", _SIGNING[event])
        letters.write(case, news, f"signing-{event}-{now.isoformat()}", letters.addresses_of(supplier))
