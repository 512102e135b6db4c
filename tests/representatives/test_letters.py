"""Representatives are told about the cases of their clients; the clients are told as before."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from cabinet.applicants import services as applicants
from cabinet.cases import services
from cabinet.cases.models import Case
from cabinet.representatives import services as representatives
from cabinet.representatives.models import Representation
from notifications.models import OutboxMessage
from tenants.models import GridCompany
from tests import world
from tests.forms import opened
from tests.moment import NOW
from tests.world import words

pytestmark = pytest.mark.usefixtures("here")


@pytest.fixture(params=["file", "read"])
def helper(request: Any, applicant: User) -> User:
    return world.representative(applicant, 7, request.param)


@pytest.fixture
def case(applicant: User) -> Case:
    return world.application(applicant)


def told(case: Case, by: User) -> list[str]:
    """Who gets a letter about a message of the company."""
    OutboxMessage.objects.all().delete()
    services.add_message(case, text="Добрый день", by=by, key=uuid.uuid4(), now=NOW)
    return sorted(OutboxMessage.objects.filter(channel="email").values_list("recipient", flat=True))


def test_news_go_to_both(helper: User, case: Case, applicant: User, administrator: User) -> None:
    assert told(case, administrator) == sorted([applicant.email, helper.email])

    letter = OutboxMessage.objects.get(recipient=helper.email)
    assert letter.subject == "Заявка: новое сообщение"
    assert f"http://gorset.localhost:8000/clients/?case={case.pk}" in letter.text
    assert "http://gorset.localhost:8000/clients/#letters" in letter.text
    assert "http://gorset.localhost:8000/clients/#letters" in letter.html
    assert "Орлова" not in letter.text + letter.html + letter.subject


def test_a_status_is_news_too_and_a_note_is_not(helper: User, case: Case, administrator: User) -> None:
    OutboxMessage.objects.all().delete()
    services.add_note(case, text="Между нами", by=administrator, key=uuid.uuid4(), now=NOW)
    assert not OutboxMessage.objects.exists()
    services.add_status(case, text="Ждём справку", by=administrator, key=uuid.uuid4(), now=NOW)

    letter = OutboxMessage.objects.get(recipient=helper.email)
    assert letter.subject == "Заявка: ход работ: «Ждём справку»"


def test_a_submission_is_told(helper: User, applicant: User) -> None:
    OutboxMessage.objects.all().delete()
    world.application(applicant)

    assert OutboxMessage.objects.filter(recipient=helper.email, subject="Заявка: обращение подано").count() == 1
    assert OutboxMessage.objects.filter(recipient=applicant.email).exists()


@pytest.mark.parametrize("how", ["revoked", "over", "not accepted", "disabled", "blocked", "unwanted"])
def test_no_letter_without_a_mandate_or_a_wish(case: Case, applicant: User, administrator: User, how: str) -> None:
    helper = world.representative(applicant, 7)
    given = Representation.objects.get()
    if how == "revoked":
        representatives.revoke(given, by=applicant, now=timezone.now())
    elif how == "over":
        Representation.objects.update(until=timezone.localdate() - timedelta(days=1))
    elif how == "not accepted":
        Representation.objects.update(accepted_at=None)
    elif how == "disabled":
        User.objects.filter(pk=helper.pk).update(is_active=False)
    elif how == "blocked":
        applicants.block(case.applicant, reason="Спам", by=administrator, now=NOW)
    else:
        representatives.want_letters(helper, wants=False, now=NOW)

    assert told(Case.objects.get(pk=case.pk), administrator) == [applicant.email]


def test_nothing_of_another_applicant_is_told(helper: User, stranger: User, administrator: User) -> None:
    assert told(world.application(stranger), administrator) == [stranger.email]


def test_who_is_both_gets_one_letter(case: Case, applicant: User, administrator: User) -> None:
    helper = world.representative(applicant, 7)
    case.applicant.members.add(helper)

    assert told(case, administrator) == sorted([applicant.email, helper.email])


def test_the_letter_opens_the_case_whoever_they_act_for(
    company: GridCompany, applicant: User, stranger: User, signed_in: Callable[..., Client]
) -> None:
    helper = world.representative(stranger, 7)
    representatives.invite(
        world.applicant_of(applicant), email=helper.email, scope="file", until=timezone.localdate(),
        upload=world.pdf(), by=applicant, now=timezone.now(),
    )  # fmt: skip
    representatives.accept(world.token_of(helper.email, "representation"), by=helper, now=timezone.now())
    case = world.application(applicant)
    browser = signed_in(helper, company)
    page = f"/clients/?case={case.pk}"

    assert "принадлежит другому заявителю: <b>Орлова Анна Андреевна</b>" in words(browser.get(page))
    form = opened(browser, page, "case")
    assert browser.post(f"/clients/{case.applicant_id}/", form)["Location"] == case.get_absolute_url()
    assert browser.get(page)["Location"] == case.get_absolute_url()


@pytest.mark.parametrize("asked", ["x", "", "-1", "9" * 40, "999999"])
def test_an_invented_case_is_only_the_list(asked: str, helper: User, company: GridCompany, signed_in: Any) -> None:
    assert signed_in(helper, company).get("/clients/", {"case": asked}).status_code == 200


def test_a_strangers_case_is_not_told_of(
    helper: User, stranger: User, company: GridCompany, signed_in: Callable[..., Client]
) -> None:
    page = signed_in(helper, company).get("/clients/", {"case": world.application(stranger).pk})

    assert "Обращение из письма" not in words(page)


def test_letters_are_switched_off_and_on_again(
    helper: User, case: Case, applicant: User, administrator: User, company: GridCompany, signed_in: Any
) -> None:
    browser = signed_in(helper, company)
    assert opened(browser, "/clients/", "client_letters")["client_letters"] == ["on"]
    assert browser.post("/clients/letters/", {}).status_code == 302
    assert told(case, administrator) == [applicant.email]

    browser.post("/clients/letters/", {"client_letters": "on"})
    assert helper.email in told(case, administrator)
