"""Several people who press at the same moment: each over a connection of its own, with real commits."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any, TypeVar

from django.db import connection

from tenancy.company import inside
from tenants.models import GridCompany

Made = TypeVar("Made")


def at_once(company: GridCompany, blocker: Any, act: Callable[[int], Made], count: int = 4) -> list[Made]:
    """Call `act` with 0, 1, … in so many threads inside `company`, all let go together. Returns what each has made.

    `blocker` is the fixture `django_db_blocker`, `company` must be one whose rows are committed (`scratch_company`).
    """
    start = Barrier(count)

    def one(n: int) -> Made:
        with blocker.unblock(), inside(company):
            try:
                start.wait()
                return act(n)
            finally:
                connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))
