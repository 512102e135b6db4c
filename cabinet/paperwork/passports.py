"""«Паспорт услуги (процесса)» of a category, made from the rule pack: stage, content, form, term, point. Pure.

What no source settles («срок требует проверки юристом») is shown to staff as it is. Anybody else reads it as the term
that the company keeps to («расчётный срок»), without a point of law, because no point is known to say it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cabinet.cases.required import length_in_words
from cabinet.rules.citation import OPINION, cited, softened
from cabinet.rules.conditions import Condition
from cabinet.rules.pack import Attachment, Category, Event, OtherLength, Pack, Ruled, Term
from ui import words

from .conditions import follows, in_words, may_hold_together

CALCULATED = "расчётный срок"
UNSURE = "срок требует проверки юристом"
UNSURE_RULE = "пункт требует проверки юристом"
RESERVATION = (
    "Расчётный срок — тот, которого организация придерживается, когда правила не называют его прямо. "
    "Он может измениться; точный срок назовут при рассмотрении заявки."
)
RESERVATION_OF_CATEGORY = (
    f"Что сказано «{OPINION}», правила прямо не называют, или источник ещё не сверен. "
    "Организация проверит это при рассмотрении заявки."
)
NO_POINT = "—"
BY = {"cabinet": "в личном кабинете", "email": "письмом на e-mail", "sms": "СМС"}
WHOSE = {"company": "Сетевая организация", "applicant": "Заявитель", "supplier": "Поставщик энергии"}
CONCLUDED = {
    "payment": "Договор заключён со дня оплаты счёта",
    "signatures": "Договор подписывают обе стороны",
    "none": "",
}


@dataclass(frozen=True)
class Stage:
    number: int
    title: str
    content: str
    form: str
    term: str
    point: str
    is_unsure: bool = False


@dataclass(frozen=True)
class Needed:
    """A document to be attached."""

    title: str
    when: str
    point: str
    explanation: str = ""


@dataclass(frozen=True)
class Passport:
    code: str
    title: str
    who: str
    act: str
    cost: str
    papers: list[Needed]
    stages: list[Stage]
    is_opinion: bool = False  # who it is about and what it costs is settled by no source

    @property
    def is_unsure(self) -> bool:
        return any(stage.is_unsure for stage in self.stages)

    @property
    def reservation(self) -> str:
        """What applicants read under it; empty where all of it is settled."""
        said = (RESERVATION, self.is_unsure), (RESERVATION_OF_CATEGORY, self.is_opinion)
        return " ".join(text for text, is_needed in said if is_needed)


def passports(pack: Pack, *, for_staff: bool = False) -> list[Passport]:
    return [passport_of(pack, category, for_staff=for_staff) for category in pack.categories]


def passport_of(pack: Pack, category: Category, *, for_staff: bool = False) -> Passport:
    return Passport(
        code=category.code,
        title=category.title,
        who=softened(in_words(category.when, pack), category, for_staff=for_staff),
        act=pack.edition.act,
        cost=softened(category.cost, category, for_staff=for_staff),
        papers=list(_papers(pack, category, for_staff=for_staff)),
        stages=list(_stages(pack, category, for_staff=for_staff)),
        is_opinion=category.needs_lawyer,
    )


def values_of(passport: Passport) -> dict[str, Any]:
    """The fields of its Word template that tell of the service."""
    return {
        "услуга": passport.title,
        "круг": passport.who,
        "основание": passport.act,
        "плата": passport.cost,
        "оговорка": passport.reservation,
        "приложения": [{"название": p.title, "когда": p.when, "пункт": p.point} for p in passport.papers],
        "этапы": [
            {
                "номер": str(stage.number),
                "этап": stage.title,
                "содержание": stage.content,
                "форма": stage.form,
                "срок": stage.term,
                "пункт": stage.point,
            }
            for stage in passport.stages
        ],
    }


def _papers(pack: Pack, category: Category, *, for_staff: bool) -> Iterator[Needed]:
    for attachment in pack.attachments:
        when = required_when(attachment, category.when, pack)
        if when:
            point = point_of(attachment, for_staff=for_staff)
            yield Needed(attachment.title, when, point, attachment.explanation)


def required_when(attachment: Attachment, of: Condition, pack: Pack) -> str:
    """When applicants of whom `of` holds have to attach it; empty where they need not."""
    shown, required = attachment.shown, attachment.required
    if shown is not None and not _is_possible(shown, of, pack):
        return ""
    if required is True:
        return "всегда" if shown is None or follows(shown, of) else in_words(shown, pack)
    if required is False or not _is_possible(required, of, pack):
        return ""
    if follows(required, of) and (shown is None or follows(shown, of)):
        return "всегда"
    return in_words(_beyond(required, of), pack)


def _beyond(condition: Condition, of: Condition) -> Condition:
    """What it asks besides what holds anyhow, of the ways that are open at all."""
    more = tuple(test for test in condition.tests if not follows(Condition((test,)), of))
    ways = tuple(_beyond(way, of) for way in condition.any_of if may_hold_together(way, of))
    if len(ways) == 1:
        more, ways = (*more, *ways[0].tests), ways[0].any_of
    return Condition(more, ways, condition.none_of) if more or ways else condition


def _is_possible(condition: Condition, of: Condition, pack: Pack) -> bool:
    """It may hold for such applicants, who are asked the questions that it is about."""
    asked = {question.code: question.shown for question in pack.questions}
    shown = [asked.get(test.fact) for test in condition.tests]
    return may_hold_together(condition, of) and all(one is None or _is_possible(one, of, pack) for one in shown)


def _stages(pack: Pack, category: Category, *, for_staff: bool) -> Iterator[Stage]:
    procedure = pack.procedure_of(category)
    events = {event.code: event for event in pack.events}
    yield Stage(
        number=1,
        title="Подача заявки",
        content=(
            f"Заявитель подаёт заявку на {pack.connection} с документами из перечня. "
            f"{softened(category.next, category, for_staff=for_staff)}."
        ),
        form="В личном кабинете или на бумаге",
        term="В любое время",
        point=point_of(category, for_staff=for_staff),
    )
    terms = [t for t in pack.terms if procedure.code in t.procedures]
    terms = [t for t in terms if t.when is None or _is_possible(t.when, category.when, pack)]
    for number, term in enumerate(terms, start=2):
        yield _stage(number, term, pack, category, events, for_staff=for_staff)
    if concluded := CONCLUDED[procedure.contract]:
        yield Stage(len(terms) + 2, "Заключение договора", f"{procedure.title}.", concluded, "—", "—")


def _stage(
    number: int, term: Term, pack: Pack, category: Category, events: dict[str, Event], *, for_staff: bool
) -> Stage:
    rules = _lengths_of(term, pack, category)
    lengths = [_said_length(rule, pack, category, for_staff=for_staff) for rule in rules]
    points = dict.fromkeys(point_of(rule, for_staff=for_staff) for rule in rules)
    begins = f"Считается со дня: {words.lower_first(events[term.starts].title)}"
    again = [words.lower_first(events[code].title) for code in term.restarts]
    parts = [
        f"{WHOSE[term.whose]}: {words.lower_first(term.title)}",
        f"{begins}; заново со дня: {', '.join(again)}" if again else begins,
        f"Если {words.lower_first(in_words(term.when, pack))}" if term.when is not None else "",
        "Если срок пропущен, заявка может быть аннулирована" if term.proposes == "void" else "",
    ]
    return Stage(
        number=number,
        title=term.title,
        content=". ".join(filter(None, parts)) + ".",
        form=_form(pack, term),
        term="; ".join(lengths),
        point=", ".join(point for point in points if point != NO_POINT) or NO_POINT,
        is_unsure=any(rule.needs_lawyer for rule in rules),
    )


def _lengths_of(term: Term, pack: Pack, category: Category) -> list[Term | OtherLength]:
    """The usual length first, then those of special cases; the first that always holds leaves no room for others."""
    special: list[Term | OtherLength] = []
    for other in term.others:
        if follows(other.when, category.when):
            return [other, *special]
        if _is_possible(other.when, category.when, pack):
            special.append(other)
    return [term, *special]


def _said_length(rule: Term | OtherLength, pack: Pack, category: Category, *, for_staff: bool) -> str:
    length = f"{length_in_words(rule.length)}{remark(rule, for_staff=for_staff)}"
    if isinstance(rule, Term) or follows(rule.when, category.when):
        return length
    return f"{length}, если {words.lower_first(in_words(_beyond(rule.when, category.when), pack))}"


def remark(rule: Ruled, *, for_staff: bool) -> str:
    """What is said of a term that no source settles."""
    if not rule.needs_lawyer:
        return ""
    return f" ({UNSURE})" if for_staff else f" ({CALCULATED})"


def point_of(rule: Ruled, *, for_staff: bool) -> str:
    """«п. 105»; nobody but staff reads a point that no source confirms."""
    if not rule.needs_lawyer:
        return cited(rule)
    return f"{cited(rule)} ({UNSURE_RULE})" if for_staff else NO_POINT


def _form(pack: Pack, term: Term) -> str:
    ways = [by for told in pack.told if told.event == term.ends for by in told.by]
    said = [BY[by] for by in dict.fromkeys(ways)] or [BY["cabinet"]]
    return words.upper_first(", ".join(said))
