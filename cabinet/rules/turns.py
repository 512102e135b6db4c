"""What the form of a pack alone cannot forbid about its states and turns, and about terms that follow events."""

from collections.abc import Iterator

from .pack import Pack, Term


def mistakes_of_turns(pack: Pack) -> Iterator[str]:
    """Codes that name nothing, states that nothing leads to, terms that wait for what never comes."""
    events = [event.code for event in pack.events]
    states = [state.code for state in pack.states]
    procedures = [procedure.code for procedure in pack.procedures]
    for place, turn in enumerate(pack.turns, 1):
        where = f"turns[{place}] ({turn.event})"
        named = [
            ("event", turn.event, events),
            ("to", turn.to, states),
            *(("after", code, states) for code in turn.after),
            *(("procedures", code, procedures) for code in turn.procedures),
        ]
        yield from (_names_nothing(where, key, code, known) for key, code, known in named if code not in known)
    for event in pack.events:
        for code in event.undoes:
            if code not in events:
                yield _names_nothing(f"events ({event.code})", "undoes", code, events)
    for term in pack.terms:
        yield from _of_term(term, events)
    yield from _states(pack)


def _of_term(term: Term, events: list[str]) -> Iterator[str]:
    for key, codes in (("or_ends", term.or_ends), ("stops", term.stops)):
        for code in codes:
            if code not in events:
                yield _names_nothing(f"terms ({term.code})", key, code, events)
    if term.stops and not term.restarts:
        yield f"terms ({term.code}) → stops: срок встанет и не пойдёт. Назовите в restarts, с чего он считается заново"
    going_on = {term.starts, *term.restarts, *term.stops}
    for code in sorted({*term.or_ends} & going_on | {term.ends} & {*term.stops}):
        yield f"terms ({term.code}): «{code}» и кончает срок, и продолжает его. Оставьте что-то одно"


def _states(pack: Pack) -> Iterator[str]:
    first, *others = pack.states
    reached = {turn.to for turn in pack.turns}
    if not any(first.code in turn.after for turn in pack.turns):
        yield f"turns: из состояния «{first.code}» ничто не ведёт. Добавьте событие, с которым заявка поступает"
    for state in others:
        if state.code not in reached:
            yield f"states ({state.code}): в это состояние ничто не ведёт. Добавьте turns или уберите состояние"
    for state in pack.states:
        if state.closed != (state.move == "nobody"):
            yield f"states ({state.code}) → move: ничей ход только в конце (closed), и в конце ход ничей. Исправьте"


def _names_nothing(where: str, key: str, code: str, known: list[str]) -> str:
    return f"{where} → {key}: «{code}» нигде не описан. Возможно: {', '.join(sorted(known))}"
