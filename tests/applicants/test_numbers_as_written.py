"""СНИЛС and telephones are shown and exported as people write them, wherever that is; organisations have a seat."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts import identifiers
from accounts.models import ApplicantDetails, User
from cabinet.applicants.export import Export
from tenants.models import GridCompany
from tests import world
from tests.world import words


def test_no_page_shows_a_bare_snils(applicant: User, applicant_client: Client, administrator_client: Client) -> None:
    case = world.application(applicant)
    about = world.applicant_of(applicant)
    pages = [
        applicant_client.get("/profile/"), applicant_client.get(world.draft(applicant).get_absolute_url()),
        administrator_client.get("/applicants/"), administrator_client.get(f"/applicants/{about.pk}/"),
        administrator_client.get(case.get_absolute_url()), administrator_client.get("/cases/"),
    ]  # fmt: skip
    for page in pages:
        assert page.status_code == 200
        assert about.snils not in words(page), page.wsgi_request.path
        assert identifiers.format_snils(about.snils) in words(page), page.wsgi_request.path
        shown = re.sub(r'(href|value)="tel:[^"]*"', "", words(page))
        assert about.phone not in shown, page.wsgi_request.path


def test_the_export_writes_them_so_too(applicant: User) -> None:
    about = world.applicant_of(applicant)
    told = Export(applicant).data["applicants"][0]

    assert told["snils"]["value"] == identifiers.format_snils(about.snils)
    assert told["phone"]["value"] == identifiers.format_phone(about.phone)


@pytest.mark.parametrize(
    ("form", "label", "hint"),
    [("organisation", "Место нахождения", "Если отличается от места нахождения"),
     ("person", "Адрес регистрации", "Если отличается от адреса регистрации")],
)  # fmt: skip
def test_each_has_the_address_of_its_form(
    company: GridCompany, here: None, signed_in: Any, administrator_client: Client, form: str, label: str, hint: str
) -> None:
    user = world.organisation(3) if form == "organisation" else world.person(3)
    ApplicantDetails.objects.update_or_create(
        applicant=world.applicant_of(user), defaults={"registration_address": "Лугореченск, ул. Мира, 1"}
    )
    seen = words(signed_in(user, company).get("/profile/"))
    card = words(administrator_client.get(f"/applicants/{world.applicant_of(user).pk}/"))
    exported = Export(user).data["applicants"][0]["details"]["registration_address"]["label"]
    other = {"Место нахождения", "Адрес регистрации"} - {label}

    assert label in seen
    assert hint in seen
    assert label in card
    assert exported == label.lower()
    assert not any(word in seen + card for word in other)
