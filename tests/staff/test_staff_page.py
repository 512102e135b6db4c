"""«Сотрудники»: the administrator sees who works here, invites, changes roles, closes and opens the door."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts import services
from accounts.errors import LastAdministrator, NotAdministrator
from accounts.models import Invitation, StaffRole, User
from audit.models import Record
from cabinet.cases.models import Case
from notifications.models import OutboxMessage
from tests import world
from tests.forms import opened
from tests.moment import NOW

pytestmark = pytest.mark.usefixtures("here")

ANSWERS = {"email": "Zoya@gorset.ru", "last_name": "Зорина", "first_name": "Зоя", "middle_name": ""}


@pytest.fixture
def clerk(administrator: User) -> User:
    return world.staff(4, StaffRole.SPECIALIST, last_name="Петров", first_name="Пётр")


def link_to(email: str) -> str:
    text = OutboxMessage.objects.filter(recipient=email).latest("pk").text
    return "/" + next(word for word in text.split() if "/invitation/" in word).split("/", 3)[3]


def test_the_list_says_role_factor_last_sign_in_and_invitations(administrator_client: Client, clerk: User) -> None:
    administrator_client.post("/staff/new/", {**ANSWERS, "staff_role": "observer"})
    page = world.words(administrator_client.get("/staff/"))

    assert "Специалист «Единого окна»" in page
    assert "Не подключён" in page
    assert "ещё не входил" in page
    assert "zoya@gorset.ru" in page


def test_an_invitation_names_role_and_person(administrator_client: Client, browser: Client) -> None:
    administrator_client.post("/staff/new/", {**ANSWERS, "staff_role": "accountant"})
    form = browser.get(link_to("zoya@gorset.ru")).context["form"]

    assert form["last_name"].value() == "Зорина"
    assert Invitation.objects.get(email="zoya@gorset.ru").staff_role == StaffRole.ACCOUNTANT


def test_who_is_here_already_is_not_invited(administrator_client: Client, clerk: User) -> None:
    page = administrator_client.post("/staff/new/", {**ANSWERS, "email": clerk.email, "staff_role": "observer"})

    assert page.status_code == 422
    assert "уже есть учётная запись" in world.words(page)


def test_an_invitation_is_sent_again_and_the_first_link_ends(administrator_client: Client, browser: Client) -> None:
    administrator_client.post("/staff/new/", {**ANSWERS, "staff_role": "observer"})
    first, invitation = link_to("zoya@gorset.ru"), Invitation.objects.get(email="zoya@gorset.ru")
    administrator_client.post(f"/staff/invitations/{invitation.pk}/again/")

    assert browser.get(first).status_code == 410
    assert browser.get(link_to("zoya@gorset.ru")).status_code == 200
    assert world.words(administrator_client.get("/staff/")).count("<b>zoya@gorset.ru") == 1


def test_an_invitation_whose_term_is_over_is_shown_so(administrator_client: Client) -> None:
    administrator_client.post("/staff/new/", {**ANSWERS, "staff_role": "observer"})
    Invitation.objects.update(expires_at=timezone.now() - timedelta(hours=1))

    assert "Срок истёк" in world.words(administrator_client.get("/staff/"))


def test_a_withdrawn_invitation_opens_nothing(administrator_client: Client, browser: Client) -> None:
    administrator_client.post("/staff/new/", {**ANSWERS, "staff_role": "observer"})
    link, invitation = link_to("zoya@gorset.ru"), Invitation.objects.get(email="zoya@gorset.ru")
    administrator_client.post(f"/staff/invitations/{invitation.pk}/withdraw/")

    assert browser.get(link).status_code == 410
    administrator_client.get("/staff/")  # says whom it was sent to
    assert "zoya@gorset.ru" not in administrator_client.get("/staff/").content.decode()
    assert Record.objects.get(event="invitation.withdrawn").subject_id == invitation.pk


def test_a_role_is_changed_and_remembered(administrator_client: Client, clerk: User) -> None:
    page = f"/staff/{clerk.pk}/"
    administrator_client.post(page, {**opened(administrator_client, page, "staff_role"), "staff_role": "signer"})

    clerk.refresh_from_db()
    assert clerk.staff_role == StaffRole.SIGNER
    assert "Подписант" in Record.objects.about(clerk).get(event="staff.role_changed").sentence


def test_an_invented_role_is_refused(administrator_client: Client, clerk: User) -> None:
    assert administrator_client.post(f"/staff/{clerk.pk}/", {"staff_role": "director"}).status_code == 422
    assert administrator_client.post(f"/staff/{clerk.pk}/", {"staff_role": ""}).status_code == 422


def test_a_disabled_colleague_leaves_their_cases_and_they_are_listed(
    administrator_client: Client, applicant: User, clerk: User
) -> None:
    case = world.application(applicant)
    Case.objects.filter(pk=case.pk).update(assignee=clerk)
    assert "1 обращение" in world.words(administrator_client.get(f"/staff/{clerk.pk}/disable/")).lower()
    administrator_client.post(f"/staff/{clerk.pk}/disable/")

    assert case.get_absolute_url() in administrator_client.get(f"/staff/{clerk.pk}/").content.decode()
    card = administrator_client.get(case.get_absolute_url())
    assert "Петров П. (отключён)" in world.words(card)  # saving the card does not drop them by the way
    administrator_client.post(f"/staff/{clerk.pk}/enable/")
    clerk.refresh_from_db()
    assert clerk.is_active


def test_the_last_administrator_stays(administrator_client: Client, administrator: User, clerk: User) -> None:
    page = administrator_client.post(f"/staff/{administrator.pk}/", {"staff_role": "observer"})
    assert page.status_code == 422
    assert "хотя бы один администратор" in world.words(page)
    assert administrator_client.post(f"/staff/{administrator.pk}/disable/").status_code == 409

    administrator.refresh_from_db()
    assert (administrator.is_active, administrator.is_administrator) == (True, True)


def test_a_disabled_administrator_does_not_count(administrator: User) -> None:
    other = world.staff(6)
    services.disable_staff(other, by=administrator, now=NOW)

    with pytest.raises(LastAdministrator):
        services.change_staff_role(administrator, role=StaffRole.SIGNER, by=administrator, now=NOW)


def test_who_was_an_administrator_when_they_opened_the_page_decides_nothing(administrator: User, clerk: User) -> None:
    other = world.staff(6)
    services.change_staff_role(other, role=StaffRole.SPECIALIST, by=administrator, now=NOW)

    with pytest.raises(NotAdministrator):
        services.disable_staff(clerk, by=other, now=NOW)


def test_applicants_are_nobody_here(administrator_client: Client, applicant: User) -> None:
    for address in (f"/staff/{applicant.pk}/", f"/staff/{applicant.pk}/disable/"):
        assert administrator_client.get(address).status_code == 404
    assert administrator_client.post(f"/staff/{applicant.pk}/enable/").status_code == 404


def test_only_administrators_see_the_way_to_it(administrator_client: Client, browser: Client, clerk: User) -> None:
    browser.force_login(clerk)

    assert "/staff/" in administrator_client.get("/cases/").content.decode()
    assert "/staff/" not in browser.get("/cases/").content.decode()


def test_the_list_costs_the_same_for_many(administrator_client: Client, queries: object) -> None:
    def cost() -> int:
        with queries() as asked:  # type: ignore[operator]
            administrator_client.get("/staff/")
        return len(asked)

    administrator_client.get("/staff/")
    few = cost()
    for n in range(10, 20):
        world.staff(n, StaffRole.SPECIALIST)

    assert cost() == few <= 8
