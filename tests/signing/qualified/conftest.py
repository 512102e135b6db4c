"""Горсеть and the applicants who sign with certificates, in a world that trusts the test PKI."""

from collections.abc import Iterator
from typing import Any

import pytest

from accounts import services as accounts
from accounts import synthetic
from accounts.models import Applicant, ConsentText, LegalForm, StaffRole, User
from signing.models import SignatureRequest
from signing.testing.keys import Identity
from signing.testing.testpki import Pki
from tenants.models import GridCompany
from tests import world
from tests.moment import NOW
from tests.signing import by_certificate
from tests.signing import network as network_of_authorities


@pytest.fixture
def trusted(here: None, pki: Pki) -> int:
    return by_certificate.make_trusted(pki)


@pytest.fixture
def signer(here: None) -> User:
    """Сергей Платонов, who signs for Горсеть."""
    return world.staff(2, StaffRole.SIGNER, last_name="Платонов", first_name="Сергей")


@pytest.fixture
def owner(here: None) -> User:
    """Аркадий Громов, director of ООО «Ромашка», an applicant."""
    return world.organisation(5)


@pytest.fixture
def trader(here: None) -> User:
    """ИП Вера Ключникова, an applicant."""
    newcomer = Applicant(
        legal_form=LegalForm.ENTREPRENEUR,
        last_name="Ключникова",
        first_name="Вера",
        inn=synthetic.inn12(8),
        ogrn=synthetic.ogrnip(8),
        email="trader8@example.ru",
        phone=synthetic.phone(8),
    )
    agreed = [ConsentText.Kind.PERSONAL_DATA]
    user = accounts.register(newcomer, password=world.PASSWORD, agreed_to=agreed, evidence=world.EVIDENCE, now=NOW)
    assert user is not None
    return world.confirmed(user)


@pytest.fixture
def head_of_company(pki: Pki, company: GridCompany) -> Identity:
    return by_certificate.head_of_company(pki, company)


@pytest.fixture
def head(pki: Pki, owner: User) -> Identity:
    """The certificate of the director of ООО «Ромашка»."""
    return by_certificate.head_of(pki, world.applicant_of(owner))


@pytest.fixture
def requests(trusted: int, administrator: User, owner: User) -> list[SignatureRequest]:
    """A contract for both sides: the company's request, then the applicant's."""
    return by_certificate.asked(administrator, owner)


@pytest.fixture
def network(settings: Any) -> Iterator[network_of_authorities.Site]:
    """The services of authorities, at a host that may be asked although it is an inner one."""
    with network_of_authorities.running() as site:
        settings.SIGNING_CRL_HOSTS = [site.netloc]
        settings.SIGNING_PRIVATE_HOSTS = ["127.0.0.1"]
        yield site
