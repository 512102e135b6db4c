"""What a part of a full run leaves unread holds none of its tests."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests import parts


@dataclass(frozen=True)
class Item:
    """Of a test, what its place in a run depends on."""

    path: Path
    name: str


FILES = sorted(parts.HERE.rglob("test_*.py"))


@pytest.mark.parametrize("expression", [*parts.PLACES, parts.BESIDE])
def test_a_part_reads_its_own_files_and_their_folders_and_no_other_file(expression: str) -> None:
    own = None if expression == parts.BESIDE else expression
    read = {path for path in FILES if not any(left_unread(step, expression) for step in (path, *path.parents))}

    assert read == {path for path in FILES if parts.part_of(path) == own}


def left_unread(path: Path, expression: str) -> bool:
    return path.is_relative_to(parts.HERE) and parts.has_no_test_of(path, expression)


@pytest.mark.parametrize("expression", ["", "alone or journey", "not alone"])
def test_another_choice_reads_every_file(expression: str) -> None:
    assert not any(parts.has_no_test_of(path, expression) for path in FILES)


def test_every_place_of_a_part_exists() -> None:
    assert [place for places in parts.PLACES.values() for place in places if not place.exists()] == []


def test_a_file_of_few_long_tests_begins_before_one_of_many_short_ones_and_no_file_is_split() -> None:
    few, many, more = (parts.HERE / "a" / name for name in ("test_few.py", "test_many.py", "test_more.py"))
    [long] = [path for path, weight in parts.LONG.items() if weight > 3]
    items: list[Any] = [Item(path, name) for path in (few, many, long, more) for name in ("second", "first", "third")]
    items += [Item(more, "fourth")]

    parts.put_longest_files_first(items)

    assert [item.path for item in items] == [long] * 3 + [more] * 4 + [few] * 3 + [many] * 3
    assert [item.name for item in items[:3]] == ["second", "first", "third"]  # as they were shuffled


def test_every_long_file_exists() -> None:
    assert [path for path in parts.LONG if not path.is_file()] == []
