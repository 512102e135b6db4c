"""`fields=`: an answer with the named fields alone, and a refusal that names what is unknown."""

from typing import Any

import pytest
from django.urls import get_resolver

from accounts.models import User
from api.description import description
from cabinet.cases.models import Case
from tenancy.company import inside
from tenants.models import GridCompany
from tests import world

from .calls import Caller, caller


@pytest.fixture
def program(administrator: User, company: GridCompany) -> Caller:
    return caller(administrator, company)


@pytest.fixture
def case(applicant: User, company: GridCompany) -> Case:
    with inside(company):
        return world.application(applicant)


def test_records_of_a_list_have_only_what_was_asked_for(program: Caller, case: Case) -> None:
    page = program.get("cases/?fields=id,stage")

    assert page.json() == {"items": [{"id": case.pk, "stage": "waiting"}], "next": None}


def test_an_object_has_only_what_was_asked_for(program: Caller, case: Case) -> None:
    answer = program.get(f"cases/{case.pk}/?fields= id , stages ,")

    assert list(answer.json()) == ["id", "stages"]
    assert answer["ETag"]
    assert program.get(f"cases/{case.pk}/?fields=").json() == program.get(f"cases/{case.pk}/").json()


@pytest.mark.parametrize("names", ["secret", "id,secret", "items", "applicant__email", "password", "ID"])
def test_an_unknown_name_is_a_problem_that_names_it(program: Caller, case: Case, names: str) -> None:
    unknown = names.removeprefix("id,")
    for path in ("cases/", f"cases/{case.pk}/"):
        answer = program.get(f"{path}?fields={names}")

        assert (answer.status_code, answer.json()["code"]) == (400, "field_unknown")
        assert f"«{unknown}»" in answer.json()["errors"]["fields"][0]
        assert answer["Content-Type"] == "application/problem+json"


def test_it_is_refused_though_the_list_is_empty(program: Caller) -> None:
    assert program.get("cases/?fields=secret").status_code == 400
    assert program.get("cases/?fields=id").json() == {"items": [], "next": None}


def test_what_others_may_not_see_is_not_asked_for_by_its_name(case: Case, stranger: User, company: GridCompany) -> None:
    assert caller(stranger, company).get(f"cases/{case.pk}/?fields=id").status_code == 404


def test_every_operation_that_reads_has_it_and_the_description_says_so() -> None:
    """But downloads, whose answer is a file."""
    without = set()
    for path, methods in description()["paths"].items():
        told: Any = methods.get("get")
        if told and "fields" not in {one["name"] for one in told.get("parameters", [])}:
            without.add(path)

    assert without == {
        "/documents/{id}/file/", "/invoices/{id}/file/", "/signatures/given/{id}/file/",
    }  # fmt: skip


def test_each_name_of_the_description_is_a_name_that_may_be_asked_for() -> None:
    """What `fields=` knows is what the description tells of the answer."""
    components = description()["components"]["schemas"]
    patterns: Any = get_resolver("config.urls_api").url_patterns
    for pattern in patterns:
        view = pattern.callback.view_class
        if view.shape is None:
            continue
        [told] = [
            methods["get"] for path, methods in description()["paths"].items() if path == spelled(str(pattern.pattern))
        ]
        schema = told["responses"]["200"]["content"]["application/json"]["schema"]
        fields = resolved(schema, components)["properties"]
        known = set(view.shape().fields)
        if "items" in fields and "items" not in known:
            fields = resolved(fields["items"]["items"], components)["properties"]
        assert set(fields) == known, view


def spelled(route: str) -> str:
    return "/" + route.replace("<int:pk>", "{id}")


def resolved(schema: Any, components: Any) -> Any:
    return components[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
