"""Entering an application that came on paper: from when its terms run, whose it is, who learns what."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts import synthetic
from accounts.errors import ApplicantKnown, EmailTaken
from accounts.models import Applicant, LegalForm, StaffRole, User
from audit.models import Record
from cabinet.applications.models import Application
from cabinet.applications.proofs import progress_of
from cabinet.cases import services as cases
from cabinet.cases.errors import NumberTaken
from cabinet.cases.feed.submission import title_of
from cabinet.cases.models import Case, Entry
from cabinet.cases.queries import matching
from cabinet.cases.stages import Stage
from cabinet.desk import services
from documents.errors import UploadGone
from notifications.models import OutboxMessage
from tests import world
from tests.cases.numbering import numbered

RECEIVED = datetime.fromisoformat("2026-03-12T10:15:00+03:00")
ENTERED = datetime.fromisoformat("2026-03-13T14:05:00+03:00")
ANSWERS = {**world.ANSWERS}
Source = Application.Source


@pytest.fixture
def specialist(here: None) -> User:
    return world.staff(3, StaffRole.SPECIALIST, last_name="Зорин", first_name="Олег")


def receipt(**told: Any) -> services.Receipt:
    return services.Receipt(
        **{"source": Source.POST, "received_at": RECEIVED, "reason": "Почта пришла вечером", **told}
    )


def entered(whose: Applicant, by: User, *, scans: list[services.Scan] | None = None, **told: Any) -> Case:
    key = told.pop("key", uuid.uuid4())
    return services.enter(
        whose, receipt=receipt(**told), answers=ANSWERS, scans=scans or [], by=by, key=key, now=ENTERED
    )


def newcomer(n: int = 41, **told: str) -> Applicant:
    names = {"last_name": "Кузнецова", "first_name": "Вера", "email": f"paper{n}@example.ru", **told}
    return Applicant(legal_form=LegalForm.PERSON, snils=synthetic.snils(n), phone=synthetic.phone(n), **names)


def test_it_is_submitted_at_the_moment_when_the_paper_came(applicant: User, specialist: User) -> None:
    case = entered(world.applicant_of(applicant), specialist)

    assert (case.stage, case.submitted_at, case.changed_at) == (Stage.WAITING, RECEIVED, ENTERED)
    assert case.reached == {"waiting": RECEIVED.isoformat()}
    assert case.application.source == Source.POST
    assert case.application.address == ANSWERS["address"]
    assert progress_of([case])[case.pk][0].said == "12.03.2026"


def test_the_edition_of_the_rules_is_that_of_the_day_of_receipt(applicant: User, specialist: User) -> None:
    case = entered(world.applicant_of(applicant), specialist)

    assert case.pack_edition is not None
    assert case.pack_edition <= RECEIVED.date()


@pytest.mark.parametrize("source", [Source.OFFICE, Source.POST, Source.EPGU, Source.OTHER])
def test_the_feed_and_the_journal_say_whence_when_and_by_whom(
    source: Source, applicant: User, specialist: User
) -> None:
    case = entered(world.applicant_of(applicant), specialist, source=source, number="77")

    line = case.entries.get(kind=Entry.Kind.STATUS)
    assert (line.author, line.created_at) == (specialist, ENTERED)
    assert services.ARRIVED[source] in line.title
    assert "12.03.2026, 10:15, внесена сотрудником, присвоен №\u00a077" in line.title
    record = Record.objects.get(event="application.entered")
    assert (record.details["source"], record.details["received"]) == (source.label, "12.03.2026, 10:15")


def test_why_it_is_late_only_staff_learn(applicant: User, specialist: User) -> None:
    case = entered(world.applicant_of(applicant), specialist)

    note = case.entries.get(kind=Entry.Kind.NOTE)
    assert "Почта пришла вечером" in note.html
    assert note not in Entry.objects.visible_to(applicant)


def test_scans_are_what_the_applicant_handed_over(applicant: User, specialist: User) -> None:
    scans = [services.Scan(world.uploaded(specialist, "desk:1")), services.Scan(world.uploaded(specialist, "desk:1"))]
    case = entered(world.applicant_of(applicant), specialist, scans=[scans[0], scans[1]])

    handed = case.entries.filter(kind=Entry.Kind.DOCUMENT)
    assert [(entry.from_company, entry.author, entry.placed_at) for entry in handed] == [
        (False, specialist, RECEIVED)
    ] * 2
    assert title_of(case, handed.count()) == "Заявка подана, 2\u00a0файла"
    assert set(handed) <= set(Entry.objects.visible_to(applicant))


def test_the_applicant_gets_one_letter_and_the_company_none(applicant: User, specialist: User) -> None:
    OutboxMessage.objects.all().delete()
    entered(world.applicant_of(applicant), specialist, number="77")

    [letter] = OutboxMessage.objects.all()
    assert letter.recipient == applicant.email
    assert "12.03.2026" in letter.text
    assert "вы подали обращение в личном кабинете" not in letter.html.replace("&nbsp;", " ")


def test_a_new_applicant_gets_an_account_and_its_letter(specialist: User) -> None:
    case = entered(newcomer(), specialist)

    assert case.applicant.members.get().email == "paper41@example.ru"
    told = OutboxMessage.objects.filter(recipient="paper41@example.ru").values_list("text", flat=True)
    assert len(told) == 2
    assert any("/welcome/" in text for text in told)


def test_whoever_has_no_email_is_entered_without_an_account(specialist: User) -> None:
    OutboxMessage.objects.all().delete()
    case = entered(newcomer(email=""), specialist)

    assert not case.applicant.members.exists()
    assert not OutboxMessage.objects.exists()
    assert Record.objects.filter(event="applicant.noted_in_office").exists()


def test_known_people_are_not_made_twice(applicant: User, specialist: User) -> None:
    with pytest.raises(ApplicantKnown):
        entered(newcomer(1, email=""), specialist)
    with pytest.raises(EmailTaken):
        entered(newcomer(42, email=applicant.email), specialist)
    assert not Case.objects.exists()


def test_a_second_press_finds_the_first_result(applicant: User, specialist: User) -> None:
    key = uuid.uuid4()
    first = entered(world.applicant_of(applicant), specialist, key=key)
    assert entered(world.applicant_of(applicant), specialist, key=key) == first

    key = uuid.uuid4()
    first = entered(newcomer(), specialist, key=key)
    assert entered(newcomer(), specialist, key=key) == first
    assert Case.objects.count() == 2


def test_not_later_than_now(applicant: User, specialist: User) -> None:
    with pytest.raises(services.ReceivedLater):
        entered(world.applicant_of(applicant), specialist, received_at=ENTERED + timedelta(minutes=1))


def test_earlier_than_today_needs_a_reason(applicant: User, specialist: User) -> None:
    with pytest.raises(services.LateWithoutReason):
        entered(world.applicant_of(applicant), specialist, reason=" ")

    this_morning = ENTERED.replace(hour=0, minute=1)
    assert entered(world.applicant_of(applicant), specialist, received_at=this_morning, reason="").submitted_at


def test_a_number_of_another_is_refused_and_nothing_is_made(applicant: User, specialist: User) -> None:
    entered(world.applicant_of(applicant), specialist, number="77")

    with pytest.raises(NumberTaken):
        entered(newcomer(), specialist, number="77")
    assert Case.objects.count() == 1
    assert not Applicant.objects.filter(email="paper41@example.ru").exists()


def test_a_scan_that_is_gone_stops_it(applicant: User, specialist: User) -> None:
    scan = services.Scan(world.uploaded(specialist, "desk:1"))
    entered(world.applicant_of(applicant), specialist, scans=[scan])

    with pytest.raises(UploadGone):
        entered(world.applicant_of(applicant), specialist, scans=[scan])
    assert Case.objects.count() == 1


def test_the_search_of_staff_finds_it(applicant: User, specialist: User) -> None:
    case = entered(newcomer(), specialist, number="П-77")

    seen = Case.objects.visible_to(specialist)
    for words in ("П-77", "Кузнецова", "Салимжанова", synthetic.snils(41)):
        assert list(matching(seen, words)) == [case]


def test_it_goes_on_like_any_other(applicant: User, specialist: User) -> None:
    case = entered(world.applicant_of(applicant), specialist)
    cases.add_message(case, text="Спасибо", by=applicant, key=uuid.uuid4(), now=timezone.now())
    case.refresh_from_db()

    assert case.assignee == specialist
    cases.withdraw(case, reason="Передумал", by=applicant, now=timezone.now())
    case.refresh_from_db()
    assert case.stage == Stage.WITHDRAWN


def test_the_number_is_of_the_year_in_which_it_is_given(applicant: User, specialist: User, administrator: User) -> None:
    """The act says from when terms run, and not how a register counts: a paper of last year that is entered in this one
    is registered in this one, so that the finished register of last year stays as it was and numbers go up as they are
    given. The day of receipt stands beside it."""
    numbered(administrator, now=ENTERED)
    received = datetime.fromisoformat("2025-12-30T16:00:00+03:00")

    case = entered(world.applicant_of(applicant), specialist, received_at=received)
    following = entered(world.applicant_of(applicant), specialist)

    assert (case.number, case.submitted_at) == ("ТП-2026-00001", received)
    assert following.number == "ТП-2026-00002"
