"""An organisation has several people."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts import services
from accounts.errors import LastAdministrator
from accounts.models import ConsentText, JoinRequest, Membership, StaffRole, User
from audit.models import Record
from notifications.models import OutboxMessage
from tenancy.company import inside
from tests import world
from tests.at_once import at_once
from tests.moment import NOW
from tests.world import EVIDENCE, PASSWORD, words

SignedIn = Callable[..., Client]
AGREED = [ConsentText.Kind.PERSONAL_DATA]


@pytest.fixture
def head(here: None) -> User:
    """Аркадий Громов registered ООО «Ромашка»."""
    return world.organisation(3)


def asks(n: int = 3) -> User:
    """Ольга Лисина registers with the numbers of the organisation."""
    newcomer = world.newcomer_of_organisation(n, last_name="Лисина", first_name="Ольга", email="olga@example.ru")
    services.register(
        newcomer, password=PASSWORD, agreed_to=[ConsentText.Kind.PERSONAL_DATA], evidence=EVIDENCE, now=NOW
    )
    return User.objects.get(email="olga@example.ru")


def test_a_second_employee_is_answered_as_anybody(head: User) -> None:
    olga = asks()

    assert olga.applicant is None
    assert olga.consents.count() == 1
    subjects = OutboxMessage.objects.filter(recipient=olga.email).values_list("subject", flat=True)
    first = OutboxMessage.objects.filter(recipient=head.email).order_by("pk").values_list("subject", flat=True)[:1]
    assert list(subjects) == list(first)


def test_the_administrators_hear_of_it_when_the_email_is_confirmed(head: User, signed_in: SignedIn, company) -> None:
    olga = asks()
    page = signed_in(head, company)
    told = OutboxMessage.objects.filter(recipient=head.email, subject__contains="просит доступ")
    assert not told.exists()
    assert "Лисина" not in words(page.get("/organisation/"))

    world.confirmed(olga)
    letter = told.get()
    assert "Лисина" not in letter.text + letter.subject
    assert "Просит доступ: Лисина Ольга" in words(page.get("/organisation/"))


def test_who_is_let_in_acts_for_the_organisation(head: User, signed_in: SignedIn, company) -> None:
    olga = world.confirmed(asks())
    case = world.application(head)
    client = signed_in(olga, company)
    assert client.get(f"/cases/{case.pk}/").status_code == 404
    assert "уже работает в этом кабинете" in words(client.get("/information/"))

    asked = JoinRequest.objects.get()
    signed_in(head, company).post(f"/join-requests/{asked.pk}/", {"do": "admit"})

    assert client.get(f"/cases/{case.pk}/").status_code == 200
    assert Membership.objects.get(user=olga).role == Membership.Role.EMPLOYEE
    filed = world.application(User.objects.get(pk=olga.pk))
    assert filed.applicant == head.applicant
    assert signed_in(head, company).get(f"/cases/{filed.pk}/").status_code == 200
    assert Record.objects.filter(event="join.admitted").count() == 1


def test_who_is_refused_stays_outside_and_is_told(head: User, signed_in: SignedIn, company) -> None:
    olga = world.confirmed(asks())
    signed_in(head, company).post(f"/join-requests/{JoinRequest.objects.get().pk}/", {"do": "refuse"})

    assert not Membership.objects.filter(user=olga).exists()
    assert "не открыла вам доступ" in words(signed_in(olga, company).get("/information/"))
    assert OutboxMessage.objects.filter(recipient=olga.email, subject__contains="Решение").exists()


def test_a_request_is_decided_once(head: User) -> None:
    world.confirmed(asks())
    asked = JoinRequest.objects.get()
    assert services.refuse(asked, by=head, now=NOW)
    assert not services.admit(asked, by=head, now=NOW)
    assert not Membership.objects.filter(user=asked.user).exists()


def test_the_companys_staff_may_let_in_too(head: User, administrator_client: Client) -> None:
    olga = world.confirmed(asks())
    card = f"/applicants/{head.applicant.pk}/"  # type: ignore[union-attr]
    assert "Просит доступ: Лисина Ольга" in words(administrator_client.get(card))
    answer = administrator_client.post(f"/join-requests/{JoinRequest.objects.get().pk}/", {"do": "admit"})

    assert answer["Location"] == card
    assert Membership.objects.filter(user=olga).exists()


def test_an_observer_decides_nothing(head: User, signed_in: SignedIn, company) -> None:
    world.confirmed(asks())
    observer = signed_in(world.staff(5, StaffRole.OBSERVER), company)

    assert observer.post(f"/join-requests/{JoinRequest.objects.get().pk}/", {"do": "admit"}).status_code == 404


def test_an_employee_administers_nothing(head: User, signed_in: SignedIn, company) -> None:
    employee = signed_in(world.employee(head, 1), company)
    world.confirmed(asks())
    own = Membership.objects.get(user=head)

    assert "Исключить" not in words(employee.get("/organisation/"))
    assert employee.post(f"/join-requests/{JoinRequest.objects.latest('pk').pk}/", {"do": "admit"}).status_code == 404
    assert employee.post(f"/members/{own.pk}/", {"do": "remove"}).status_code == 404


def test_an_administrator_of_another_organisation_decides_nothing_here(
    head: User, signed_in: SignedIn, company
) -> None:
    world.confirmed(asks())
    other = signed_in(world.organisation(4), company)

    assert other.post(f"/join-requests/{JoinRequest.objects.get().pk}/", {"do": "admit"}).status_code == 404
    assert other.post(f"/members/{head.membership_set.get().pk}/", {"do": "remove"}).status_code == 404


def test_a_role_changes_at_the_next_request(head: User, signed_in: SignedIn, company) -> None:
    olga = world.employee(head, 1)
    client = signed_in(olga, company)
    member = Membership.objects.get(user=olga)
    signed_in(head, company).post(f"/members/{member.pk}/", {"do": "administrator"})
    assert "Исключить" in words(client.get("/organisation/"))

    signed_in(head, company).post(f"/members/{member.pk}/", {"do": "remove"})
    assert client.get("/organisation/").status_code == 404
    assert Record.objects.filter(event__startswith="member.").count() == 2


def test_one_administrator_always_remains(head: User, signed_in: SignedIn, company) -> None:
    world.employee(head, 1)
    own = Membership.objects.get(user=head)
    with pytest.raises(LastAdministrator):
        services.remove_member(own, by=head, now=NOW)
    with pytest.raises(LastAdministrator):
        services.change_role(own, role=Membership.Role.EMPLOYEE, by=head, now=NOW)
    answer = signed_in(head, company).post(f"/members/{own.pk}/", {"do": "remove"})

    assert answer.status_code == 409
    assert "хотя бы один администратор" in words(answer)


def test_numbers_that_only_half_agree_ask_for_nothing(head: User) -> None:
    newcomer = world.newcomer_of_organisation(3, email="olga@example.ru", ogrn=world.synthetic.ogrn(8))
    services.register(
        newcomer, password=PASSWORD, agreed_to=[ConsentText.Kind.PERSONAL_DATA], evidence=EVIDENCE, now=NOW
    )

    assert not JoinRequest.objects.exists()


def test_a_person_has_no_organisation(applicant_client: Client) -> None:
    assert applicant_client.get("/organisation/").status_code == 404


def test_of_two_administrators_who_leave_at_once_one_stays(scratch_company: Any, django_db_blocker: Any) -> None:
    with inside(scratch_company):
        head = world.organisation(3)
        world.employee(head, 1)
        Membership.objects.update(role=Membership.Role.ADMINISTRATOR)

        both = list(Membership.objects.values_list("pk", flat=True))

    def leave(n: int) -> bool:
        try:
            services.remove_member(Membership.objects.get(pk=both[n]), by=head, now=NOW)
        except LastAdministrator:
            return False
        return True

    assert sorted(at_once(scratch_company, django_db_blocker, leave, 2)) == [False, True]
    with inside(scratch_company):
        assert Membership.objects.count() == 1
