"""What the form of a pack alone cannot forbid: codes that name nothing, answers that no category or two of them fit.

Every mistake is one sentence that names the place and the remedy; all of them are found at once.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import product
from typing import Any

from pydantic import ValidationError

from .conditions import Condition, Fact
from .pack import Pack, Question
from .stages import Stage

# Facts that conditions may name beside the questions of the pack: what the cabinet knows by itself.
KNOWN_FACTS: dict[str, tuple[Fact, ...] | None] = {
    "kind": None,  # the type of the application: the codes of the pack
    "legal_form": ("person", "sole_trader", "organisation"),
    "total_power": (),  # a number: asked for and existing, in the unit of the pack
    "by_representative": (True, False),
}
MACHINE_EVIDENCE = {"submitted", "registered"}
SMALLEST_STEP = Decimal("0.01")


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
    "string_pattern_mismatch": "код — до 40 латинских букв, цифр и подчёркиваний, первой стоит буква",
    "too_short": "список пуст. Добавьте хотя бы одну строку",
    "greater_than": "число больше нуля",
}


def _said(error: Any) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind in _SAID:
        return _SAID[kind]
    if kind == "value_error":
        return str(context.get("error", error["msg"]))
    if kind in {"literal_error", "enum"}:
        return f"«{error['input']}» здесь быть не может. Возможно: {context.get('expected', '')}"
    return f"«{error['input']}» не подходит ({error['msg']})"


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
        *_repeated(pack),
        *_names_nothing(pack),
        *_moves(pack),
        *_conditions(pack),
        *_evidence(pack),
        *_power(pack),
    ]
    return found or [*_categories(pack)]


def _repeated(pack: Pack) -> Iterator[str]:
    lists = (
        "types", "pages", "questions", "attachments", "company_documents", "procedures", "categories", "statuses",
        "enquiry_statuses", "events", "terms", "refusals", "made",
    )  # fmt: skip
    for name in lists:
        seen: set[str] = set()
        for item in getattr(pack, name):
            if item.code in seen:
                yield f"{name} ({item.code}): такой код уже есть. Дайте другой"
            seen.add(item.code)
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
        *(("terms", t.code, key, code, events) for t in pack.terms for key, code in _events_of(t)),
        *(("public_stages", s.number, "event", s.event, events) for s in pack.public_stages),
        *(("public_stages", s.number, "begins", s.begins, events) for s in pack.public_stages if s.begins),
        *(("told", t.event, "event", t.event, events) for t in pack.told),
        *(("made", m.code, "document", m.document, documents) for m in pack.made if m.document),
    ]
    for where, item, key, code, known in named:
        if code not in known:
            yield f"{where} ({item}) → {key}: «{code}» нигде не описан. Возможно: {', '.join(sorted(known))}"
    for term in pack.terms:
        if not term.procedures:
            yield f"terms ({term.code}) → procedures: список пуст. Назовите порядок, в котором срок идёт"


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
    for status in (*pack.statuses, pack.submitted):
        if status.stage not in reachable:
            yield f"statuses ({status.code}) → stage: в этап «{status.stage}» нет перехода. Добавьте его в moves"
    shown = {stage for step in pack.steps for stage in step.stages}
    ends_early = {Stage.DRAFT, Stage.REFUSED, Stage.WITHDRAWN, Stage.VOIDED}
    for stage in sorted(reachable - shown - ends_early):
        yield f"steps: этап «{stage}» не показан ни на одном шаге. Добавьте его в stages одного из них"
    if pack.after_signing not in reachable:
        yield f"after_signing: в этап «{pack.after_signing}» нет перехода. Добавьте его в moves"


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
    for refusal in pack.refusals:
        if refusal.when is not None:
            yield f"refusals ({refusal.code}) → when", refusal.when


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


def _power(pack: Pack) -> Iterator[str]:
    named = {question.code for question in pack.questions}
    for code in ("purpose", "address", "cadastral_number", "max_power_kw"):
        if code not in named:
            yield f"questions: нет вопроса «{code}», а на нём держатся список и карточка. Добавьте его"


def _categories(pack: Pack) -> Iterator[str]:
    """Exactly one category fits every answer: each fact by all its values, each number at its borders and by them."""
    facts: dict[str, list[Fact]] = {}
    for category in pack.categories:
        for test in category.when.every_test():
            listed = facts.setdefault(test.fact, [])
            if test.bounds is not None:
                for border in test.bounds.borders:
                    listed += [border - SMALLEST_STEP, border, border + SMALLEST_STEP]
            elif not listed:
                listed += values_of(pack, test.fact) or ()
    names = list(facts)
    said = 0
    for values in product(*(sorted(set(facts[name]), key=str) for name in names)):
        answers = dict(zip(names, values, strict=True))
        if any(isinstance(value, Decimal) and value <= 0 for value in values):
            continue
        fitting = [category.code for category in pack.categories if category.when.holds(answers)]
        if len(fitting) == 1:
            continue
        shown = ", ".join(f"{name} = {value}" for name, value in answers.items())
        if fitting:
            yield f"categories: ответу ({shown}) подходят сразу {', '.join(fitting)}. Разведите их условия"
        else:
            yield f"categories: ответу ({shown}) не подходит ни одна. Добавьте категорию или расширьте условие"
        said += 1
        if said == 5:
            yield "categories: есть и другие такие ответы"
            return
