"""The journal."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from django.db import InternalError, connection, transaction

import audit
from accounts.models import User
from audit import texts
from audit.models import Record
from cabinet.cases.stages import Stage
from tenants.models import GridCompany

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 3, 13, 11, 5, tzinfo=UTC)
CALL = re.compile(r"""\brecord\(\s*[^,]+,\s*"([a-z_]+\.[a-z_]+)\"""")


@pytest.fixture
def someone(company: GridCompany) -> User:
    return User.objects.create_user("irina@example.ru", None, staff_role="observer", joined_at=NOW)


def used_events() -> Iterator[str]:
    for folder in ("platform", "tenants", "cabinet", "billing"):
        for source in (ROOT / folder).rglob("*.py"):
            yield from CALL.findall(source.read_text(encoding="utf-8"))


def test_every_event_used_in_the_code_has_a_sentence() -> None:
    used = set(used_events())

    assert "user.registered" in used  # the search finds what it looks for
    assert used - texts.known_events() == set()


def test_a_record_says_who_did_what_to_what(someone: User) -> None:
    record = audit.record(someone, "invitation.sent", someone, now=NOW, role="Наблюдатель")

    assert (record.actor_kind, record.actor_id) == ("staff", someone.pk)
    assert (record.subject_kind, record.subject_id, record.at) == ("accounts.user", someone.pk, NOW)
    assert record.sentence == "Отправлено приглашение, роль: Наблюдатель"
    assert list(Record.objects.about(someone)) == [record]


def test_the_system_is_an_actor_too(someone: User) -> None:
    record = audit.record(None, "invitation.sent", someone)

    assert (record.actor_kind, record.actor_id) == ("system", None)


# What a sentence names and what needs no other words: numbers, sums, words of people, days as they are written.
AS_IT_STANDS = {
    "accepted", "after", "again", "before", "case", "documents", "entries", "entry", "fields", "files", "gigabytes",
    "guid", "items", "kind", "mark", "next", "number", "received", "request", "role", "scope", "sha256", "sides",
    "signature", "source", "template", "term", "title", "until", "user", "version", "what", "reason", "schema",
    "banks", "category", "invoice", "payments", "refused", "sum", "why",
    "day", "percent", "period", "since",
    "applicants", "entered", "known", "rows",
}  # fmt: skip


def test_every_code_of_a_record_is_said_in_words() -> None:
    """A detail is put into words by its package, or is known to need none."""
    for event in texts.known_events():
        named = {name for _text, name, _form, _to in Formatter().parse(texts._texts[event]) if name}
        assert named - set(texts._said[event]) <= AS_IT_STANDS, event


CODES = [
    ("case.registered", {"number": "1", "stage": Stage.REVIEW}, "этап «На рассмотрении»"),
    ("case.numbers_changed", {"kind": "application", "way": "staff", "template": "{номер}", "next": 2}, "Заявка"),
    ("company.settings_changed", {"fields": ["short_name", "notice_email"]}, "краткое наименование, Email"),
    ("page.published", {"slot": "home"}, "первой странице"),
    ("template.retired", {"code": "refusal"}, "Мотивированный отказ"),
    ("rules.amended", {"what": "Вопрос заявки", "code": "reliability", "day": "2026-03-13"}, "13.03.2026"),
    ("signing.rejected", {"code": "expired"}, "сертификата"),
    ("signing.prolonged", {"due_on": "2026-03-13"}, "13.03.2026"),
    ("contract.fact_recorded", {"title": "Счёт оплачен", "on": "2026-03-13"}, "13.03.2026"),
]


@pytest.mark.parametrize(("event", "details", "said"), CODES, ids=[event for event, *_ in CODES])
@pytest.mark.usefixtures("here")
def test_a_sentence_says_codes_by_their_labels(event: str, details: dict[str, Any], said: str) -> None:
    told = texts.sentence(event, details)

    assert said in told
    assert not re.findall(r"[a-z]{2,}_?[a-z]*", told.replace("Email", ""))


def test_a_code_that_nobody_knows_any_more_stands_as_it_was() -> None:
    assert "этап «gone»" in texts.sentence("case.registered", {"number": "1", "stage": "gone"})
    assert "2026" in texts.sentence("signing.prolonged", {"due_on": "весна 2026"})


def test_an_old_record_reads_although_words_have_changed() -> None:
    assert texts.sentence("invitation.sent", {}) == "Отправлено приглашение, роль: —"
    assert texts.sentence("fax.sent", {}) == "fax.sent"


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_record SET event = 'x'", "DELETE FROM audit_record"], ids=["update", "delete"]
)
def test_the_database_keeps_what_is_written(someone: User, statement: str) -> None:
    audit.record(someone, "invitation.sent", someone)

    with pytest.raises(InternalError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Record.objects.about(someone).exists()


def test_what_is_undone_is_not_recorded(someone: User) -> None:
    with transaction.atomic():
        audit.record(someone, "invitation.sent", someone)
        transaction.set_rollback(True)

    assert not Record.objects.about(someone).exists()


def test_the_function_of_the_trigger_is_the_companys_own(company: GridCompany) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n.nspname FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
            " JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_class c ON c.oid = t.tgrelid"
            " JOIN pg_namespace s ON s.oid = c.relnamespace"
            " WHERE t.tgname = 'audit_record_is_append_only' AND s.nspname = %s",
            [company.schema_name],
        )
        assert cursor.fetchall() == [(company.schema_name,)]
