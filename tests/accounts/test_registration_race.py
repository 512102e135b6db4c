"""Two who register at the same moment, over connections of their own."""

from typing import Any

from accounts.models import Applicant, User
from notifications.models import OutboxMessage
from tenancy.company import inside
from tenants.models import GridCompany
from tests.at_once import at_once

from .conftest import person, register


def test_two_at_once_with_one_snils_make_one_account(scratch_company: GridCompany, django_db_blocker: Any) -> None:
    def attempt(n: int) -> User | None:
        return register(person(email=f"racer{n}@example.ru"))

    made = [user for user in at_once(scratch_company, django_db_blocker, attempt, 8) if user is not None]

    with inside(scratch_company):
        assert len(made) == User.objects.count() == Applicant.objects.count() == 1
        told = OutboxMessage.objects.filter(recipient=made[0].email).values_list("subject", flat=True)
        assert list(told) == ["Завершите регистрацию в личном кабинете"] * 2  # their own, and one for all the others
