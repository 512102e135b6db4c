"""A company with bank details, one case with invoices, and an offer of Section X where a test asks for one."""

import pytest

from accounts.models import StaffRole, User
from cabinet.cases.models import Case
from tests import world
from tests.billing.payments.money import with_account
from tests.contracts import conftest as contracts
from tests.contracts.acts import Signs, again, offer_sent

head_of_company, pki, trusted, house, company_signs = (
    contracts.head_of_company,
    contracts.pki,
    contracts.trusted,
    contracts.house,
    contracts.company_signs,
)


@pytest.fixture(autouse=True)
def _bank_details(here: None) -> None:
    with_account()


@pytest.fixture
def accountant(here: None) -> User:
    """Вера Белова, the accountant of Горсеть."""
    return world.staff(7, StaffRole.ACCOUNTANT, last_name="Белова", first_name="Вера")


@pytest.fixture
def case(applicant: User) -> Case:
    """Of an applicant to whom no offer has been placed."""
    return world.application(applicant)


@pytest.fixture
def offered(house: Case, administrator: User, company_signs: Signs) -> Case:
    """An offer for 12 000 roubles stands since today."""
    company_signs(offer_sent(house, administrator))
    return again(house)
