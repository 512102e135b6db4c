"""What is always true of people and those they act for."""

import pytest
from django.db import IntegrityError, transaction

from accounts import synthetic
from accounts.models import Applicant, Membership, User
from tenancy.access import Role
from tests.moment import NOW

from .conftest import entrepreneur, organisation, person, register

pytestmark = pytest.mark.usefixtures("here")


def member(**fields: object) -> User:
    return User.objects.create_user(f"u{User.objects.count()}@example.ru", None, joined_at=NOW, **fields)


@pytest.mark.parametrize(
    ("fields", "roles"),
    [
        ({}, {Role.APPLICANT}),
        ({"staff_role": "observer"}, {Role.STAFF}),
        ({"staff_role": "specialist"}, {Role.STAFF, Role.CLERK}),
        ({"staff_role": "signer"}, {Role.STAFF, Role.CLERK}),
        ({"staff_role": "accountant"}, {Role.STAFF, Role.CLERK}),
        ({"staff_role": "administrator"}, {Role.STAFF, Role.CLERK, Role.ADMINISTRATOR}),
        ({"is_operator": True}, {Role.OPERATOR}),
    ],
)
def test_roles(fields: dict[str, object], roles: set[Role]) -> None:
    assert member(**fields).roles == roles


def test_names() -> None:
    user = member(last_name="Орлова", first_name="Анна", middle_name="Андреевна")

    assert (user.full_name, user.short_name) == ("Орлова Анна Андреевна", "Орлова А. А.")
    assert member().short_name.endswith("@example.ru")


@pytest.mark.parametrize(
    ("applicant", "title", "numbers"),
    [
        (person(snils="11223344595"), "Орлова Анна Андреевна", "СНИЛС 112-233-445 95"),
        (entrepreneur(1), "ИП Орлова Анна Андреевна", f"ИНН {synthetic.inn12(1)}, ОГРНИП {synthetic.ogrnip(1)}"),
        (organisation(1), "ООО «Заря»", f"ИНН {synthetic.inn10(1)}, ОГРН {synthetic.ogrn(1)}, КПП {synthetic.kpp(1)}"),
    ],
)
def test_how_an_applicant_is_called(applicant: Applicant, title: str, numbers: str) -> None:
    assert (applicant.title, applicant.numbers) == (title, numbers)


@pytest.mark.parametrize(
    "wrong",
    [
        {"snils": ""},
        {"snils": "1122334459"},
        {"ogrn": synthetic.ogrn(1)},
        {"kpp": synthetic.kpp(1)},
        {"inn": synthetic.inn10(1)},
        {"legal_form": "organisation"},
        {"legal_form": "entrepreneur"},
        {"legal_form": "nobody"},
    ],
)
def test_the_database_refuses_numbers_of_another_legal_form(wrong: dict[str, str]) -> None:
    applicant = person()
    applicant.created_at = NOW
    for name, value in wrong.items():
        setattr(applicant, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        applicant.save()


def test_an_email_is_lower_case_in_the_database() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="Anna@example.ru", joined_at=NOW)


def test_an_applicant_is_seen_by_its_members_and_by_staff() -> None:
    anna, boris = register(person(1)), register(person(2))
    assert anna is not None
    assert boris is not None
    employee = member()
    assert anna.applicant is not None
    Membership.objects.create(user=employee, applicant=anna.applicant, role=Membership.Role.EMPLOYEE)

    assert list(Applicant.objects.visible_to(anna)) == [anna.applicant]
    assert list(Applicant.objects.visible_to(employee)) == [anna.applicant]
    assert list(Applicant.objects.visible_to(boris)) == [boris.applicant]
    assert list(Applicant.objects.visible_to(member())) == []
    assert Applicant.objects.visible_to(member(staff_role="observer")).count() == 2
