"""An application with codes: how it is connected, asked for, lost and reset."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from accounts import services
from accounts.errors import LastSecondFactor, OwnSecondFactor
from accounts.models import Invitation, StaffRole, User
from accounts.queries import has_second_factor
from audit.models import Record
from notifications.models import OutboxMessage
from tenancy.company import in_public, inside
from tenants.models import GridCompany
from tests import world
from tests.moment import NOW
from tests.world import PASSWORD

from .locks import SECOND, SECRET, SECURITY, code, come, has_app, is_inside, reserve_codes

pytestmark = pytest.mark.usefixtures("here")

APP = "/profile/security/app/"
LETTER = "Изменения в защите учётной записи"


@pytest.fixture
def staff_needs_it(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


def connect(browser: Client) -> Any:
    """From the page of the QR code to the codes in reserve."""
    page = browser.get(APP)
    return browser.post(APP, {"code": code(page.context["form"].secret)})


def test_an_application_is_connected_by_its_first_code(browser: Client, administrator: User) -> None:
    come(browser, administrator.email)
    page = browser.get(APP)
    secret = page.context["form"].secret

    assert "<svg" in page.content.decode()  # the code stands in the page: nothing is fetched, nothing is kept
    assert page.context["secret"].replace(" ", "") == secret
    response = browser.post(APP, {"code": code(secret)}, follow=True)

    assert has_second_factor(administrator)
    assert len(response.context["codes"]) == 10
    assert Record.objects.filter(event="second_factor.added", subject_id=administrator.pk).exists()
    assert OutboxMessage.objects.filter(subject=LETTER, recipient=administrator.email).exists()


def test_a_wrong_first_code_connects_nothing_and_keeps_the_key(browser: Client, administrator: User) -> None:
    come(browser, administrator.email)
    secret = browser.get(APP).context["form"].secret
    page = browser.post(APP, {"code": "000000"})

    assert page.status_code == 422
    assert page.context["form"].secret == secret
    assert not has_second_factor(administrator)


def test_the_key_is_not_in_the_database(administrator: User) -> None:
    has_app(administrator)

    assert SECRET not in str(Authenticator.objects.values_list("data", flat=True))


def test_an_unconfirmed_email_comes_first(browser: Client, applicant: User) -> None:
    """Or somebody could register with another's address and lock the owner out for good."""
    come(browser, applicant.email)
    EmailAddress.objects.filter(user=applicant).update(verified=False)
    assert "Сначала подтвердите e-mail" in world.words(connect(browser))

    EmailAddress.objects.filter(user=applicant).update(verified=True)
    assert connect(browser).status_code == 302


def test_the_password_alone_no_longer_opens(browser: Client, administrator: User) -> None:
    has_app(administrator)
    response = come(browser, administrator.email, next="/help/")

    assert response["Location"] == SECOND
    assert not is_inside(browser)
    assert browser.get("/cases/")["Location"].startswith("/accounts/login/")
    assert browser.post(SECOND, {"code": code()})["Location"] == "/help/"
    assert is_inside(browser)


def test_a_wrong_code_opens_nothing(browser: Client, administrator: User) -> None:
    has_app(administrator)
    come(browser, administrator.email)
    page = browser.post(SECOND, {"code": "123456"})

    assert page.context["form"].errors["code"] == ["Код не подошёл. Дождитесь в приложении следующего и введите его"]
    assert not is_inside(browser)


def test_a_clock_may_be_half_a_minute_wrong_but_not_three(browser: Client, administrator: User) -> None:
    has_app(administrator)
    come(browser, administrator.email)

    assert browser.post(SECOND, {"code": code(half_minutes=-6)}).status_code == 200
    assert browser.post(SECOND, {"code": code(half_minutes=-1)}).status_code == 302


def test_a_code_works_once(browser: Client, company: GridCompany, administrator: User) -> None:
    has_app(administrator)
    seen = code()
    come(browser, administrator.email)
    browser.post(SECOND, {"code": seen})
    other = Client(HTTP_HOST=company.host)
    come(other, administrator.email)

    assert other.post(SECOND, {"code": seen}).status_code == 200
    assert not is_inside(other)


def test_a_code_in_reserve_works_once(browser: Client, company: GridCompany, administrator: User) -> None:
    held = reserve_codes(has_app(administrator))[0]
    come(browser, administrator.email)
    assert browser.post(SECOND, {"code": held}).status_code == 302

    other = Client(HTTP_HOST=company.host)
    come(other, administrator.email)
    assert other.post(SECOND, {"code": held}).status_code == 200


def test_five_wrong_codes_are_enough(browser: Client, administrator: User) -> None:
    has_app(administrator)
    come(browser, administrator.email)
    for _ in range(5):
        assert browser.post(SECOND, {"code": "123456"}).status_code == 200

    assert browser.post(SECOND, {"code": code()}).status_code == 429


def test_the_second_step_is_nothing_without_the_first(browser: Client, administrator: User) -> None:
    has_app(administrator)

    assert browser.get(SECOND)["Location"] == "/accounts/login/"
    assert browser.post(SECOND, {"code": code()})["Location"] == "/accounts/login/"


def test_sessions_opened_by_the_password_alone_end_with_the_first_factor(
    browser: Client, company: GridCompany, administrator: User
) -> None:
    elsewhere = Client(HTTP_HOST=company.host)
    come(elsewhere, administrator.email)
    come(browser, administrator.email)
    connect(browser)

    assert not is_inside(elsewhere)
    assert is_inside(browser)


