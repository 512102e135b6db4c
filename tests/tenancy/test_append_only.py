"""Kept rows: what the triggers of a rule refuse and what they let through, whoever writes."""

from dataclasses import replace

import pytest
from django.db import connection, transaction
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.utils import InternalError

from tenancy.append_only import Rule, change, keep, keep_also

pytestmark = pytest.mark.usefixtures("here")

ALWAYS = Rule("paper_is_kept", "a paper is kept")
PLACED = replace(ALWAYS, when="placed_at")


@pytest.fixture(autouse=True)
def _papers(here: None) -> None:
    run("CREATE TABLE paper (id int, text text, placed_at date, stamp text)")
    run("INSERT INTO paper VALUES (1, 'placed', '2026-01-01', NULL), (2, 'draft', NULL, NULL)")


def run(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.rowcount)


def migrate(operation: Operation, *, back: bool = False) -> None:
    state = ProjectState()
    move = operation.database_backwards if back else operation.database_forwards
    with connection.schema_editor() as editor:
        move("documents", editor, state, state)  # an application of companies


def is_refused(statement: str, *, saying: str = "a paper is kept") -> bool:
    try:
        with transaction.atomic():
            assert run(statement) == 1
    except InternalError as error:
        return saying in str(error)
    return False


def test_a_rule_without_conditions_keeps_every_row():
    migrate(keep(ALWAYS, {"kept": "paper"}))
    assert is_refused("UPDATE paper SET text = 'x' WHERE id = 2")
    assert is_refused("DELETE FROM paper WHERE id = 2")
    assert not is_refused("INSERT INTO paper VALUES (3)")


def test_a_row_is_kept_from_when_its_column_is_filled():
    migrate(keep(PLACED, {"kept": "paper"}))
    assert is_refused("UPDATE paper SET text = 'x' WHERE id = 1")
    assert is_refused("DELETE FROM paper WHERE id = 1")
    assert not is_refused("UPDATE paper SET placed_at = '2026-02-01' WHERE id = 2")
    assert is_refused("UPDATE paper SET placed_at = NULL WHERE id = 2")
    assert not is_refused("INSERT INTO paper VALUES (3)")
    assert not is_refused("DELETE FROM paper WHERE id = 3")


@pytest.mark.parametrize("when", ["", "placed_at"])
def test_what_is_learned_later_may_be_written(when):
    migrate(keep(replace(ALWAYS, when=when, except_=("stamp",)), {"kept": "paper"}))
    assert not is_refused("UPDATE paper SET stamp = 'x' WHERE id = 1")
    assert is_refused("UPDATE paper SET stamp = 'x', text = 'x' WHERE id = 1")
    assert is_refused("DELETE FROM paper WHERE id = 1")


def test_a_column_that_is_written_once_is_never_rewritten():
    rule = replace(ALWAYS, except_=("stamp", "placed_at"), once={"stamp": "a stamp is kept"})
    migrate(keep(rule, {"kept": "paper"}))
    assert not is_refused("UPDATE paper SET stamp = 'x' WHERE id = 1")
    assert not is_refused("UPDATE paper SET stamp = 'x', placed_at = NULL WHERE id = 1")
    assert is_refused("UPDATE paper SET stamp = 'y' WHERE id = 1", saying="a stamp is kept")
    assert is_refused("UPDATE paper SET stamp = NULL WHERE id = 1", saying="a stamp is kept")


def test_a_changed_rule_holds_on_the_same_triggers_and_can_be_taken_back():
    step = change(PLACED, replace(PLACED, except_=("stamp",)))
    migrate(keep(PLACED, {"kept": "paper"}))
    migrate(step)
    assert not is_refused("UPDATE paper SET stamp = 'x' WHERE id = 1")
    migrate(step, back=True)
    assert is_refused("UPDATE paper SET stamp = 'y' WHERE id = 1")


def test_a_rule_is_put_on_another_table_and_everything_can_be_taken_back():
    run("CREATE TABLE letter AS TABLE paper")
    first, second = keep(ALWAYS, {"kept": "paper"}), keep_also(ALWAYS.function, {"letter_is_kept": "letter"})
    migrate(first)
    migrate(second)
    assert is_refused("DELETE FROM letter WHERE id = 1")
    migrate(second, back=True)
    migrate(first, back=True)
    assert not is_refused("DELETE FROM letter WHERE id = 1")
    assert not is_refused("DELETE FROM paper WHERE id = 1")
    assert run("SELECT 1 FROM pg_proc WHERE proname = 'paper_is_kept'") == 0
