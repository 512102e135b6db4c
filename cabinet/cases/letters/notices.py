"""Who is told what about a case, by letter and SMS.

A letter says what has happened and what is expected, by when. It carries no personal data: of a message only that there
is one, of a document its name if that is a name of the catalogue. Only the receipt goes to the applicant with a copy of
what they have handed over.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid5

from django.db.models import QuerySet
from django.utils.http import urlencode

from accounts.links import link
from cabinet.catalogue.queries import names_for_applicants, names_for_company
from cabinet.company.queries import profile
from cabinet.representatives.queries import addressees
from notifications.models import OutboxMessage
from notifications.services import send_email, send_sms
from tenancy.company import current_company
from ui.words import in_digits

from ..feed.submission import title_of
from ..models import Case, Entry
from .expectations import Expectation, expected_of
from .receipt import facts_of, papers_of, text_of


@dataclass(frozen=True)
class News:
    """`subject` comes after the number of the case, `items` are a list under the text."""

    subject: str
    text: str
    items: Sequence[str] = field(default_factory=list)


def submitted(case: Case, *, is_entered: bool = False) -> None:
    """A receipt with a copy to the applicant, a notice to the company's address.

    Of a paper the company has entered itself, so the letter does not say that the applicant did it in the cabinet.
    """
    entries = list(case.entries.select_related("document").order_by("position", "created_at", "pk"))
    papers = papers_of(entries)
    context: dict[str, object] = {
        "title": title_of(case, len(papers)),
        "facts": facts_of(case),
        "papers": papers,
        "said": text_of(entries),
        "is_entered": is_entered,
    }
    for member in case.applicant.members.all():
        case_letter(case, "case_submitted", member.email, "receipt", **context)
    text = f"Обращение подано. Статус обращения: «{case.status}»."
    tell_representatives(case, News("обращение подано", text), event="receipt")
    if not is_entered and (address := profile().notice_email):
        case_letter(case, "case_arrived", address, "arrived", **context)


def entry_placed(case: Case, entry: Entry, *, press: UUID) -> None:
    """Everything one side says is told to the other; an internal note is told to nobody.

    Ten documents of one press of a button are one letter.
    """
    if entry.from_company:
        tell_applicant(case, _said_by_company(case, entry), event=f"entry-{press}")
    else:
        tell_company(case, _said_by_applicant(case, entry), event=f"entry-{press}")


def status_changed(case: Case, *, press: UUID, said: str = "", by_sms: bool = True) -> None:
    """The status by its name, and what it asks of the applicant. By SMS too: people follow their case by phone."""
    tell_applicant(case, _status(case, expected_of(case), said), event=f"entry-{press}")
    if by_sms:
        status_by_sms(case)


def status_by_sms(case: Case) -> None:
    """The same as the letter: the status and until when something is expected."""
    due_on = expected_of(case).due_on
    until = f" Срок — до {in_digits(due_on)}." if due_on else ""
    _sms(case, f"обращение {case.name}, статус «{case.status}».{until}")


def number_changed(case: Case, *, press: UUID) -> None:
    """The number alone: the status is as it was."""
    said = f"присвоен номер {case.number}" if case.number else "номер снят"
    text = f"Обращению {said}." if case.number else "Номер обращения снят."
    tell_applicant(case, News(said, f"{text} Статус прежний: «{case.status}»."), event=f"entry-{press}")
    _sms(case, f"обращению {said}, статус «{case.status}»." if case.number else "номер обращения снят.")


def information_supplied(case: Case, *, press: UUID, missing: Sequence[str]) -> None:
    """The applicant has answered a request: each side learns it once, and that it is the company's turn.

    `missing` is what was not supplied: the applicant reads of it, the company sees it on the card.
    """
    left = f" Не добавлено: {', '.join(missing)}." if missing else ""
    status_changed(case, press=press, said=f"Ответ на запрос получен.{left}", by_sms=False)
    text = "Заявитель ответил на запрос" + (", но не на всё" if missing else "")
    news = News("ответ на запрос", f"{text}. Обращение ждёт вас, статус «{case.status}».")
    tell_company(case, news, event=f"entry-{press}")


def withdrawn(case: Case, *, press: UUID, has_reason: bool, by_representative: bool) -> None:
    """The company learns that nothing is to be done any more; the applicant too, if somebody has done it for them."""
    why = " Причина указана в карточке обращения." if has_reason else ""
    text = f"Заявитель отозвал обращение, рассматривать его больше не нужно.{why} Статус «{case.status}»."
    tell_company(case, News("заявитель отозвал обращение", text), event=f"entry-{press}")
    if by_representative:
        done = f"Ваш представитель отозвал обращение. Рассматривать его больше не будут. Статус «{case.status}»."
        tell_applicant(case, News("обращение отозвано", done), event=f"entry-{press}")


def told_both(case: Case, news: News, *, asks: str = "", event: str, sms: str = "") -> None:
    """What has become of a contract: both sides read the same, whoever has done it.

    `asks` is what is expected of the applicant, who alone reads it; `sms` is for the applicant too.
    """
    text = " ".join(filter(None, [news.text, asks]))
    tell_applicant(case, News(news.subject, text, news.items), event=event)
    tell_company(case, news, event=event)
    if sms:
        _sms(case, sms)


def _status(case: Case, expected: Expectation, said: str) -> News:
    text = " ".join(filter(None, [said, f"Статус обращения: «{case.status}».", expected.sentence]))
    return News(f"статус «{case.status}»", text, expected.items)


def _said_by_company(case: Case, entry: Entry) -> News:
    kind = Entry.Kind(entry.kind)
    if kind == Entry.Kind.DOCUMENT:
        known = {name.title for name in names_for_company()}
        named = f": «{entry.title}»" if entry.title in known else ""
        text = f"Сетевая организация добавила документ{named}. Если документов несколько, все они в карточке обращения."
        return News(f"новый документ{named}", text)
    if kind == Entry.Kind.MESSAGE:
        return News("новое сообщение", "Сетевая организация написала сообщение. Ответить можно там же.")
    if kind == Entry.Kind.STATUS:
        text = f"Сетевая организация сообщила о ходе работ: «{entry.title}». Статус прежний: «{case.status}»."
        return News(f"ход работ: «{entry.title}»", text)
    what = _withdrawn(entry)
    return News(f"отозвано: {what}", f"Сетевая организация отозвала {what}. Причина указана в карточке обращения.")


def _said_by_applicant(case: Case, entry: Entry) -> News:
    kind = Entry.Kind(entry.kind)
    if kind == Entry.Kind.DOCUMENT:
        known = {name.title for name in names_for_applicants(case.applicant.legal_form)}
        named = f": «{entry.title}»" if entry.title in known else ""
        text = f"Заявитель добавил документ{named}. Если документов несколько, все они в карточке обращения."
        return News(f"новый документ от заявителя{named}", text)
    if kind == Entry.Kind.MESSAGE:
        return News("новое сообщение от заявителя", f"Заявитель написал сообщение. Статус «{case.status}».")
    if kind == Entry.Kind.STATUS:
        return News(f"статус «{case.status}»", f"Заявитель изменил состояние обращения. Статус «{case.status}».")
    what = _withdrawn(entry)
    return News(f"заявитель отозвал {what}", f"Заявитель отозвал {what}. Причина указана в карточке обращения.")


def _withdrawn(entry: Entry) -> str:
    assert entry.withdraws is not None  # noqa: S101  (a constraint says so)
    return "документ" if entry.withdraws.kind == Entry.Kind.DOCUMENT else "сообщение"


def tell_applicant(case: Case, news: News, *, event: str) -> None:
    for member in case.applicant.members.all():
        case_letter(case, "case_news", member.email, event, news=news)
    tell_representatives(case, news, event=event)


def tell_company(case: Case, news: News, *, event: str) -> None:
    if address := case.assignee.email if case.assignee else profile().notice_email:
        case_letter(case, "case_news_for_company", address, event, news=news)


def _sms(case: Case, words: str) -> None:
    text = f"{profile().short_name}: {words} {current_company().address}"
    for member in case.applicant.members.exclude(phone=""):
        key = uuid5(case.key, f"status-{case.version}-{member.pk}")
        send_sms(key=key, to=member.phone, text=text, case_ref=_reference(case))


def tell_representatives(case: Case, news: News, *, event: str) -> None:
    """Besides the applicant, who is told anyhow. The link finds the case also while they act for somebody else."""
    page, letters = f"{link('clients')}?{urlencode({'case': case.pk})}", f"{link('clients')}#letters"
    for address in addressees(case.applicant):
        case_letter(case, "client_news", address, f"client-{event}", news=news, link=page, letters_url=letters)


def case_letter(case: Case, template: str, to: str, event: str, **context: object) -> None:
    """One email about a case. The same event to the same address is the same email, however often the rule runs."""
    about = profile()
    send_email(
        key=uuid5(case.key, f"{case.pk}-{event}-{to}"),
        to=to,
        template=template,
        context={
            "case": case,
            "company_name": about.short_name,
            "company_phone": about.phone,
            "link": f"{current_company().address}{case.get_absolute_url()}",
            **context,
        },
        case_ref=_reference(case),
    )


def messages_about(case: Case) -> QuerySet[OutboxMessage]:
    """The letters and SMS that have told of a case, in their order."""
    return OutboxMessage.objects.filter(case_ref=_reference(case)).order_by("created_at", "pk")


def _reference(case: Case) -> str:
    return f"case-{case.pk}"
