"""Who is told what: a letter is a row, written in the transaction of the fact, once."""

import html
import uuid
from datetime import timedelta

import pytest
from django.utils.timezone import localtime

from accounts.models import Membership, User
from cabinet.cases import services
from cabinet.company.queries import profile
from notifications.models import OutboxMessage
from tests import world
from tests.moment import NOW
from ui.words import with_time

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


def test_the_receipt_holds_a_copy_of_what_was_handed_over(applicant: User) -> None:
    case = world.draft(applicant, cadastral_number="99:01:0101001:245, 99:01:0101001:246")
    services.attach(case, world.pdf("скан <1>.pdf"), title="Паспорт", by=applicant, key=uuid.uuid4(), now=NOW)
    services.submit(case, by=applicant, now=LATER)

    letter = OutboxMessage.objects.get(recipient=applicant.email)
    for part in (letter.text, html.unescape(letter.html)):
        told = part.replace("\u00a0", " ")
        for said in (
            "Заявка подана, 1 файл", with_time(localtime(LATER)), "Новое присоединение", world.ANSWERS["address"],
            "99:01:0101001:245, 99:01:0101001:246", "15 кВт", f"Паспорт: скан <1>.pdf, {len(world.PDF)} байт",
            f"/cases/{case.pk}/",
        ):  # fmt: skip
            assert str(said) in told
    assert "<1>" not in letter.html
    notice = OutboxMessage.objects.get(recipient="admin@gorset.example.ru")
    assert "Заявка подана, 1 файл" in notice.text.replace("\u00a0", " ")
    assert str(world.ANSWERS["address"]) not in notice.text


def test_the_receipt_of_a_message_holds_its_words(applicant: User) -> None:
    world.enquiry(applicant, "Где <ближайший> столб?")

    letter = OutboxMessage.objects.get(recipient=applicant.email)
    assert "Где <ближайший> столб?" in letter.text
    assert "Консультация" in letter.text
    assert "&lt;ближайший&gt;" in letter.html


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
