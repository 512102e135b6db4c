"""Every route of the API × everybody, each with a key of their own, or with none."""

from typing import Any

import pytest

from accounts.models import StaffRole, User
from config import urls_company
from tenancy.company import inside
from tenants.models import GridCompany
from tests import world
from tests.access.test_routes import api_routes

from .calls import Caller, caller

PEOPLE = ("nobody", "applicant", "stranger", "observer", "specialist", "foreigner")
TABLE = {
    # method, route: nobody applicant stranger observer specialist foreigner (with a key of another company)
    ("GET", "me/"): (401, 200, 200, 200, 200, 401),
}


@pytest.fixture
def programs(
    applicant: User, stranger: User, administrator: User, company: GridCompany, other_company: GridCompany
) -> dict[str, Caller]:
    with inside(company):
        observer, specialist = world.staff(3, StaffRole.OBSERVER), world.staff(2, StaffRole.SPECIALIST)
    with inside(other_company):
        foreigner = world.staff(1)
    programs = {
        "nobody": Caller(company.host, ""),
        "applicant": caller(applicant, company),
        "stranger": caller(stranger, company),
        "observer": caller(observer, company),
        "specialist": caller(specialist, company),
        "foreigner": Caller(company.host, caller(foreigner, other_company).token),
    }
    return programs


def test_the_table_has_every_route_and_no_other() -> None:
    known = {(method, route) for route, view in api_routes(urls_company).items() for method in view.methods - {"HEAD"}}

    assert known == set(TABLE)


def test_no_route_is_open_to_a_session() -> None:
    assert {route for route, view in api_routes(urls_company).items() if view.access != frozenset()} == set()


@pytest.mark.parametrize(("method", "route"), TABLE)
def test_a_route_of_the_api(method: str, route: str, programs: dict[str, Caller]) -> None:
    answers: dict[str, Any] = {who: program.call(method, route).status_code for who, program in programs.items()}

    assert answers == dict(zip(PEOPLE, TABLE[method, route], strict=True))
