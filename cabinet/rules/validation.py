"""What the form of a pack alone cannot forbid: codes that name nothing, answers that no category or two of them fit.

Every mistake is one sentence that names the place and the remedy; all of them are found at once.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from .conditions import Condition, Fact
from .milestones import mistakes_of_milestones
from .pack import Pack, Question
from .stages import Stage
from .suppliers import mistakes_of_supplier
from .turns import mistakes_of_turns

# The stages in which an application may stay for good.
LAST = {Stage.CONNECTED, Stage.ANSWERED, Stage.REFUSED, Stage.WITHDRAWN, Stage.VOIDED}

_LEGAL_FORMS = ("person", "entrepreneur", "organisation")
# Facts that conditions may name beside the questions of the pack: what the cabinet knows by itself.
KNOWN_FACTS: dict[str, tuple[Fact, ...] | None] = {
    "kind": None,  # the type of the application: the codes of the pack
    "legal_form": _LEGAL_FORMS,
    "total_power": (),  # a number: asked for and existing, in the unit of the pack
    "by_representative": (True, False),
}
MACHINE_EVIDENCE = {"submitted", "registered"}

# Of the answers that no category fits, or several: one mistake may spoil hundreds of them.
MOST_SAID = 5


class PackInvalid(Exception):
    """The mistakes of one file, each a sentence in Russian."""

    def __init__(self, file: str, mistakes: list[str]) -> None:
        super().__init__(f"{file}:\n" + "\n".join(f"  {mistake}" for mistake in mistakes))
        self.file = file
        self.mistakes = mistakes


def mistakes_of_form(error: ValidationError, raw: dict[str, Any]) -> list[str]:
    """What does not have the form of a pack."""
    return [f"{_place(one['loc'], raw)}: {_said(one)}" for one in error.errors(include_url=False)]


_SAID = {
    "missing": "такого ключа нет. Добавьте его",
    "extra_forbidden": "такого ключа быть не может. Проверьте, как он написан, или уберите его",
    "string_too_short": "пусто. Напишите хотя бы слово",
    "string_pattern_mismatch": "код — до 40 латинских букв, цифр и подчёркиваний, первой стоит буква. Исправьте его",
    "too_short": "список пуст. Добавьте хотя бы одну строку",
    "greater_than": "число больше нуля. Исправьте его",
}
_OTHER_TYPE = {
    "int": "целое число",
    "decimal": "число",
    "bool": "true или false",
    "string": "слова в кавычках",
    "date": "день вида 2026-01-01, без кавычек",
    "tuple": "список в квадратных скобках",
    "frozen": "список в квадратных скобках",
    "dict": "таблица",
    "model": "таблица",
}


def _said(error: Any) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind in _SAID:
        return _SAID[kind]
    if kind == "value_error":
        return str(context.get("error", error["msg"]))
    if kind in {"literal_error", "enum"}:
        possible = str(context.get("expected", "")).replace(" or ", ", ").replace("'", "")
        return f"«{error['input']}» здесь быть не может. Возможно: {possible}"
    if kind in {"less_than_equal", "greater_than_equal"}:
        side, bound = ("не больше", context["le"]) if "le" in context else ("не меньше", context["ge"])
        return f"«{error['input']}» не подходит. Введите число {side} {bound}"
    expected = _OTHER_TYPE.get(kind.partition("_")[0], "другое значение")
    return f"«{error['input']}» не подходит. Здесь нужно: {expected}"


def _place(path: Iterable[str | int], raw: Any) -> str:
    """«terms[2] (place_offer) → length», the way a reader finds it."""
    parts: list[str] = []
    here = raw
    for key in path:
        if isinstance(key, int) and isinstance(here, list) and key < len(here):
            here = here[key]
            name = here.get("code") or here.get("number") or here.get("event") if isinstance(here, dict) else ""
            parts[-1] += f"[{key + 1}]" + (f" ({name})" if name else "")
            continue
        here = here.get(key) if isinstance(here, dict) else None
        parts.append(str(key))
    return " → ".join(parts) or "файл"


def mistakes_of_sense(pack: Pack) -> list[str]:
    """Codes that repeat or name nothing, moves to nowhere, conditions about unknown facts, gaps between categories."""
    found = [
        *_edition(pack),
        *_repeated(pack),
        *_names_nothing(pack),
        *_moves(pack),
        *_statuses(pack),
        *_conditions(pack),
        *_order_of_questions(pack),
        *_evidence(pack),
        *_public_stages(pack),
        *_terms(pack),
        *_power(pack),
        *_words(pack),
        *mistakes_of_turns(pack),
        *mistakes_of_milestones(pack),
        *mistakes_of_supplier(pack),
    ]
    return found or [*_never_true(pack), *_categories(pack)]


def _edition(pack: Pack) -> Iterator[str]:
    until = pack.edition.valid_until
    if until is not None and until < pack.edition.valid_from:
        yield f"edition → valid_until: {until} раньше, чем valid_from. Исправьте один из дней"


def _repeated(pack: Pack) -> Iterator[str]:
    lists = (
        "types", "pages", "questions", "attachments", "company_documents", "procedures", "payment_schedules",
        "categories", "statuses", "enquiry_statuses", "events", "states", "terms", "refusals", "made",
    )  # fmt: skip
    for name in lists:
        seen: set[str] = set()
        for item in getattr(pack, name):
            if item.code in seen:
                yield f"{name} ({item.code}): такой код уже есть. Дайте другой"
            seen.add(item.code)
    for key in ("number", "event"):
        listed = [getattr(one, key) for one in (pack.public_stages if key == "number" else pack.told)]
        where = "public_stages" if key == "number" else "told"
        for one in sorted({one for one in listed if listed.count(one) > 1}):
            yield f"{where} ({one}) → {key}: такая строка уже есть. Оставьте одну"
    for question in pack.questions:
        codes = [choice.code for choice in question.choices]
        for code in sorted({code for code in codes if codes.count(code) > 1}):
            yield f"questions ({question.code}) → choices: ответ «{code}» уже есть. Дайте другой код"
        if question.code in KNOWN_FACTS:
            yield f"questions ({question.code}): так называется то, что кабинет знает сам. Дайте другой код"
    for name in ("questions", "attachments", "statuses", "enquiry_statuses"):
        for item in getattr(pack, name):
            if item.code.startswith("company_"):
                yield f"{name} ({item.code}): с company_ начинаются коды, которые дают организации. Дайте другой"
    both = {a.code for a in pack.attachments} & {d.code for d in pack.company_documents}
    for code in sorted(both):
        yield f"company_documents ({code}): такой код уже есть среди attachments. Дайте другой"


def _names_nothing(pack: Pack) -> Iterator[str]:
    pages = {page.code for page in pack.pages}
    procedures = {procedure.code for procedure in pack.procedures}
    events = {event.code for event in pack.events}
    documents = {document.code for document in pack.company_documents}
    named = [
        *(("questions", q.code, "page", q.page, pages) for q in pack.questions),
        *(("categories", c.code, "procedure", c.procedure, procedures) for c in pack.categories),
        *(("terms", t.code, "procedures", p, procedures) for t in pack.terms for p in t.procedures),
        *(
            ("payment_schedules", s.code, "procedures", p, procedures)
            for s in pack.payment_schedules
            for p in s.procedures
        ),
        *(("terms", t.code, key, code, events) for t in pack.terms for key, code in _events_of(t)),
        *(("public_stages", s.number, "event", s.event, events) for s in pack.public_stages),
        *(("public_stages", s.number, "begins", s.begins, events) for s in pack.public_stages if s.begins),
        *(("told", t.event, "event", t.event, events) for t in pack.told),
        *(("made", m.code, "document", m.document, documents) for m in pack.made if m.document),
    ]
    for where, item, key, code, known in named:
        if code not in known:
            yield f"{where} ({item}) → {key}: «{code}» нигде не описан. Возможно: {', '.join(sorted(known))}"
    for page in sorted(pages - {question.page for question in pack.questions}):
        yield f"pages ({page}): на странице нет ни одного вопроса. Добавьте вопрос или уберите страницу"


def _events_of(term: Any) -> list[tuple[str, str]]:
    return [("starts", term.starts), ("ends", term.ends), *(("restarts", code) for code in term.restarts)]


def _moves(pack: Pack) -> Iterator[str]:
    reachable, todo = {Stage.DRAFT}, [Stage.DRAFT]
    while todo:
        for to in pack.moves.get(todo.pop(), ()):
            if to not in reachable:
                reachable.add(to)
                todo.append(to)
    for stage, following in pack.moves.items():
        if stage in following:
            yield f"moves → {stage}: переход в тот же этап ничего не значит. Уберите его"
        if stage not in reachable:
            yield f"moves → {stage}: в этот этап ничто не ведёт. Добавьте переход в него или уберите строку"
    if Stage.WAITING not in pack.moves.get(Stage.DRAFT, ()):
        yield f"moves → draft: нет перехода в «{Stage.WAITING}», заявку нельзя подать. Добавьте его"
    for stage in sorted(reachable - LAST):
        if not pack.moves.get(stage):
            yield f"moves → {stage}: из этого этапа нет перехода. Добавьте хотя бы один"
    for status in (*pack.statuses, pack.submitted):
        if status.stage not in reachable:
            yield f"statuses ({status.code}) → stage: в этап «{status.stage}» нет перехода. Добавьте его в moves"
    shown = {stage for step in pack.steps for stage in step.stages}
    ends_early = {Stage.DRAFT, Stage.REFUSED, Stage.WITHDRAWN, Stage.VOIDED}
    for stage in sorted(reachable - shown - ends_early):
        yield f"steps: этап «{stage}» не показан ни на одном шаге. Добавьте его в stages одного из них"
    for stage in sorted(shown):
        if sum(stage in step.stages for step in pack.steps) > 1:
            yield f"steps: этап «{stage}» показан на двух шагах. Оставьте его на одном"
    if pack.after_signing not in reachable:
        yield f"after_signing: в этап «{pack.after_signing}» нет перехода. Добавьте его в moves"


def _statuses(pack: Pack) -> Iterator[str]:
    for name in ("statuses", "enquiry_statuses"):
        labels: set[str] = {pack.waiting} if name == "statuses" else set()
        for status in getattr(pack, name):
            if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", status.code):
                yield f"{name} ({status.label}) → code: {_SAID['string_pattern_mismatch']}"
            if status.code == pack.submitted.code:
                yield f"{name} ({status.code}) → code: так называется статус, пока заявку не смотрели. Дайте другой код"
            if status.label in labels:
                yield f"{name} ({status.code}) → label: «{status.label}» уже есть. Назовите статус иначе"
            labels.add(status.label)


def _conditions(pack: Pack) -> Iterator[str]:
    questions = {question.code: question for question in pack.questions}
    for where, condition in conditions_of(pack):
        for test in condition.every_test():
            if test.fact not in KNOWN_FACTS and test.fact not in questions:
                known = ", ".join(sorted({*KNOWN_FACTS, *questions}))
                yield f"{where}: факт «{test.fact}» неизвестен. Возможно: {known}"
                continue
            possible = values_of(pack, test.fact)
            if possible is None:
                yield f"{where}: от «{test.fact}» условие зависеть не может: это свободный ответ"
            elif not possible and test.bounds is None:
                yield f"{where}: «{test.fact}» — число, его ограничивают: {{ max = 15 }}"
            elif possible and test.bounds is not None:
                yield f"{where}: «{test.fact}» — не число, границ у него нет"
            else:
                for value in test.values:
                    if possible and value not in possible:
                        listed = ", ".join(str(one) for one in possible)
                        yield f"{where}: у «{test.fact}» нет ответа «{value}». Возможно: {listed}"


def _order_of_questions(pack: Pack) -> Iterator[str]:
    """Facts come to be in the order of the questions: what a question is shown by has to be asked before it."""
    asked = set(KNOWN_FACTS)
    for question in pack.questions:
        if question.code in KNOWN_FACTS:
            continue
        for test in question.shown.every_test() if question.shown else ():
            if test.fact not in asked:
                yield (
                    f"questions ({question.code}) → shown: «{test.fact}» спрашивают не раньше. "
                    "Поставьте тот вопрос выше или уберите условие"
                )
            # The existing power is a part of the total one, so it cannot wait for it, nor for an answer.
            elif question.code == "existing_power" and test.fact not in {"kind", "legal_form", "by_representative"}:
                yield (
                    f"questions (existing_power) → shown: от «{test.fact}» условие зависеть не может. "
                    "Возможно: kind, legal_form, by_representative"
                )
        asked.add(question.code)


def conditions_of(pack: Pack) -> Iterator[tuple[str, Condition]]:
    """Every condition of a pack, with the place where it stands."""
    for name in ("questions", "attachments"):
        for item in getattr(pack, name):
            if item.shown is not None:
                yield f"{name} ({item.code}) → shown", item.shown
            if isinstance(item.required, Condition):
                yield f"{name} ({item.code}) → required", item.required
    for category in pack.categories:
        yield f"categories ({category.code}) → when", category.when
    for term in pack.terms:
        if term.when is not None:
            yield f"terms ({term.code}) → when", term.when
        for other in term.others:
            yield f"terms ({term.code}) → others → when", other.when
    for schedule in pack.payment_schedules:
        if schedule.when is not None:
            yield f"payment_schedules ({schedule.code}) → when", schedule.when
    for refusal in pack.refusals:
        if refusal.when is not None:
            yield f"refusals ({refusal.code}) → when", refusal.when
    if pack.supplier is not None and isinstance(pack.supplier.account, Condition):
        yield "supplier → account", pack.supplier.account


def values_of(pack: Pack, fact: str) -> tuple[Fact, ...] | None:
    """The answers that a fact can have; empty for a number, None for words that are typed."""
    if fact == "kind":
        return tuple(type_.code for type_ in pack.types)
    if fact in KNOWN_FACTS:
        return KNOWN_FACTS[fact]
    question = next(question for question in pack.questions if question.code == fact)
    return _answers(question)


def _answers(question: Question) -> tuple[Fact, ...] | None:
    if question.type == "choice":
        return tuple(choice.code for choice in question.choices)
    if question.type == "yes_no":
        return (True, False)
    return () if question.type in {"number", "power"} else None


def _evidence(pack: Pack) -> Iterator[str]:
    documents = {d.code for d in pack.company_documents} | {a.code for a in pack.attachments}
    known = {
        "document": documents,
        "sent": documents,
        "status": {status.code for status in pack.statuses},
        "stage": {stage.value for stage in Stage},
    }
    for event in pack.events:
        for proof in event.evidence:
            kind, _, code = proof.partition(":")
            if proof not in MACHINE_EVIDENCE and code not in known.get(kind, ()):
                yield (
                    f"events ({event.code}) → evidence: «{proof}» ничего не называет. Возможно: submitted, registered, "
                    "document:КОД, sent:КОД, status:КОД, stage:КОД"
                )


def _public_stages(pack: Pack) -> Iterator[str]:
    for stage in pack.public_stages:
        if stage.shows == "progress" and not stage.begins:
            yield f"public_stages ({stage.number}) → begins: такого ключа нет. Назовите событие, с которого идёт работа"
        if stage.shows != "progress" and stage.begins:
            yield f"public_stages ({stage.number}) → begins: он есть только у хода работ (progress). Уберите его"


def _terms(pack: Pack) -> Iterator[str]:
    for term in pack.terms:
        if not term.procedures:
            yield f"terms ({term.code}) → procedures: список пуст. Назовите порядок, в котором срок идёт"
        if term.starts == term.ends:
            yield f"terms ({term.code}) → ends: срок кончается тем же, чем начинается. Назовите другое событие"
        if term.ends in term.restarts:
            yield f"terms ({term.code}) → restarts: «{term.ends}» кончает срок. Уберите его отсюда"


def _power(pack: Pack) -> Iterator[str]:
    questions = {question.code: question for question in pack.questions}
    for code in ("purpose", "address", "cadastral_number", "max_power_kw"):
        if code not in questions:
            yield f"questions: нет вопроса «{code}», а на нём держатся список и карточка. Добавьте его"
    for question in pack.questions:
        if (question.type == "power") != (question.code == "max_power_kw"):
            yield f"questions ({question.code}) → type: тип power у max_power_kw, и только у него. Исправьте"
    for key in ("example", "fine_example"):
        yield from _example(f"power → {key}", getattr(pack.power, key), pack.power.decimals, None, pack.power.largest)
    for question in pack.questions:
        if question.type == "number" and question.example:
            where = f"questions ({question.code}) → example"
            yield from _example(where, question.example, question.decimals, question.min, question.max)
    asked = questions.get("max_power_kw")
    for type_ in pack.types if asked else ():
        facts: list[dict[str, Fact]] = [{"kind": type_.code, "legal_form": form} for form in _LEGAL_FORMS]
        if asked and {asked.is_required(one) for one in facts} != {not type_.power_is_optional}:
            yield (
                f"types ({type_.code}) → power_is_optional: расходится с required вопроса max_power_kw. "
                "Исправьте одно из двух"
            )


def _example(where: str, text: str, decimals: int, low: Decimal | None, high: Decimal | None) -> Iterator[str]:
    """An example is what a person types: it has to be taken."""
    if not re.fullmatch(rf"\d+(,\d{{1,{decimals}}})?" if decimals else r"\d+", text):
        yield f"{where}: «{text}» — не число, в котором после запятой до {decimals} цифр. Исправьте пример"
        return
    number = Decimal(text.replace(",", "."))
    if (low is not None and number < low) or (high is not None and number > high):
        yield f"{where}: «{text}» вне своих границ. Исправьте пример или границы"


def _words(pack: Pack) -> Iterator[str]:
    for name in ("attachments", "company_documents"):
        for item in getattr(pack, name):
            for word in item.words:
                if word != word.lower() or not word.strip():
                    yield f"{name} ({item.code}) → words: «{word}». Напишите слово строчными буквами"


def _never_true(pack: Pack) -> Iterator[str]:
    """A condition that no answers can meet is a slip of the pen, as is what is required only where it is not shown."""
    for where, condition in conditions_of(pack):
        if not any(condition.holds(facts) for facts in _answers_to(pack, [condition])):
            yield f"{where}: ни один ответ не подходит. Исправьте условие или уберите его"
    for name in ("questions", "attachments"):
        for item in getattr(pack, name):
            if item.shown is None or not isinstance(item.required, Condition):
                continue
            if not any(item.is_required(facts) for facts in _answers_to(pack, [item.shown, item.required])):
                yield f"{name} ({item.code}) → required: бывает верно только там, где не показано. Исправьте shown"


def _categories(pack: Pack) -> Iterator[str]:
    """Exactly one category fits every answer: each fact by all its values, each number at its borders and by them."""
    said = 0
    for answers in _answers_to(pack, [category.when for category in pack.categories]):
        fitting = [category.code for category in pack.categories if category.when.holds(answers)]
        if len(fitting) == 1:
            continue
        shown = ", ".join(f"{name} = {_in_toml(value)}" for name, value in answers.items())
        if fitting:
            yield f"categories: ответу ({shown}) подходят сразу {', '.join(fitting)}. Разведите их условия"
        else:
            yield f"categories: ответу ({shown}) не подходит ни одна. Добавьте категорию или расширьте условие"
        said += 1
        if said == MOST_SAID:
            yield "categories: есть и другие такие ответы. Исправьте эти и проверьте ещё раз"
            return


def _in_toml(value: Fact) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _answers_to(pack: Pack, conditions: Sequence[Condition]) -> Iterator[dict[str, Fact]]:
    """Every set of answers that these conditions tell apart, as it can come from the questions.

    A question that is not shown has no answer; one that may be left out goes without an answer in some of the sets.
    """
    questions = {question.code: question for question in pack.questions}
    told_apart = dict(_values_told_apart(pack, questions, conditions))
    names = [fact for fact in KNOWN_FACTS if fact in told_apart]
    names += [code for code in questions if code in told_apart]
    return _sets(names, {}, told_apart, questions)


def _sets(
    names: list[str],
    facts: dict[str, Fact],
    told_apart: Mapping[str, list[Fact]],
    questions: Mapping[str, Question],
) -> Iterator[dict[str, Fact]]:
    if not names:
        yield facts
        return
    name, *others = names
    question = questions.get("max_power_kw" if name == "total_power" else name)
    if question is not None and not question.is_shown(facts):
        yield from _sets(others, facts, told_apart, questions)
        return
    for value in told_apart[name]:
        yield from _sets(others, {**facts, name: value}, told_apart, questions)
    if question is not None and not question.default and not question.is_required(facts):
        yield from _sets(others, facts, told_apart, questions)


def _values_told_apart(
    pack: Pack, questions: Mapping[str, Question], conditions: Sequence[Condition]
) -> dict[str, list[Fact]]:
    """Of each fact that the conditions name, or on which it depends whether such a fact is asked for."""
    step = Decimal(1).scaleb(-pack.power.decimals)
    found: dict[str, list[Fact]] = {}
    todo = list(conditions)
    while todo:
        for test in todo.pop().every_test():
            listed = found.get(test.fact)
            if listed is None:
                found[test.fact] = listed = list(values_of(pack, test.fact) or ())
                question = questions.get("max_power_kw" if test.fact == "total_power" else test.fact)
                if question is not None:
                    todo += [one for one in (question.shown, question.required) if isinstance(one, Condition)]
            for border in test.bounds.borders if test.bounds else ():
                around: tuple[Decimal, ...] = (border - step, border, border + step)
                listed += [number for number in around if number > 0 and number not in listed]
    return found
