"""Who is told what about a case, by letter and SMS. Letters carry no personal data: a word and a link.

But for the receipt, which goes to the applicant and holds a copy of what they have handed over.
"""

from uuid import UUID, uuid5

from django.utils.http import urlencode

from accounts.links import link
from cabinet.company.queries import profile
from cabinet.representatives.queries import addressees
from cabinet.rules.packs import current_pack
from notifications.services import send_letter, send_sms
from tenancy.company import current_company

from .models import Case, Entry
from .receipt import facts_of, papers_of, text_of
from .submission import title_of

# What an entry is called in the subject of a letter.
_NEWS = {
    Entry.Kind.DOCUMENT: "новый документ",
    Entry.Kind.MESSAGE: "новое сообщение",
    Entry.Kind.STATUS: "изменился статус",
    Entry.Kind.WITHDRAWAL: "отозвана запись",
}


def submitted(case: Case) -> None:
    """A receipt with a copy to the applicant, a notice to the company's address."""
    entries = list(case.entries.select_related("document").order_by("position", "created_at", "pk"))
    papers = papers_of(entries)
    context = {
        **_context(case),
        "title": title_of(case, len(papers)),
        "facts": facts_of(case, current_pack()),
        "papers": papers,
        "said": text_of(entries),
    }
    for member in case.applicant.members.all():
        _letter(case, "case_submitted", member.email, "receipt", context)
    tell_representatives(case, news="обращение подано", event="receipt")
    if address := profile().notice_email:
        _letter(case, "case_arrived", address, "arrived", context)


def entry_placed(case: Case, entry: Entry, *, press: UUID) -> None:
    """Everything one side says is told to the other; an internal note is told to nobody.

    Ten documents of one press of a button are one letter.
    """
    context = {**_context(case), "news": _NEWS[Entry.Kind(entry.kind)]}
    if entry.from_company:
        for member in case.applicant.members.all():
            _letter(case, "case_news", member.email, f"entry-{press}", context)
        tell_representatives(case, news=_NEWS[Entry.Kind(entry.kind)], event=f"entry-{press}")
    else:
        address = case.executor.email if case.executor else profile().notice_email
        if address:
            _letter(case, "case_news_for_company", address, f"entry-{press}", context)


def status_changed(case: Case) -> None:
    """By SMS too: people without a computer follow their case by phone."""
    text = f"{profile().short_name}: обращение {case.name}, статус «{case.status}». {current_company().address}"
    for member in case.applicant.members.exclude(phone=""):
        send_sms(key=uuid5(case.key, f"status-{case.version}-{member.pk}"), to=member.phone, text=text)


def tell_representatives(case: Case, *, news: str, event: str) -> None:
    """Besides the applicant, who is told anyhow. The link finds the case also while they act for somebody else."""
    context = {
        **_context(case),
        "news": news,
        "link": f"{link('clients')}?{urlencode({'case': case.pk})}",
        "letters_url": f"{link('clients')}#letters",
    }
    for address in addressees(case.applicant):
        _letter(case, "client_news", address, f"client-{event}", context)


def _letter(case: Case, template: str, to: str, event: str, context: dict[str, object]) -> None:
    # The same event to the same address is the same letter, however often the rule runs.
    send_letter(
        key=uuid5(case.key, f"{case.pk}-{event}-{to}"),
        to=to,
        template=template,
        context=context,
        case_ref=f"case-{case.pk}",
    )


def _context(case: Case) -> dict[str, object]:
    company = current_company()
    return {
        "case": case,
        "company_name": profile().short_name,
        "company_phone": profile().phone,
        "link": f"{company.address}{case.get_absolute_url()}",
    }
