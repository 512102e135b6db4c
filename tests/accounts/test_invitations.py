"""Staff are invited."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from accounts import services
from accounts.errors import EmailTaken, InvitationNotValid
from accounts.models import Invitation, StaffRole, User
from audit.models import Record
from notifications.models import OutboxMessage
from tenancy.access import Role
from tenancy.company import inside
from tenants.models import GridCompany
from tests.world import PASSWORD

pytestmark = pytest.mark.usefixtures("here")

NAMED = {"last_name": "Иванова", "first_name": "Ирина", "middle_name": "", "password1": PASSWORD, "password2": PASSWORD}


def invite(role: str = StaffRole.ADMINISTRATOR) -> str:
    """Returns the path in the letter."""
    services.invite(email="Irina@Gorset.ru", staff_role=role, by=None, now=timezone.now())
    text = OutboxMessage.objects.latest("pk").text
    return "/" + next(word for word in text.split() if "/invitation/" in word).split("/", 3)[3]


def test_the_link_of_the_letter_makes_a_member_of_staff(browser: Client) -> None:
    path = invite()
    assert browser.get(path).status_code == 200
    response = browser.post(path, NAMED)

    user = User.objects.get(email="irina@gorset.ru")
    assert response["Location"] == "/"
    assert browser.session["_auth_user_id"] == str(user.pk)
    assert user.roles == {Role.ADMINISTRATOR, Role.CLERK, Role.STAFF}
    assert user.short_name == "Иванова И."
    assert EmailAddress.objects.get(user=user).verified  # they have opened the letter
    events = Record.objects.filter(event__startswith="invitation").order_by("pk").values_list("event", flat=True)
    assert list(events)[-2:] == ["invitation.sent", "invitation.accepted"]


def test_the_link_is_of_the_company_host_and_its_token_is_not_in_the_database() -> None:
    token = invite().strip("/").split("/")[-1]

    assert "http://gorset.localhost" in OutboxMessage.objects.latest("pk").text
    assert token not in Invitation.objects.get().token_sha256


def test_an_invitation_works_once(browser: Client) -> None:
    path = invite()
    browser.post(path, NAMED)
    again = Client(HTTP_HOST="gorset.localhost").post(path, NAMED)

    assert again.status_code == 410
    assert "прислать новое" in again.content.decode().replace("\u00a0", " ")
    assert User.objects.count() == 1


def test_an_invitation_ends_after_72_hours(browser: Client) -> None:
    path = invite()
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert browser.get(path).status_code == 410


def test_a_new_invitation_replaces_the_one_before(browser: Client) -> None:
    first, second = invite(), invite(StaffRole.OBSERVER)

    assert browser.get(first).status_code == 410
    browser.post(second, NAMED)
    assert User.objects.get().staff_role == StaffRole.OBSERVER


def test_an_invitation_is_worth_nothing_at_another_company(other_browser: Client) -> None:
    assert other_browser.get(invite()).status_code == 410


def test_a_mistake_keeps_the_names(browser: Client) -> None:
    path = invite()
    form = browser.post(path, {**NAMED, "password2": "другой"}).context["form"]

    assert form.errors == {"password2": ["Пароли не совпадают"]}
    assert form["last_name"].value() == "Иванова"
    assert browser.post(path, NAMED).status_code == 302


def test_who_has_an_account_here_is_not_invited(anna: User) -> None:
    with pytest.raises(EmailTaken):
        services.invite(email=anna.email, staff_role="observer", by=None, now=timezone.now())


def test_who_registered_in_the_meantime_is_told_so(browser: Client) -> None:
    path = invite()
    User.objects.create_user("irina@gorset.ru", PASSWORD, joined_at=timezone.now())
    response = browser.post(path, NAMED)

    assert response.status_code == 409
    assert Invitation.objects.get().accepted_at is None


def test_whoever_was_signed_in_here_makes_room(browser: Client, anna: User) -> None:
    browser.force_login(anna)
    browser.post(invite(), NAMED)

    assert browser.session["_auth_user_id"] == str(User.objects.get(email="irina@gorset.ru").pk)


def test_an_unknown_token_is_not_valid(other_company: GridCompany) -> None:
    with inside(other_company), pytest.raises(InvitationNotValid):
        services.find_invitation("invented", now=timezone.now())