def test_what_changes_a_lock_asks_for_the_password_when_it_was_long_ago(
    administrator_client: Client, administrator: User
) -> None:
    asked = administrator_client.get(APP)["Location"]
    assert asked == "/accounts/confirm/?next=%2Fprofile%2Fsecurity%2Fapp%2F"

    assert administrator_client.post(asked, {"password": "не тот"}).status_code == 200
    assert administrator_client.post(asked, {"password": PASSWORD, "next": APP})["Location"] == APP
    assert administrator_client.get(APP).status_code == 200


@pytest.mark.usefixtures("staff_needs_it")
class TestWhereItIsRequired:
    def test_staff_without_one_are_led_to_it_wherever_they_go(self, browser: Client, administrator: User) -> None:
        come(browser, administrator.email)
        for address in ("/cases/", "/settings/", "/staff/", "/accounts/password/change/", "/updates/"):
            assert browser.get(address)["Location"] == SECURITY
        page = browser.get(SECURITY)

        assert "Подключите второй фактор" in world.words(page)
        assert "/cases/" not in page.content.decode()
        assert browser.get("/help/").status_code == 200

    def test_nothing_is_changed_by_those_who_have_none(self, administrator_client: Client) -> None:
        administrator_client.post("/staff/new/", {"email": "x@example.ru", "staff_role": "observer"})

        assert not Invitation.objects.filter(email="x@example.ru").exists()

    def test_with_one_the_cabinet_opens(self, browser: Client, administrator: User) -> None:
        come(browser, administrator.email)
        connect(browser)

        assert browser.get("/cases/").status_code == 200

    def test_it_is_asked_once_in_a_session(self, browser: Client, administrator: User, queries: Any) -> None:
        come(browser, administrator.email)
        connect(browser)
        browser.get("/updates/")
        with queries() as asked:
            browser.get("/updates/")

        assert not [query for query in asked if "mfa_authenticator" in query]

    def test_applicants_choose(self, browser: Client, applicant: User) -> None:
        come(browser, applicant.email)

        assert browser.get("/cases/").status_code == 200

    def test_staff_may_not_remove_their_last_one(self, administrator: User) -> None:
        factor = Authenticator.objects.get(user=has_app(administrator), type="totp")

        with pytest.raises(LastSecondFactor):
            services.remove_factor(factor, by=administrator, now=NOW)

    def test_operators_too(self, platform_browser: Client) -> None:
        with in_public():
            somebody = world.operator()
            come(platform_browser, somebody.email)
            assert platform_browser.get("/companies/")["Location"] == SECURITY
            connect(platform_browser)
            assert platform_browser.get("/companies/").status_code == 200


def test_an_applicant_removes_what_they_had(browser: Client, applicant: User) -> None:
    factor = Authenticator.objects.get(user=has_app(applicant), type="totp")
    come(browser, applicant.email)
    browser.post(SECOND, {"code": code()})
    address = f"/profile/security/factors/{factor.pk}/remove/"

    assert browser.get(address).status_code == 200
    browser.post(address)
    assert not Authenticator.objects.filter(user=applicant).exists()  # the codes in reserve went with it


def test_nobody_removes_the_factor_of_another(browser: Client, administrator: User, stranger: User) -> None:
    factor = Authenticator.objects.get(user=has_app(administrator), type="totp")
    come(browser, stranger.email)

    assert browser.post(f"/profile/security/factors/{factor.pk}/remove/").status_code == 404
    assert has_second_factor(administrator)


def test_new_codes_in_reserve_end_the_old_ones(browser: Client, administrator: User) -> None:
    old = reserve_codes(has_app(administrator))
    come(browser, administrator.email)
    browser.post(SECOND, {"code": code()})
    browser.post("/profile/security/codes/")

    assert not set(old) & set(reserve_codes(administrator))


@pytest.mark.parametrize("who", ["staff", "applicant"])
def test_an_administrator_resets_what_somebody_has_lost(
    administrator_client: Client, browser: Client, applicant: User, who: str
) -> None:
    person = applicant if who == "applicant" else world.staff(5, StaffRole.SPECIALIST)
    has_app(person)
    come(browser, person.email)
    browser.post(SECOND, {"code": code()})
    page = f"/people/{person.pk}/second-factor/"

    assert "Убедитесь" in administrator_client.get(page).content.decode()
    administrator_client.post(page)

    assert not has_second_factor(person)
    assert not is_inside(browser)
    assert Record.objects.get(event="second_factor.reset").subject_id == person.pk
    assert "сброшен" in OutboxMessage.objects.filter(subject=LETTER, recipient=person.email).latest("pk").text


def test_nobody_resets_their_own(administrator_client: Client, administrator: User) -> None:
    has_app(administrator)

    with pytest.raises(OwnSecondFactor):
        services.reset_second_factor(administrator, by=administrator, now=NOW)
    assert (
        "Сбросить</button>"
        not in administrator_client.get(f"/people/{administrator.pk}/second-factor/").content.decode()
    )


def test_an_operator_is_helped_by_another(operator_client: Client) -> None:
    with in_public():
        lost = has_app(world.operator(2))
    operator_client.post(f"/operators/{lost.pk}/second-factor/")

    with in_public():
        assert not has_second_factor(lost)


def test_a_factor_is_worth_nothing_at_another_company(
    browser: Client, other_browser: Client, administrator: User, other_company: GridCompany
) -> None:
    has_app(administrator)
    with inside(other_company):
        world.staff(1)  # the same e-mail, the same password, another person for all we know
        come(other_browser, administrator.email)
        assert is_inside(other_browser)


def test_two_presses_connect_one_application(administrator: User) -> None:
    for _ in range(2):
        services.add_app(administrator, secret=SECRET, session_key=None, now=timezone.now())

    assert Authenticator.objects.filter(user=administrator, type="totp").count() == 1
    assert Record.objects.filter(event="second_factor.added").count() == 1
