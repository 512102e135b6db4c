"""Everything that the description allows, and much that it does not, is sent to every address by everybody.

Schemathesis makes the calls from the description: nothing may fail, every answer must be one that is described, and
what belongs to another person may not appear in it.
"""

import warnings
from functools import cache
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.core.result import Ok

from accounts.models import StaffRole, User
from api.description import description
from tenancy.company import inside
from tenants.models import GridCompany
from tests import world

from .calls import Caller, caller

EXAMPLES = 7  # of each address and person
STREET = "улица Потаённая, 13"  # of the applicant: a stranger may never read it
NOT_SENT = {"Authorization", "Cookie", "Host"}


@pytest.fixture
def programs(
    applicant: User,
    stranger: User,
    administrator: User,
    company: GridCompany,
    other_company: GridCompany,
    settings: Any,
) -> dict[str, Caller]:
    settings.API_REQUESTS_PER_MINUTE = 100_000
    with inside(company):
        observer, specialist = world.staff(3, StaffRole.OBSERVER), world.staff(2, StaffRole.SPECIALIST)
    with inside(other_company):
        foreigner = world.staff(1)
    return {
        "applicant": caller(applicant, company),
        "stranger": caller(stranger, company),
        "observer": caller(observer, company),
        "specialist": caller(specialist, company),
        "foreigner": caller(foreigner, other_company),
    }


@pytest.fixture
def numbers(applicant: User, company: GridCompany) -> list[int]:
    with inside(company):
        case, draft = world.application(applicant, address=STREET), world.draft(applicant, address=STREET)
        return [case.pk, draft.pk, world.with_pictures(case).pk, world.enquiry(applicant, text=STREET).pk, 1, 10**30]


@pytest.mark.parametrize("who", ["applicant", "stranger", "observer", "specialist", "foreigner"])
def test_nothing_fails_and_nothing_is_told_to_others(who: str, programs: dict[str, Caller], numbers: list[int]) -> None:
    program = programs[who]
    for turn, case in enumerate(calls()):
        answer = send(program, case, numbers[turn % len(numbers)])
        check(case.operation.path, case.operation.method, answer)
        if who in {"stranger", "foreigner"}:
            assert "Потаённая" not in answer.content.decode()


def test_every_operation_is_called() -> None:
    told = {(path, method) for path, methods in description()["paths"].items() for method in methods}

    assert {(case.operation.path, case.operation.method.lower()) for case in calls()} == told


@cache
def calls() -> list[Any]:
    """The same calls for everybody and in every run: what fails once, fails again."""
    found: list[Any] = []
    for result in schemathesis.openapi.from_dict(description()).get_all_operations():
        assert isinstance(result, Ok)
        operation = result.ok()

        @settings(
            max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy())
        def keep(case: Any) -> None:
            found.append(case)

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            keep()
    return found


def send(program: Caller, case: Any, number: int) -> Any:
    path = case.operation.path
    for name, value in {**(case.path_parameters or {}), "id": number}.items():
        path = path.replace(f"{{{name}}}", str(value) if str(value).isascii() and "/" not in str(value) else "0")
    headers = {
        name: value
        for name, value in (case.headers or {}).items()
        if name not in NOT_SENT and isinstance(value, str) and value.isprintable() and value.isascii()
    }
    headers["Authorization"] = f"Bearer {program.token}"
    sent: dict[str, Any] = {}
    if case.operation.body and isinstance(case.body, bytes):
        sent = {"data": case.body, "content_type": "application/octet-stream"}
    elif case.operation.body and isinstance(case.body, dict | list | str | int | float | bool | None):
        sent = {"data": case.body, "content_type": "application/json"}
    client = program.client
    query = {name: value for name, value in (case.query or {}).items() if isinstance(value, str | int)}
    address = f"/api/v1{path}"
    return getattr(client, case.method.lower())(address, query_params=query, headers=headers, **sent)


def check(path: str, method: str, answer: Any) -> None:
    told = description()["paths"][path][method.lower()]["responses"]
    where = (method, path, answer.status_code, answer.content[:500])
    assert answer.status_code < 500, where
    assert str(answer.status_code) in told or answer.status_code == 405, where
    contents = told.get(str(answer.status_code), {}).get("content", {})
    if contents:
        kind = answer["Content-Type"].partition(";")[0]
        assert kind in contents, where
        whole = {**contents[kind]["schema"], "components": description()["components"]}
        jsonschema_rs.validator_for(whole, validate_formats=True).validate(answer.json())
