"""A system of accounts asks what has changed since it asked last, and is told of everything once."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

import audit
from accounts.models import User
from audit import told
from audit.horizon import complete_up_to
from audit.models import Record
from cabinet.cases.models import Case
from tenancy.company import inside
from tenants.models import GridCompany
from tests import world
from tests.contracts.conftest import SMALL
from tests.moment import NOW

from .calls import Caller, caller


@pytest.fixture
def program(administrator: User, company: GridCompany) -> Caller:
    return caller(administrator, company)


@pytest.fixture
def case(applicant: User, company: GridCompany) -> Case:
    with inside(company):
        return world.application(applicant, **SMALL)


def asked(program: Caller, query: str = "") -> dict[str, Any]:
    answer = program.get(f"changes/?{query}")
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def test_changes_are_told_in_their_order_and_once(
    program: Caller, case: Case, administrator: User, applicant: User, company: GridCompany
) -> None:
    first = asked(program)
    assert [item["event"] for item in first["items"]] == ["case.submitted"]
    assert first["items"][0]["case"]["id"] == case.pk

    program.post(f"cases/{case.pk}/messages/", text="Здравствуйте")
    second = asked(program, f"cursor={first['next']}")

    assert {item["event"] for item in second["items"]} == {"case.message_added", "case.taken"}
    [message] = [item for item in second["items"] if item["event"] == "case.message_added"]
    assert message["entry"] == program.get(f"cases/{case.pk}/feed/").json()["items"][0]["id"]
    assert [item["id"] for item in second["items"]] == sorted(item["id"] for item in second["items"])
    assert asked(program, f"cursor={second['next']}") == {"items": [], "next": second["next"], "has_more": False}


def test_pages_follow_one_another(program: Caller, case: Case) -> None:
    for number in range(5):
        program.post(f"cases/{case.pk}/messages/", text=f"Сообщение {number}")
    whole = asked(program)["items"]

    cursor, found = "", []
    while True:
        page = asked(program, f"limit=2&cursor={cursor}")
        found += page["items"]
        cursor = page["next"]
        if not page["has_more"]:
            break

    assert found == whole
    assert len(whole) >= 6


def test_one_may_begin_now(program: Caller, case: Case) -> None:
    begun = asked(program, "latest=true")
    assert begun["items"] == []

    program.post(f"cases/{case.pk}/messages/", text="После начала")

    assert "case.submitted" not in {item["event"] for item in asked(program, f"cursor={begun['next']}")["items"]}
    assert "case.message_added" in {item["event"] for item in asked(program, f"cursor={begun['next']}")["items"]}


def test_nothing_personal_and_no_draft_is_told(
    program: Caller, applicant: User, case: Case, company: GridCompany
) -> None:
    with inside(company):
        draft = world.draft(applicant)
        audit.record(applicant, "case.registered", draft, now=NOW, number="", stage="draft")

    page = asked(program)

    assert {item["case"]["id"] for item in page["items"]} == {case.pk}
    assert "Орлова" not in str(page)
    assert "Мира" not in str(page)


def test_a_payment_of_no_invoice_is_told_too(program: Caller, administrator: User, company: GridCompany) -> None:
    with inside(company):
        record = audit.record(None, "payments.recorded", Case(pk=1), now=NOW, sum="1", on="2026-03-13")
        Record.objects.bulk_create(
            [
                Record(
                    at=NOW,
                    actor_kind="system",
                    event="payments.recorded",
                    subject_kind="payments.payment",
                    subject_id=9,
                )
            ]
        )

    items = asked(program)["items"]

    assert [(item["payment"], item["case"]) for item in items] == [
        (9, None)
    ]  # the other is of a case that is not there
    assert items[0]["id"] > record.pk


def test_another_company_has_changes_of_its_own(case: Case, other_company: GridCompany, program: Caller) -> None:
    with inside(other_company):
        stranger = world.staff(1)

    assert asked(caller(stranger, other_company))["items"] == []


@pytest.mark.parametrize("cursor", ["x", "W10", "WzEuNV0", "Wy0xXQ", "eyJhIjoxfQ", "WzFlOTldXQ", "WzEsMl0", "0" * 900])
def test_a_cursor_of_somebody_else_is_refused(program: Caller, cursor: str) -> None:
    answer = program.get(f"changes/?cursor={cursor}")

    assert (answer.status_code, answer.json()["code"]) == (422, "cursor_not_valid")


def test_fifty_changes_cost_what_one_costs(program: Caller, case: Case, queries: Callable[[], Any]) -> None:
    asked(program)
    with queries() as few:
        asked(program, "limit=1")
    for number in range(50):
        program.post(f"cases/{case.pk}/messages/", text=f"Сообщение {number}")
    with queries() as many:
        page = asked(program)

    assert len(page["items"]) > 50
    assert len(many) <= len(few) + 1  # the entries of messages


def test_years_of_the_journal_are_not_read(program: Caller, case: Case, company: GridCompany) -> None:
    cursor = asked(program)["next"]
    with inside(company):
        Record.objects.bulk_create(
            Record(at=NOW, actor_kind="system", event="case.registered", subject_kind="cases.case", subject_id=case.pk)
            for _ in range(20_000)
        )
        last = complete_up_to()
        wanted = Record.objects.filter(pk__gt=last - 10, pk__lte=last, event__in=list(told.catalogue()))
        with connection.cursor() as cursor_:
            cursor_.execute("ANALYZE audit_record")
        plan = wanted.order_by("pk")[:101].explain()

    assert "Index" in plan, plan
    assert "Seq Scan" not in plan, plan
    assert asked(program, f"cursor={cursor}&limit=500")["has_more"]


def test_every_event_that_is_told_has_a_sentence_and_a_label() -> None:
    from audit import texts

    assert set(told.catalogue()) <= texts.known_events()
    assert set(told.catalogue(for_applicant=True)) < set(told.catalogue())
    assert "case.note_added" not in told.catalogue(for_applicant=True)


def test_each_side_sees_its_events(program: Caller, applicant: User, company: GridCompany) -> None:
    of_company = {item["event"] for item in program.get("events/").json()["items"]}
    of_applicant = {item["event"] for item in caller(applicant, company).get("events/").json()["items"]}

    assert of_company == set(told.catalogue())
    assert of_applicant == set(told.catalogue(for_applicant=True))


def test_what_commits_late_is_never_skipped(scratch_company: GridCompany, django_db_blocker: Any) -> None:
    """A transaction takes its number first and commits last; a reader in between waits for it with its cursor."""
    has_written, may_commit = threading.Event(), threading.Event()

    def write(event: str) -> int:
        return audit.record(None, "case.registered", Case(pk=1), now=NOW, number=event, stage="review").pk

    def late() -> None:
        with django_db_blocker.unblock(), inside(scratch_company):
            try:
                with transaction.atomic():
                    write("before")
                    numbers.append(write("late"))
                    has_written.set()
                    may_commit.wait(20)
            finally:
                connection.close()

    numbers: list[int] = []
    with django_db_blocker.unblock(), inside(scratch_company):
        first = write("first")
        thread = threading.Thread(target=late)
        thread.start()
        assert has_written.wait(20)
        early = write("early")
        assert early > numbers[0] > first

        assert complete_up_to() == first

        may_commit.set()
        thread.join()
        assert complete_up_to() >= early
        assert set(Record.objects.values_list("pk", flat=True)) >= {first, early, *numbers}


def test_what_is_rolled_back_keeps_nobody_waiting(scratch_company: GridCompany, django_db_blocker: Any) -> None:
    def write() -> int:
        return audit.record(None, "case.registered", Case(pk=1), now=NOW, number="1", stage="review").pk

    with django_db_blocker.unblock(), inside(scratch_company):
        with transaction.atomic():
            gone = write()
            transaction.set_rollback(True)
        with transaction.atomic():
            with transaction.atomic():
                write()
                transaction.set_rollback(True)
            after = write()  # takes the lock that the savepoint gave back
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = 'audit_record'::regclass"
                )
                assert cursor.fetchone() == (1,)

        assert complete_up_to() == after > gone


def test_a_thousand_records_hold_one_lock(scratch_company: GridCompany, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock(), inside(scratch_company), transaction.atomic():
        for _ in range(1000):
            audit.record(None, "case.registered", Case(pk=1), now=NOW, number="1", stage="review")
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = 'audit_record'::regclass"
            )
            assert cursor.fetchone() == (1,)
