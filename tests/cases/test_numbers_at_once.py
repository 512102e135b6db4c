"""Numbers without gaps or doubles, however many submit at the same moment and whatever is rolled back."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cabinet.cases import services
from cabinet.cases.models import Case
from tenancy.company import inside
from tenants.models import GridCompany
from tests import world
from tests.at_once import at_once
from tests.cases.numbering import numbered

MANY = 50


class Broken(Exception):
    pass


@pytest.fixture
def people(scratch_company: GridCompany, django_db_blocker: Any) -> Iterator[tuple[User, User, list[Case]]]:
    with django_db_blocker.unblock(), inside(scratch_company):
        applicant, administrator = world.person(1), world.staff(1)
        yield applicant, administrator, [world.draft(applicant) for _ in range(MANY)]


def submit(case: Case, by: User) -> str:
    return services.submit(case, by=by, now=timezone.now()).number


def expected(*numbers: int) -> list[str]:
    return [f"ТП-{timezone.localdate().year}-{number:05}" for number in numbers]


def test_fifty_parallel_submissions(
    people: tuple[User, User, list[Case]], scratch_company: GridCompany, django_db_blocker: Any
) -> None:
    applicant, administrator, drafts = people
    numbered(administrator)

    given = at_once(scratch_company, django_db_blocker, lambda n: submit(drafts[n], applicant), count=MANY)

    assert sorted(given) == expected(*range(1, MANY + 1))


def test_a_rolled_back_submission_uses_none_up(
    people: tuple[User, User, list[Case]], scratch_company: GridCompany, django_db_blocker: Any
) -> None:
    applicant, administrator, drafts = people
    numbered(administrator)

    def one(n: int) -> str:
        try:
            with transaction.atomic():
                number = submit(drafts[n], applicant)
                if n % 3 == 0:
                    raise Broken
        except Broken:
            return ""
        return number

    given = at_once(scratch_company, django_db_blocker, one, count=20)

    kept = sorted(filter(None, given))
    assert kept == expected(*range(1, len(kept) + 1))
    assert len(kept) == 13


def test_numbers_typed_at_the_same_moment_are_skipped(
    people: tuple[User, User, list[Case]], scratch_company: GridCompany, django_db_blocker: Any
) -> None:
    applicant, administrator, drafts = people
    typed = [services.submit(draft, by=applicant, now=timezone.now()) for draft in drafts[:5]]
    numbered(administrator)

    def one(n: int) -> str:
        if n >= 5:
            return submit(drafts[n], applicant)
        case = Case.objects.get(pk=typed[n].pk)
        try:
            registered = services.register(
                case, number=expected(2 * n + 2)[0], status=case.status, assignee=None, version=case.version,
                by=administrator, now=timezone.now(),
            )  # fmt: skip
        except services.outcome.NumberTaken:  # a submission was quicker
            return ""
        return registered.number

    given = list(filter(None, at_once(scratch_company, django_db_blocker, one, count=20)))

    assert len(given) == len(set(given))
    assert sorted(given) == expected(*range(1, len(given) + 1))
