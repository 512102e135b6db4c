"""Two administrators who demote each other at the same moment: one always remains."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accounts import services
from accounts.models import StaffRole, User
from tenancy.company import inside
from tenancy.errors import DomainError
from tenants.models import GridCompany
from tests import world
from tests.moment import NOW


@pytest.fixture
def pair(scratch_company: GridCompany, django_db_blocker: object) -> Iterator[list[User]]:
    with django_db_blocker.unblock(), inside(scratch_company):  # type: ignore[attr-defined]
        yield [world.staff(n) for n in (1, 2)]


@pytest.mark.parametrize("aim", ["each other", "themselves"])
@pytest.mark.parametrize("act", ["demote", "disable"])
def test_one_always_remains(
    scratch_company: GridCompany, pair: list[User], django_db_blocker: object, aim: str, act: str
) -> None:
    ready = Barrier(2)

    def strike(by: User, person: User) -> bool:
        with django_db_blocker.unblock(), inside(scratch_company):  # type: ignore[attr-defined]
            try:
                ready.wait()
                if act == "demote":
                    services.change_staff_role(person, role=StaffRole.OBSERVER, by=by, now=NOW)
                else:
                    services.disable_staff(person, by=by, now=NOW)
            except DomainError:
                return False
            finally:
                connection.close()
            return True

    targets = list(reversed(pair)) if aim == "each other" else pair
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(strike, pair, targets))

    assert sorted(done) == [False, True]
    assert User.objects.active().administrators().count() == 1
