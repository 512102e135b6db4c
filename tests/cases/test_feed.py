"""What one side says to the other."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from accounts.models import StaffRole, User
from audit.models import Record
from cabinet.cases import queries, services
from cabinet.cases.errors import AlreadyWithdrawn, CaseIsClosed
from cabinet.cases.models import Case, Entry
from cabinet.cases.stages import Stage
from notifications.models import OutboxMessage
from tests import world
from tests.moment import NOW

pytestmark = pytest.mark.usefixtures("here")
LATER = NOW + timedelta(hours=1)
Say = Callable[..., Entry]


@pytest.fixture
def case(applicant: User) -> Case:
    return world.application(applicant)


def message(case: Case, by: User, **given: Any) -> Entry:
    return services.add_message(case, **{"text": "Добрый день", "key": uuid.uuid4(), "now": LATER, **given}, by=by)


def document(case: Case, by: User, **given: Any) -> Entry:
    asked = {"title": "Технические условия", "comment": "", "key": uuid.uuid4(), "now": LATER, **given}
    return services.add_document(case, world.pdf("ТУ.pdf"), **asked, by=by)


def status(case: Case, by: User, **given: Any) -> Entry:
    return services.add_status(
        case, **{"text": "Ведётся проектирование", "key": uuid.uuid4(), "now": LATER, **given}, by=by
    )


def note(case: Case, by: User, **given: Any) -> Entry:
    return services.add_note(case, **{"text": "Позвонить", "key": uuid.uuid4(), "now": LATER, **given}, by=by)


@pytest.mark.parametrize("say", [message, document, status])
def test_the_company_speaks_and_the_applicant_is_told(
    case: Case, applicant: User, administrator: User, say: Say
) -> None:
    OutboxMessage.objects.all().delete()
    entry = say(case, administrator)

    case.refresh_from_db()
    assert entry.from_company
    assert entry.placed_at == LATER
    assert (case.company_spoke_at, case.changed_at) == (LATER, LATER)
    assert case.has_news_for(applicant)
    assert entry in queries.feed(case, applicant)
    letter = OutboxMessage.objects.get()
    assert (letter.recipient, letter.case_ref) == (applicant.email, f"case-{case.pk}")
    assert f"http://gorset.localhost:8000/cases/{case.pk}/" in letter.text


@pytest.mark.parametrize("say", [message, document])
def test_the_applicant_speaks_and_the_company_is_told(
    case: Case, applicant: User, administrator: User, say: Say
) -> None:
    OutboxMessage.objects.all().delete()
    entry = say(case, applicant)

    case.refresh_from_db()
    assert not entry.from_company
    assert case.has_news_for(administrator)
    assert OutboxMessage.objects.get().recipient == "admin@gorset.example.ru"


def test_an_assignee_is_told_instead_of_the_common_address(case: Case, applicant: User, administrator: User) -> None:
    services.register(
        case, number="", status=case.status, assignee=administrator, version=0, by=administrator, now=LATER
    )
    OutboxMessage.objects.all().delete()
    message(case, applicant)

    assert OutboxMessage.objects.get().recipient == administrator.email


@pytest.mark.parametrize("say", [message, document, status, note])
def test_a_second_press_says_it_once(case: Case, administrator: User, say: Say) -> None:
    key = uuid.uuid4()
    before = case.entries.count()
    first = say(case, administrator, key=key)
    letters = OutboxMessage.objects.count()

    assert say(case, administrator, key=key) == first
    assert case.entries.count() == before + 1
    assert OutboxMessage.objects.count() == letters


@pytest.mark.parametrize(
    ("say", "event"),
    [
        (message, "case.message_added"),
        (document, "case.document_placed"),
        (status, "case.status_added"),
        (note, "case.note_added"),
    ],
)
def test_every_word_is_on_record(case: Case, administrator: User, say: Say, event: str) -> None:
    say(case, administrator)

    assert Record.objects.filter(event=event).count() == 1


def test_a_note_is_for_staff_only(case: Case, applicant: User, administrator: User) -> None:
    OutboxMessage.objects.all().delete()
    before = queries.last_change(applicant)
    entry = note(case, administrator)

    case.refresh_from_db()
    assert entry in queries.feed(case, administrator)
    assert entry not in queries.feed(case, applicant)
    assert not OutboxMessage.objects.exists()
    assert queries.last_change(applicant) == before
    assert not case.has_news_for(applicant)


def test_what_is_hostile_is_cleaned_on_the_way_in(case: Case, applicant: User) -> None:
    entry = message(case, applicant, text='<p onclick="x()">Добрый <script>alert(1)</script>день</p>')

    assert entry.html == "<p>Добрый день</p>"


def test_an_answered_message_is_reopened_by_the_next_word(applicant: User, administrator: User) -> None:
    case = world.enquiry(applicant)
    services.register(case, number="", status="Ответ направлен", assignee=None, version=0, by=administrator, now=NOW)
    message(case, applicant, text="А если участок в СНТ?")

    case.refresh_from_db()
    assert (case.stage, case.status) == (Stage.WAITING, "Ожидание ответа электросетевой")


def test_an_entry_is_taken_back_but_stays(case: Case, applicant: User, administrator: User) -> None:
    entry = message(case, administrator)
    OutboxMessage.objects.all().delete()
    services.withdraw_entry(entry, reason="Не тому адресату", by=administrator, now=LATER)

    shown = queries.feed(case, applicant).get(pk=entry.pk)
    assert shown.withdrawal.title == "Не тому адресату"
    assert OutboxMessage.objects.get().recipient == applicant.email
    with pytest.raises(AlreadyWithdrawn):
        services.withdraw_entry(entry, reason="ещё раз", by=administrator, now=LATER)


def test_a_case_is_taken_back(case: Case, applicant: User, administrator: User) -> None:
    services.withdraw(case, reason="Продан участок", by=applicant, now=LATER)
    services.withdraw(case, reason="Продан участок", by=applicant, now=LATER)

    case.refresh_from_db()
    assert (case.stage, case.status) == (Stage.WITHDRAWN, "Отозвана")
    assert case.entries.get(kind=Entry.Kind.STATUS).title == "Отозвана: Продан участок"
    assert Record.objects.filter(event="case.withdrawn").count() == 1


@pytest.mark.parametrize("say", [message, document, status])
def test_nothing_is_said_any_more_in_a_case_taken_back(
    case: Case, applicant: User, administrator: User, say: Say
) -> None:
    case = services.withdraw(case, reason="Продан участок", by=applicant, now=LATER)

    with pytest.raises(CaseIsClosed):
        say(case, administrator)


def test_what_is_new_is_new_until_it_is_seen(case: Case, applicant: User, administrator: User) -> None:
    message(case, administrator)
    case.refresh_from_db()
    services.mark_seen(case, by=applicant, now=LATER)

    case.refresh_from_db()
    assert not case.has_news_for(applicant)
    assert case.has_news_for(administrator)  # the submission itself: staff have not looked yet


def test_the_feed_is_filtered_by_what_an_entry_is(case: Case, administrator: User) -> None:
    said = {"documents": document, "messages": message, "statuses": status}
    made = {show: say(case, administrator) for show, say in said.items()}

    for show, entry in made.items():
        kinds = {shown.kind for shown in queries.feed(case, administrator, show=show)}
        assert kinds == {entry.kind}


def test_an_observer_is_staff_too(case: Case) -> None:
    assert case in Case.objects.visible_to(world.staff(7, StaffRole.OBSERVER))
