"""Somebody of every kind, and something behind every number."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import StaffRole, User
from cabinet.cases import services
from cabinet.enquiries import services as enquiries
from cabinet.pages.models import Slot
from cabinet.pages.queries import current
from tenancy.company import inside
from tenants.models import GridCompany
from tests import world
from tests.moment import NOW

SignedIn = Callable[..., Client]


@pytest.fixture
def addresses(company: GridCompany, applicant: User, administrator: User) -> dict[str, str]:
    """Every route of the company with the numbers of what belongs to the applicant, under its template."""
    case, draft = world.application(applicant), world.draft(applicant)
    enquiry = enquiries.start(applicant=world.applicant_of(applicant), by=applicant, key=uuid.uuid4(), now=NOW)
    word = services.add_message(case, text="Добрый день", by=administrator, key=uuid.uuid4(), now=NOW)
    version = current(Slot.HELP)
    assert version is not None
    return {
        "cases/<int:pk>/delete/": f"cases/{draft.pk}/delete/",
        "cases/<int:pk>/files/": f"cases/{draft.pk}/files/",
        "entries/<int:pk>/withdraw/": f"entries/{word.pk}/withdraw/",
        "documents/<int:pk>/": f"documents/{case.entries.get(kind='document').pk}/",
        "applications/<int:pk>/draft/": f"applications/{draft.pk}/draft/",
        "enquiries/<int:pk>/draft/": f"enquiries/{enquiry.pk}/draft/",
        "pages/versions/<int:pk>/": f"pages/versions/{version.pk}/",
        "<int:pk>": str(case.pk),
        "<slug:kind>": "message",
        "<slug:slot>": "help",
        "<str:kind>": "personal-data",
        "<str:number>/<str:token>": "MQ/abc-def",
        "<str:token>": "invented",
        "<str:key>": "invented",
        "<uuid:key>": str(uuid.uuid4()),
        "<str:color>": "123456",
    }


@pytest.fixture
def people(
    company: GridCompany,
    other_company: GridCompany,
    browser: Client,
    applicant_client: Client,
    stranger_client: Client,
    administrator_client: Client,
    operator_client: Client,
    signed_in: SignedIn,
) -> dict[str, Client]:
    """By the columns of the table, and those from elsewhere with their cookies in their hands."""
    with inside(company):
        specialist = world.staff(2, StaffRole.SPECIALIST)
    with inside(other_company):
        foreigner = world.staff(1)
    return {
        "nobody": browser,
        "applicant": applicant_client,
        "stranger": stranger_client,
        "specialist": signed_in(specialist, company),
        "administrator": administrator_client,
        "foreign administrator": with_cookies_of(signed_in(foreigner, other_company), company.host),
        "operator": with_cookies_of(operator_client, company.host),
    }


@pytest.fixture
def operators(
    operator_client: Client, platform_browser: Client, people: dict[str, Client], settings: object
) -> dict[str, Client]:
    host = "localhost"
    return {
        "nobody": platform_browser,
        "operator": operator_client,
        "applicant": with_cookies_of(people["applicant"], host),
        "administrator": with_cookies_of(people["administrator"], host),
    }


def with_cookies_of(client: Client, host: str) -> Client:
    elsewhere = Client(HTTP_HOST=host)
    elsewhere.cookies = client.cookies
    return elsewhere
