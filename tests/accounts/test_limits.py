"""A limit is declared where it protects something; allauth counts by it, for each company and person apart."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from accounts.models import User
from accounts.security.rate_limits import Limit
from tenancy.company import inside
from tenants.models import GridCompany

ROOT = Path(__file__).parents[2]
TWICE = Limit("take_everything", "2/h/user")


def asked(user: User, method: str = "get") -> HttpRequest:
    request: HttpRequest = getattr(RequestFactory(), method)("/")
    request.user = user
    return request


@pytest.mark.parametrize("method", ["get", "post"])
def test_it_counts_whatever_the_method(applicant: User, method: str) -> None:
    assert [TWICE.allows(asked(applicant, method)) for _ in range(3)] == [True, True, False]


def test_it_counts_each_person_apart(applicant: User, stranger: User) -> None:
    assert all(TWICE.allows(asked(applicant)) for _ in range(2))

    assert TWICE.allows(asked(stranger))
    assert not TWICE.allows(asked(applicant))


def test_it_counts_each_company_apart(applicant: User, other_company: GridCompany) -> None:
    assert all(TWICE.allows(asked(applicant)) for _ in range(2))

    with inside(other_company):
        assert TWICE.allows(asked(applicant))


def test_settings_may_say_otherwise(applicant: User, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"take_everything": "1/h/user"}
    assert [TWICE.allows(asked(applicant)) for _ in range(2)] == [True, False]

    settings.ACCOUNT_RATE_LIMITS = {"take_everything": None}
    assert TWICE.allows(asked(applicant))
    settings.ACCOUNT_RATE_LIMITS = False
    assert TWICE.allows(asked(applicant))


def test_no_two_limits_share_a_name() -> None:
    """They would share what settings say of them, and with the same rates their count."""
    files = [path for package in ("platform", "cabinet", "tenants") for path in (ROOT / package).rglob("*.py")]
    declared = [name for path in files for name in re.findall(r'\bLimit\(\s*"(\w+)"', path.read_text())]

    assert len(declared) == len(set(declared)) >= 5
