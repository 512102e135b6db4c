"""What a part of a full run leaves unread holds none of its tests."""

from pathlib import Path

import pytest

from tests import parts

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
