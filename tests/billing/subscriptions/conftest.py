import pytest

from accounts.models import User
from billing.subscriptions.models import PlanEdition
from tenancy.company import inside
from tenants.models import GridCompany
from tests import world

from . import shop


@pytest.fixture
def plan(operator: User) -> PlanEdition:
    """«Стандарт», and a platform that can sell it."""
    shop.seller(operator)
    return shop.plan(operator)


@pytest.fixture
def chief(company: GridCompany) -> User:
    """Мария Иванова, administrator of Горсеть: she is told of money."""
    with inside(company):
        return world.staff(1, last_name="Иванова", first_name="Мария", middle_name="Сергеевна")


@pytest.fixture
def subscriber(company: GridCompany, plan: PlanEdition, operator: User, chief: User) -> GridCompany:
    """Горсеть, since January, with ten applications included."""
    shop.subscribe(company, plan, operator)
    return company


@pytest.fixture
def neighbour(other_company: GridCompany, plan: PlanEdition, operator: User) -> GridCompany:
    """Теплосеть, with the same plan."""
    shop.subscribe(other_company, plan, operator)
    return other_company
