"""Each number of an edition changes what the cabinet does, without a line of code.

The text of a shipped edition is changed number by number, as a lawyer would change it, and read anew.
"""

import re
from decimal import Decimal
from typing import Any

import pytest

from cabinet.applications.forms import DraftForm
from cabinet.rules.facts import facts_of
from cabinet.rules.pack import Length, OtherLength, Pack, Term, length_of
from tests.rules.editions import read, text_of

PACKS = ("electricity_861", "heat_2115")
NUMBER = re.compile(r"^(?P<key>[a-z_]+) = (?P<value>.*)$")
DIGITS = re.compile(r"(?<![\w.\"-])-?\d+(?:\.\d+)?(?![\w.\"-])")


def lines_with_numbers(code: str) -> list[tuple[int, str, str]]:
    """The number of a line, its table and its key, of all lines where a number stands outside of quotes."""
    found, table = [], ""
    for at, line in enumerate(text_of(code).splitlines()):
        if line.startswith("["):
            table = line.strip("[]")
        if line.startswith("#") or "=" not in line:
            continue
        if DIGITS.search(re.sub(r'"[^"]*"|\d{4}-\d\d-\d\d', "", line)):
            found.append((at, table, line.partition(" =")[0].strip()))
    return found


def edited(code: str, at: int, line: str) -> Pack:
    lines = text_of(code).splitlines()
    lines[at] = line
    return read("\n".join(lines), code)


def lengths(pack: Pack) -> list[tuple[str, Length]]:
    found = []
    for term in pack.terms:
        found.append((term.code, term.length))
        found += [(term.code, other.length) for other in term.others]
    return found


# ── Terms ──


def lengths_written(code: str) -> list[tuple[str, int]]:
    return [(code, at) for at, table, key in lines_with_numbers(code) if table.startswith("terms") and key == "length"]


@pytest.mark.parametrize(("code", "at"), [one for code in PACKS for one in lengths_written(code)])
def test_the_length_of_a_term(code: str, at: int) -> None:
    line = text_of(code).splitlines()[at]
    pack, before = edited(code, at, re.sub(r"\d+", lambda n: str(int(n[0]) + 1), line)), read(text_of(code), code)

    differing = [two for two in zip(lengths(pack), lengths(before), strict=True) if two[0] != two[1]]
    [((term, length), (_, was))] = differing
    assert (length.unit, length.number) == (was.unit, was.number + 1)
    changed = next(t for t in pack.terms if t.code == term)
    found = {length_of(changed, facts).number for facts in facts_that_tell_apart(changed)}
    assert length.number in found


@pytest.mark.parametrize(("code", "at"), [one for code in PACKS for one in lengths_written(code)])
@pytest.mark.parametrize("unit", ["working_days", "calendar_days", "months", "years"])
def test_the_unit_of_a_term(code: str, at: int, unit: str) -> None:
    line = re.sub(r"\{ \w+ =", f"{{ {unit} =", text_of(code).splitlines()[at])

    assert unit in {length.unit for _, length in lengths(edited(code, at, line))}


def facts_that_tell_apart(term: Term) -> list[dict[str, Any]]:
    """Facts with which each of its lengths holds in turn."""
    return [{}, *(facts_for(other) for other in term.others)]


def facts_for(other: OtherLength) -> dict[str, Any]:
    return {
        test.fact: test.values[0] if test.values else next(iter(test.bounds.borders if test.bounds else ())) + 1
        for test in other.when.tests
    }


# ── Borders of power, wherever a condition names them ──


def borders() -> list[str]:
    found = re.findall(r"total_power = \{ ([^}]*) \}", text_of())
    return sorted({number for one in found for number in re.findall(r"\d+(?:\.\d+)?", one)}, key=Decimal)


def test_the_borders_are_those_of_the_act() -> None:
    assert borders() == ["15", "150", "670"]


def moved(border: str, to: str) -> Pack:
    """The border stands elsewhere in every condition; nothing else of the text changes."""

    def move(one: re.Match[str]) -> str:
        return re.sub(rf"(?<![\d.]){border}(?![\d.])", to, one[0])

    return read(re.sub(r"total_power = \{[^}]*\}", move, text_of()))


@pytest.mark.parametrize(
    ("border", "to", "power", "was", "becomes"),
    [
        ("15", "20", "20", "other_150", "person_15"),
        ("15", "14.99", "15", "person_15", "other_150"),
        ("150", "200", "200", "medium_670", "other_150"),
        ("150", "149.99", "150", "other_150", "medium_670"),
        ("670", "700", "700", "large", "medium_670"),
        ("670", "669.99", "670", "medium_670", "large"),
    ],
)
def test_a_border_of_categories(border: str, to: str, power: str, was: str, becomes: str) -> None:
    found = [category_of(pack, power) for pack in (read(text_of()), moved(border, to))]

    assert found == [was, becomes]


