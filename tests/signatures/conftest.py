"""A case with documents that both sides sign, in a world that trusts the test PKI."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import StaffRole, User
from cabinet.cases.models import Case
from signing.testing.keys import Identity
from signing.testing.testpki import Pki
from tenants.models import GridCompany
from tests import world
from tests.signing import by_certificate

DAY = timedelta(days=1)


@pytest.fixture
def pki() -> Pki:
    return Pki.since(timezone.now() - 400 * DAY)


@pytest.fixture
def trusted(here: None, pki: Pki) -> int:
    return by_certificate.make_trusted(pki, now=timezone.now())


@pytest.fixture
def signer(here: None) -> User:
    """Сергей Платонов, who signs for Горсеть."""
    return world.staff(2, StaffRole.SIGNER, last_name="Платонов", first_name="Сергей", middle_name="Ильич")


@pytest.fixture
def specialist(here: None) -> User:
    return world.staff(3, StaffRole.SPECIALIST, last_name="Зорин", first_name="Олег")


@pytest.fixture
def owner(here: None) -> User:
    """Аркадий Громов, director of ООО «Ромашка», an applicant."""
    return world.organisation(5)


@pytest.fixture
def head_of_company(pki: Pki, company: GridCompany) -> Identity:
    return by_certificate.head_of_company(pki, company)


@pytest.fixture
def head(pki: Pki, owner: User) -> Identity:
    return by_certificate.head_of(pki, world.applicant_of(owner))


@pytest.fixture
def case(applicant: User) -> Case:
    return world.application(applicant)


@pytest.fixture
def case_of_organisation(owner: User) -> Case:
    return world.application(owner)


@pytest.fixture
def signer_client(signed_in: Callable[..., Client], signer: User, company: GridCompany) -> Client:
    return signed_in(signer, company)


@pytest.fixture
def owner_client(signed_in: Callable[..., Client], owner: User, company: GridCompany) -> Client:
    return signed_in(owner, company)


@pytest.fixture
def specialist_client(signed_in: Callable[..., Client], specialist: User, company: GridCompany) -> Client:
    return signed_in(specialist, company)
