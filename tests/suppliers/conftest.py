"""Горсеть with two suppliers: «Энергосбыт», told by default, and «Другой сбыт»; each has a person."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Supplier, User
from cabinet.cases.models import Case
from signing.testing.keys import Identity
from signing.testing.testpki import Pki
from tenants.models import GridCompany
from tests.contracts.acts import Signs, signed_by
from tests.signatures import conftest as signatures
from tests.signing import by_certificate
from tests.suppliers import people

pki, trusted, head_of_company = signatures.pki, signatures.trusted, signatures.head_of_company


@pytest.fixture
def sbyt(administrator: User) -> Supplier:
    return people.supplier(40, by=administrator)


@pytest.fixture
def other_sbyt(sbyt: Supplier, administrator: User) -> Supplier:
    return people.supplier(41, "ООО «Другой сбыт»", by=administrator)


@pytest.fixture
def seller(sbyt: Supplier) -> User:
    """Иван Сбытов, of «Энергосбыт»."""
    return people.person_of(sbyt)


@pytest.fixture
def other_seller(other_sbyt: Supplier) -> User:
    """Олег Чужой, of «Другой сбыт»."""
    return people.person_of(other_sbyt, last_name="Чужой", first_name="Олег")


@pytest.fixture
def seller_client(signed_in: Callable[..., Client], seller: User, company: GridCompany) -> Client:
    return signed_in(seller, company)


@pytest.fixture
def other_client(signed_in: Callable[..., Client], other_seller: User, company: GridCompany) -> Client:
    return signed_in(other_seller, company)


@pytest.fixture
def case(applicant: User, administrator: User, seller: User) -> Case:
    """A registered application in which nobody is named: it goes to the supplier by default."""
    return people.registered(applicant, administrator)


@pytest.fixture
def company_signs(trusted: int, pki: Pki, head_of_company: Identity, administrator: User) -> Signs:
    return signed_by(pki, head_of_company, administrator, side="company")


@pytest.fixture
def seller_signs(trusted: int, pki: Pki, sbyt: Supplier, seller: User) -> Signs:
    """By the certificate of the organisation of «Энергосбыт»."""
    identity = by_certificate.of_organisation(pki, inn=sbyt.inn, ogrn=sbyt.ogrn)
    return signed_by(pki, identity, seller, side="supplier")
