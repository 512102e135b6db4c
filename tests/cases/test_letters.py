"""Who is told what: a letter is a row, written in the transaction of the fact, once."""

import uuid
from datetime import timedelta

import pytest

from accounts.models import Membership, User
from cabinet.cases import services
from cabinet.company.queries import profile
from notifications.models import OutboxMessage
from tests import world
from tests.moment import NOW

pytestmark = pytest.mark.usefixtures("here")
LATER = NOW + timedelta(hours=1)


def told() -> list[tuple[str, str]]:
    return sorted(OutboxMessage.objects.values_list("recipient", "subject"))


@pytest.fixture(autouse=True)
def _registered_before(applicant: User) -> None:
    OutboxMessage.objects.all().delete()


def test_a_submission_gives_a_receipt_and_a_notice(applicant: User) -> None:
    case = world.application(applicant)

    recipients = [recipient for recipient, _subject in told()]
    assert recipients == ["admin@gorset.example.ru", applicant.email]
    for message in OutboxMessage.objects.all():
        assert f"http://gorset.localhost:8000/cases/{case.pk}/" in message.text
        assert "Орлова" not in message.text + message.html + message.subject
        assert "ООО «Горсеть»" in message.text + message.subject


def test_every_member_of_an_organisation_gets_the_receipt(applicant: User, stranger: User) -> None:
    Membership.objects.create(user=stranger, applicant=world.applicant_of(applicant), role="employee")
    OutboxMessage.objects.all().delete()
    world.application(applicant)

    recipients = [recipient for recipient, _subject in told()]
    assert recipients == ["admin@gorset.example.ru", applicant.email, stranger.email]


def test_without_an_address_for_notices_only_the_applicant_is_told(applicant: User) -> None:
    about = profile()
    about.notice_email = ""
    about.save()
    world.application(applicant)

    assert [recipient for recipient, _subject in told()] == [applicant.email]


def test_the_letters_of_a_case_are_one_thread(applicant: User, administrator: User) -> None:
    case = world.application(applicant)
    services.add_message(case, text="Добрый день", by=administrator, key=uuid.uuid4(), now=LATER)

    assert set(OutboxMessage.objects.values_list("case_ref", flat=True)) == {f"case-{case.pk}"}


def test_a_letter_about_news_names_the_kind_not_the_content(applicant: User, administrator: User) -> None:
    case = world.application(applicant)
    OutboxMessage.objects.all().delete()
    services.add_message(case, text="Ваш паспорт просрочен", by=administrator, key=uuid.uuid4(), now=LATER)

    letter = OutboxMessage.objects.get()
    assert "новое сообщение" in letter.subject
    assert "паспорт" not in letter.text + letter.html


def test_a_message_to_the_company_is_told_like_an_application(applicant: User) -> None:
    world.enquiry(applicant)

    assert [recipient for recipient, _subject in told()] == ["admin@gorset.example.ru", applicant.email]
