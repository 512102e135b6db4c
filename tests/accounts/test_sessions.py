"""Where a person is signed in, and how each of these places is closed."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.test import Client
from django.utils import timezone

from accounts import services
from accounts.models import Session, StaffRole, User
from accounts.tasks import sweep_sessions
from audit.models import Record
from tenants.models import GridCompany
from tests import world
from tests.moment import NOW

from .locks import SECURITY, come, is_inside

pytestmark = pytest.mark.usefixtures("here")

PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"


@pytest.fixture
def telephone(company: GridCompany, applicant: User) -> Client:
    """The same applicant, elsewhere."""
    client = Client(HTTP_HOST=company.host, HTTP_USER_AGENT=PHONE, REMOTE_ADDR="198.51.100.4")
    come(client, applicant.email)
    return client


def handle_of(client: Client) -> str:
    return Session.objects.get(session_key=client.session.session_key).handle


def test_the_list_names_device_address_and_time(browser: Client, telephone: Client, applicant: User) -> None:
    come(browser, applicant.email)
    page = world.words(browser.get(SECURITY))

    assert "Chrome, Android" in page
    assert "198.51.100.4" in page
    assert "этот сеанс" in page
    assert str(telephone.session.session_key) not in page  # it would sign in whoever reads it


def test_one_is_ended(browser: Client, telephone: Client, applicant: User) -> None:
    come(browser, applicant.email)
    browser.post(f"/profile/security/sessions/{handle_of(telephone)}/end/")

    assert telephone.get("/cases/")["Location"].startswith("/accounts/login/")
    assert browser.get("/cases/").status_code == 200
    assert Record.objects.filter(event="session.ended").exists()


def test_a_cookie_taken_before_is_worth_nothing_after_all_are_ended(
    browser: Client, telephone: Client, applicant: User, company: GridCompany
) -> None:
    thief = Client(HTTP_HOST=company.host)
    thief.cookies["session"] = telephone.cookies["session"].value
    assert thief.get("/cases/").status_code == 200
    come(browser, applicant.email)
    browser.post("/profile/security/sessions/end/")

    assert thief.get("/cases/").status_code == 302
    assert telephone.get("/cases/").status_code == 302
    assert browser.get("/cases/").status_code == 200


def test_nobody_ends_the_session_of_another(browser: Client, telephone: Client, stranger: User) -> None:
    come(browser, stranger.email)

    assert browser.post(f"/profile/security/sessions/{handle_of(telephone)}/end/").status_code == 404
    assert is_inside(telephone)


def test_a_changed_password_ends_the_others_and_not_this_one(
    browser: Client, telephone: Client, applicant: User
) -> None:
    come(browser, applicant.email)
    new = "совсем новый пароль 8"
    browser.post("/accounts/password/change/", {"old_password": world.PASSWORD, "password1": new, "password2": new})

    assert telephone.get("/cases/").status_code == 302
    assert browser.get("/cases/").status_code == 200
    assert Session.objects.of(applicant).count() == 1


def test_a_session_that_ended_while_a_page_was_drawn_does_not_come_back(browser: Client, applicant: User) -> None:
    come(browser, applicant.email)
    open_one = browser.session
    open_one["something"] = "new"
    Session.objects.of(applicant).delete()

    with pytest.raises(UpdateError):
        open_one.save()
    assert not Session.objects.of(applicant).exists()


def test_a_disabled_colleague_is_outside_at_the_next_request(browser: Client, administrator: User) -> None:
    clerk = world.staff(4, StaffRole.SPECIALIST)
    come(browser, clerk.email)
    services.disable_staff(clerk, by=administrator, now=NOW)

    assert browser.get("/cases/")["Location"].startswith("/accounts/login/")
    assert not Session.objects.of(clerk).exists()


def test_a_changed_role_works_at_the_next_request(browser: Client, administrator: User) -> None:
    other = world.staff(4)
    come(browser, other.email)
    assert browser.get("/settings/").status_code == 200
    services.change_staff_role(other, role=StaffRole.OBSERVER, by=administrator, now=NOW)

    assert browser.get("/settings/").status_code == 404
    assert browser.get("/cases/").status_code == 200


def test_what_is_over_is_swept_and_what_is_not_stays(browser: Client, telephone: Client, applicant: User) -> None:
    come(browser, applicant.email)
    Session.objects.filter(session_key=telephone.session.session_key).update(expire_date=timezone.now())
    sweep_sessions(["public", "gorset", "teploset"])

    assert [session.session_key for session in Session.objects.of(applicant)] == [browser.session.session_key]


def test_the_last_look_is_noted_now_and_then_not_on_every_page(
    browser: Client, applicant: User, queries: object
) -> None:
    come(browser, applicant.email)
    Session.objects.update(seen_at=timezone.now() - timedelta(minutes=6))
    browser.get("/updates/")
    noted = Session.objects.of(applicant).get().seen_at
    browser.get("/updates/")

    assert timezone.now() - noted < timedelta(minutes=1)
    assert Session.objects.of(applicant).get().seen_at == noted