def category_of(pack: Pack, power: str) -> str:
    answers: dict[str, Any] = {"max_power_kw": power, "household": True}
    found = pack.category_of(facts_of(pack, kind="new", answers=answers, legal_form="person"))
    assert found is not None
    return found.code


def conditions_with_a_number() -> list[int]:
    """Of questions, attachments and terms; a border of categories has to be moved in all of them, see above."""
    return [
        at
        for at, table, key in lines_with_numbers("electricity_861")
        if key in {"shown", "required", "when", "account"} and table != "categories"
    ]


@pytest.mark.parametrize("at", conditions_with_a_number())
def test_each_condition_with_a_number_of_its_own(at: int) -> None:
    line = text_of().splitlines()[at]
    for number in re.finditer(r"(?<=[a-z] = )\d+", line):
        changed = line[: number.start()] + str(int(number[0]) + 1) + line[number.end() :]
        pack = edited("electricity_861", at, changed)
        border = Decimal(number[0])
        facts = {"kind": "new", "building": True, "legal_form": "person", "household": True}
        above = {**facts, "total_power": border + Decimal("0.5")}
        assert holding(pack, above) != holding(read(text_of()), above)


def holding(pack: Pack, facts: dict[str, Any]) -> list[tuple[str, bool]]:
    return [
        *((q.code, q.is_shown(facts)) for q in pack.questions),
        *((a.code, a.is_shown(facts)) for a in pack.attachments),
        *((a.code, a.is_required(facts)) for a in pack.attachments),
        *((f"{t.code} {length_of(t, facts)}", t.when is None or t.when.holds(facts)) for t in pack.terms),
        *((s.code, s.when is None or s.when.holds(facts)) for s in pack.payment_schedules),
        ("supplier", pack.supplier is not None and pack.supplier.asks_account(facts)),
    ]


# ── What the form reads ──


@pytest.mark.parametrize("key", ["decimals", "min", "max", "width"])
@pytest.mark.parametrize("code", PACKS)
def test_each_number_of_a_question_comes_to_the_question(code: str, key: str) -> None:
    lines = [at for at, table, name in lines_with_numbers(code) if name == key and table == "questions"]
    assert lines
    for at in lines:
        line = text_of(code).splitlines()[at]
        to = {"decimals": 4, "min": 0, "max": 999, "width": 39}[key]
        if line == f"{key} = {to}":
            to += 1
        pack = edited(code, at, f"{key} = {to}")
        differing = [
            question.code
            for question, was in zip(pack.questions, read(text_of(code), code).questions, strict=True)
            if getattr(question, key) != getattr(was, key)
        ]
        assert len(differing) == 1, line


@pytest.mark.parametrize("code", PACKS)
def test_the_largest_power_and_its_decimals(code: str) -> None:
    """By the form itself: what it took is refused, what it refused is taken."""
    text, power = text_of(code), read(text_of(code), code).power
    asked = str(power.largest).replace(".", ",")
    smaller = read(text.replace(f'largest = "{power.largest}"', 'largest = "900"'), code)
    text_of_three = text.replace(f"decimals = {power.decimals}\ndecimals_named", "decimals = 3\ndecimals_named")
    three = read(text_of_three.replace(f'fine_example = "{power.fine_example}"', 'fine_example = "1,125"'), code)

    assert DraftForm({"max_power_kw": asked}, pack=read(text, code)).is_valid()
    assert not DraftForm({"max_power_kw": asked}, pack=smaller).is_valid()
    assert DraftForm({"max_power_kw": "1,125"}, pack=three).is_valid()
    assert DraftForm({"max_power_kw": "1,125"}, pack=read(text, code)).is_valid() is (power.decimals >= 3)
    assert not DraftForm({"max_power_kw": "1,1255"}, pack=three).is_valid()


def test_no_number_of_an_edition_escapes_these_tests() -> None:
    kinds = {
        (table, key)
        for code in PACKS
        for _, table, key in lines_with_numbers(code)
        if not (table.startswith("terms") and key == "length")
        and not (table == "questions" and key in {"decimals", "min", "max", "width"})
        and key not in {"shown", "required", "when", "account"}
    }

    assert kinds <= {("power", "decimals")}  # with power.largest: by the form, above
