"""The stages of every rule pack and the ways between them, as tables of docs/stages.md. Read from the packs alone."""

from collections.abc import Iterator

from .pack import Pack, Turn
from .packs import PACKS, editions, load
from .stages import Stage

HEAD = """\
# Stages and transitions

Written by `manage.py print_stages` from the rule packs; a test compares. A **stage** is what staff and statuses move:
an application goes from one to another only by the table of its edition (`moves`). A **state** is finer and follows
from events alone; the clock reads it (`states`, `turns`), see [terms.md](terms.md). How a pack is read:
[rules.md](rules.md).
"""
SIDES = {"company": "company", "applicant": "applicant", "supplier": "supplier", "nobody": "nobody"}


def stage_tables() -> str:
    """The whole file."""
    parts = [HEAD]
    for code in PACKS.values():
        for edition in editions(code):
            parts.append("\n".join(_of_pack(load(code, edition))))
    return "\n".join(parts)


def _of_pack(pack: Pack) -> Iterator[str]:
    yield f"## {pack.code}, from {pack.valid_from}\n\n{pack.title}\n"
    yield "### Stages\n\n| from | to | statuses that stand for it | who leads there, and how |\n|---|---|---|---|"
    for stage in Stage:
        for to in Stage:
            if to in pack.next_stages(stage):
                yield f"| {_stage(stage)} | {_stage(to)} | {_statuses(pack, to)} | {_way(pack, stage, to)} |"
    last = [stage for stage in Stage if stage in _reached(pack) and not pack.next_stages(stage)]
    yield f"\nNothing leads on from: {', '.join(map(_stage, last))}.\n"
    yield "### States\n\n| state | in words | whose move |\n|---|---|---|"
    for state in pack.states:
        shared = f", beside it {SIDES[state.shared]}" if state.shared else ""
        yield f"| `{state.code}` | {state.title} | {SIDES[state.move]}{shared} |"
    yield "\n### What an event brings an application to\n"
    yield "| event | in words | procedures | after | to |\n|---|---|---|---|---|"
    for turn in pack.turns:
        yield _turn(pack, turn)
    for event in pack.events:
        if event.undoes:
            undone = ", ".join(f"`{code}`" for code in event.undoes)
            yield f"| `{event.code}` | {event.title} | all | {undone} | as if that had not been |"
    yield ""


def _turn(pack: Pack, turn: Turn) -> str:
    event = pack.event(turn.event)
    procedures = ", ".join(f"`{code}`" for code in turn.procedures) or "all"
    after = ", ".join(f"`{code}`" for code in turn.after) or "every open state"
    early = "; comes early, waits" if turn.early else ""
    return f"| `{turn.event}` | {event.title if event else ''} | {procedures} | {after}{early} | `{turn.to}` |"


def _stage(stage: Stage) -> str:
    return f"`{stage.value}` {stage.label}"


def _statuses(pack: Pack, stage: Stage) -> str:
    found = [status.label for status in (pack.submitted, *pack.statuses) if status.stage == stage]
    return ", ".join(f"«{label}»" for label in found) or "—"


def _reached(pack: Pack) -> set[Stage]:
    return {Stage.DRAFT, *(to for following in pack.moves.values() for to in following)}


def _way(pack: Pack, stage: Stage, to: Stage) -> str:
    """Which screens lead there; whatever is no case of its own is an ordinary status of staff."""
    if stage in {Stage.REFUSED, Stage.VOIDED}:
        return "staff: «Отменить решение», with a reason"
    if to == Stage.VOIDED and stage in {Stage.WAITING, Stage.REVIEW}:
        return "nobody yet: no term of the applicant runs here"
    if to == Stage.WITHDRAWN and stage == Stage.PERFORMANCE:
        return "staff: the contract is terminated"
    if stage == Stage.MISSING and to == Stage.REVIEW:
        return "applicant: «Отправить недостающее»; staff: «Закрыть запрос», or the status"
    if to == pack.after_signing and stage == Stage.SIGNING:
        return "both sides have signed; staff: the status"
    return _WAYS.get(to, "staff: the status")


_WAYS = {
    Stage.WAITING: "applicant: «Подать заявку»; staff: «Внести бумажную заявку»",
    Stage.MISSING: "staff: «Запросить недостающее»",
    Stage.OFFER: "staff: the status, or a contract sent for signing",
    Stage.SIGNING: "the company has signed a contract; staff: the status",
    Stage.REFUSED: "staff: «Отказать», with a reason of the pack",
    Stage.VOIDED: "proposed by the clock or by staff for a missed term; staff: «Аннулировать»",
    Stage.WITHDRAWN: "applicant: «Отозвать заявку»",
}
