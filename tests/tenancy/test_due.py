"""What is due is found without visiting companies, by one worker at a time, and never done in a wrong schema."""

import ast
from datetime import timedelta
from importlib import import_module

import pytest
from celery import current_app
from django.db import connection, transaction
from django.utils.module_loading import autodiscover_modules

from notifications import channels
from notifications.channels import task_of
from tenancy import due, later
from tenancy.company import in_public, inside, inside_schema
from tenancy.models import DueWork
from tests.moment import NOW

TASK = "notifications.deliver"
MINUTE = timedelta(minutes=1)
SENDERS = {"after_commit", "due.plan", "due.plan_now", "due.plan_once", "due.settle"}


@pytest.fixture
def handed(monkeypatch):
    """What was given to the queue: (schema, task, subject)."""
    given = []
    monkeypatch.setattr(due, "send", lambda task, args, schema, **_: given.append((schema, task, *args)))
    monkeypatch.setattr(later, "send", lambda task, args, schema, **_: given.append((schema, task, *args)))
    return given


@pytest.fixture
def sweep(django_capture_on_commit_callbacks):
    def run(*, after):
        with django_capture_on_commit_callbacks(execute=True):
            return due.sweep(now=NOW + after)

    return run


def test_what_is_due_is_handed_over_where_it_was_planned(company, other_company, handed, sweep):
    with inside(other_company):
        due.plan(TASK, 7, at=NOW + 2 * MINUTE)
    with inside(company):
        due.plan(TASK, 7, at=NOW + MINUTE)
        due.plan(TASK, 8, at=NOW + 10 * MINUTE)

    assert sweep(after=3 * MINUTE) == 2
    assert handed == [("gorset", TASK, 7), ("teploset", TASK, 7)]


def test_the_last_plan_for_a_subject_holds(company, handed, sweep):
    with inside(company):
        due.plan(TASK, 7, at=NOW)
        due.plan(TASK, 7, at=NOW + 5 * MINUTE)

    assert sweep(after=4 * MINUTE) == 0
    assert sweep(after=5 * MINUTE) == 1


def test_what_is_planned_once_stays_as_it_was(company, handed, sweep):
    with inside(company):
        due.plan_once(TASK, 0, at=NOW)
        due.plan_once(TASK, 0, at=NOW + 60 * MINUTE)

    assert sweep(after=MINUTE) == 1


def test_what_is_settled_is_not_handed_over_and_nobody_elses_is_touched(company, other_company, handed, sweep):
    for place in (company, other_company):
        with inside(place):
            due.plan(TASK, 7, at=NOW)
    with inside(company):
        due.settle(TASK, 7)

    assert sweep(after=MINUTE) == 1
    assert handed == [("teploset", TASK, 7)]


def test_work_that_a_worker_may_have_in_hand_is_left_alone_and_then_given_to_another(company, handed, sweep):
    with inside(company):
        due.plan(TASK, 7, at=NOW)

    assert [sweep(after=after) for after in (MINUTE, 2 * MINUTE, MINUTE + due.LEASE)] == [1, 0, 1]


def test_it_is_handed_over_at_once_and_again_if_the_queue_lost_it(
    company, handed, sweep, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True), inside(company):
        due.plan_now(TASK, 7, now=NOW)

    assert handed == [("gorset", TASK, 7)]
    assert [sweep(after=timedelta(seconds=59)), sweep(after=MINUTE)] == [0, 1]


def test_a_plan_is_undone_with_what_it_was_for(company, handed, sweep):
    with inside(company), transaction.atomic():
        due.plan_now(TASK, 7, now=NOW)
        transaction.set_rollback(True)

    assert sweep(after=60 * MINUTE) == 0
    assert handed == []


def test_work_of_the_platform_itself_is_done_in_public(db, handed, sweep):
    with in_public():
        due.plan(TASK, 7, at=NOW)

    assert sweep(after=MINUTE) == 1
    assert handed == [("public", TASK, 7)]


def test_work_of_a_schema_that_is_gone_is_forgotten(company, handed, sweep, caplog):
    """With a name that resolves to nothing a task would write into the shared tables."""
    with inside_schema("gone"):
        due.plan(TASK, 7, at=NOW)

    sweep(after=MINUTE)
    assert handed == []
    assert not DueWork.objects.exists()
    assert "gone" in caplog.text


def test_more_than_a_batch_is_handed_over_in_one_sweep(company, handed, sweep, monkeypatch):
    monkeypatch.setattr(due, "BATCH", 2)
    with inside(company):
        for subject in range(5):
            due.plan(TASK, subject, at=NOW)

    assert sweep(after=MINUTE) == 5
    assert [subject for _schema, _task, subject in handed] == list(range(5))


def test_a_sweep_asks_the_database_the_same_whatever_the_number_of_companies(company, other_company, queries):
    with queries() as asked:
        due.sweep(now=NOW)

    assert len([sql for sql in asked if "SAVEPOINT" not in sql]) == 1


def test_two_sweeps_at_once_hand_each_piece_over_once(scratch_company, handed):
    """The first holds its rows until it commits; the second passes them by."""
    with inside(scratch_company):
        due.plan(TASK, 7, at=NOW)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            other.set_autocommit(False)
            cursor.execute("SELECT id FROM public.tenancy_duework FOR NO KEY UPDATE")
            assert due.sweep(now=NOW + MINUTE) == 0
            other.rollback()
    finally:
        other.close()
    assert due.sweep(now=NOW + MINUTE) == 1
    with inside(scratch_company):
        due.settle(TASK, 7)


def test_every_task_that_is_sent_by_its_name_is_registered(settings):
    """A name with a misprint would wait in the queue for ever."""
    autodiscover_modules("tasks")
    sent = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    sent |= {entry["args"][0] for entry in settings.CELERY_BEAT_SCHEDULE.values() if "args" in entry}
    sent |= {task_of(channel) for channel, _ in channels.choices()}
    by_name = set(names_in_calls(settings.ROOT))

    assert len(by_name) >= 5
    assert (sent | by_name) - set(current_app.tasks) == set()


def names_in_calls(root):
    """The first argument of every call that sends or plans a task, in all our modules but the kernel's own."""
    for folder in (root / "platform", root / "cabinet", root / "tenants"):
        start = folder if folder.name == "platform" else root
        for path in folder.rglob("*.py"):
            for call in ast.walk(ast.parse(path.read_text())):
                if isinstance(call, ast.Call) and ast.unparse(call.func) in SENDERS and call.args:
                    name, module = call.args[0], path.relative_to(start).with_suffix("")
                    if isinstance(name, ast.Constant):
                        yield name.value
                    elif module.parts[0] != "tenancy" and not is_of_a_channel(name):
                        value = eval(ast.unparse(name), vars(import_module(".".join(module.parts))))
                        if isinstance(value, str):
                            yield value


def is_of_a_channel(name):
    """Each channel of the outbox names its task; all of them are looked at above."""
    return isinstance(name, ast.Call) and ast.unparse(name.func) == "task_of"
