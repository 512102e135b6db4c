"""A draft is nobody's business but the applicant's, and there may be any number of them."""

import uuid
from datetime import timedelta

import pytest

from accounts.models import User
from audit.models import Record
from cabinet.applications import services as applications
from cabinet.cases import services
from cabinet.cases.drafts.state import Sheet
from cabinet.cases.errors import NotADraft
from cabinet.cases.models import Case, Entry
from cabinet.cases.stages import Stage
from documents.models import Document
from notifications.models import OutboxMessage
from tests import world
from tests.moment import NOW

pytestmark = pytest.mark.usefixtures("here")
LATER = NOW + timedelta(hours=1)


def start(applicant: User, key: uuid.UUID | None = None) -> Case:
    made = applications.start(applicant=world.applicant_of(applicant), by=applicant, key=key or uuid.uuid4(), now=NOW)
    return made.case


def test_any_number_of_drafts_may_exist(applicant: User) -> None:
    made = {start(applicant).pk for _ in range(3)}

    assert len(made) == Case.objects.drafts().count() == 3


def test_the_same_key_gives_the_same_draft(applicant: User) -> None:
    key = uuid.uuid4()

    assert start(applicant, key) == start(applicant, key)


def test_the_same_key_of_another_person_is_another_draft(applicant: User, stranger: User) -> None:
    key = uuid.uuid4()

    assert start(applicant, key) != start(stranger, key)


def test_what_was_saved_is_there_when_one_comes_back(applicant: User) -> None:
    case = start(applicant)
    applications.save_draft(case.application, answers=world.ANSWERS, now=LATER)

    kept = Case.objects.get(pk=case.pk)
    assert kept.subject == world.ANSWERS["address"]
    assert kept.changed_at == LATER
    assert {name: getattr(kept.application, name) for name in world.ANSWERS} == world.ANSWERS


def test_a_draft_without_an_address_is_called_by_what_is_known(applicant: User) -> None:
    assert world.draft(applicant, address="").subject == world.ANSWERS["cadastral_number"]
    assert world.draft(applicant, address="", cadastral_number="").subject == world.ANSWERS["purpose"]


def test_staff_do_not_see_a_draft(applicant: User, administrator: User) -> None:
    world.draft(applicant)

    assert not Case.objects.visible_to(administrator).exists()


def test_a_draft_tells_nobody(applicant: User) -> None:
    OutboxMessage.objects.all().delete()  # what the registration wrote
    world.draft(applicant)

    assert not OutboxMessage.objects.exists()


def test_a_draft_is_deleted_with_its_files(applicant: User) -> None:
    case = world.draft(applicant)
    services.attach(case, world.pdf(), title="", by=applicant, key=uuid.uuid4(), now=NOW)

    services.delete_draft(case, by=applicant, now=LATER)

    assert not Case.objects.exists()
    assert not Entry.objects.exists()
    assert not Document.objects.exists()
    assert Record.objects.filter(event="case.draft_deleted").count() == 1


def test_a_submitted_case_is_no_draft_any_more(applicant: User) -> None:
    case = world.application(applicant)

    for act in (
        lambda: services.delete_draft(case, by=applicant, now=LATER),
        lambda: services.open_draft(case, Sheet()),
        lambda: services.attach(case, world.pdf(), title="", by=applicant, key=uuid.uuid4(), now=LATER),
        lambda: services.detach(case.entries.get(), now=LATER),
        lambda: services.write_into_draft(case, text="", by=applicant, now=LATER),
        lambda: applications.save_draft(case.application, answers={"address": "другой"}, now=LATER),
    ):
        with pytest.raises(NotADraft):
            act()


def test_submitting_hands_over_the_draft_with_its_files(applicant: User) -> None:
    case = world.draft(applicant)
    services.attach(case, world.pdf(), title="Паспорт", by=applicant, key=uuid.uuid4(), now=NOW)

    services.submit(case, by=applicant, now=LATER)

    case.refresh_from_db()
    assert (case.stage, case.status, case.number) == (Stage.WAITING, "Ожидание ответа электросетевой", "")
    assert case.submitted_at == case.changed_at == case.applicant_spoke_at == LATER
    assert case.reached == {"waiting": LATER.isoformat()}
    entry, document = case.entries.get(), Document.objects.get()
    assert (entry.placed_at, document.placed_at, entry.title) == (LATER, LATER, "Паспорт")
    assert Record.objects.filter(event="case.submitted").count() == 1


def test_submitting_twice_is_submitting_once(applicant: User) -> None:
    case = world.draft(applicant)
    stale = Case.objects.get(pk=case.pk)  # the second tab
    services.submit(case, by=applicant, now=NOW)
    letters = OutboxMessage.objects.count()

    again = services.submit(stale, by=applicant, now=LATER)

    assert (again.pk, again.submitted_at) == (case.pk, NOW)
    assert Case.objects.count() == 1
    assert OutboxMessage.objects.count() == letters
    assert Record.objects.filter(event="case.submitted").count() == 1


def test_submitting_an_application_again_does_not_change_its_answers(applicant: User) -> None:
    application = world.application(applicant).application
    applications.submit(application, answers={"address": "другой"}, by=applicant, now=LATER)

    application.refresh_from_db()
    assert application.address == world.ANSWERS["address"]
