"""Every route of the API × everybody, each with a key of their own, or with none."""

import pytest

from accounts.models import StaffRole, User
from config import urls_company
from tenancy.company import inside
from tenants.models import GridCompany
from tests import world
from tests.access.test_routes import api_routes
from tests.billing import made
from tests.billing.payments.world import payment_by
from tests.moment import NOW
from tests.signatures import acts as to_sign
from webhooks import services as webhooks

from .calls import Caller, caller

PEOPLE = ("nobody", "applicant", "stranger", "observer", "specialist", "foreigner")
TABLE = {
    # method, route: nobody applicant stranger observer specialist foreigner (with a key of another company)
    ("GET", "me/"): (401, 200, 200, 200, 200, 401),
    ("POST", "uploads/"): (401, 422, 422, 404, 422, 401),
    ("PUT", "uploads/<uuid:key>/parts/<int:number>/"): (401, 204, 404, 404, 404, 401),
    ("POST", "uploads/<uuid:key>/finish/"): (401, 409, 404, 404, 404, 401),
    ("GET", "cases/"): (401, 200, 200, 200, 200, 401),
    ("GET", "cases/<int:pk>/"): (401, 200, 404, 200, 200, 401),
    ("PATCH", "cases/<int:pk>/"): (401, 404, 404, 404, 428, 401),
    ("GET", "cases/<int:pk>/feed/"): (401, 200, 404, 200, 200, 401),
    ("POST", "cases/<int:pk>/messages/"): (401, 422, 404, 404, 422, 401),
    ("POST", "cases/<int:pk>/documents/"): (401, 422, 404, 404, 422, 401),
    ("GET", "cases/<int:pk>/requests/"): (401, 200, 404, 200, 200, 401),
    ("POST", "cases/<int:pk>/requests/"): (401, 404, 404, 404, 409, 401),
    ("POST", "cases/<int:pk>/withdrawal/"): (401, 200, 404, 404, 404, 401),
    ("GET", "cases/<int:pk>/terms/"): (401, 200, 404, 200, 200, 401),
    ("GET", "cases/<int:pk>/payments/"): (401, 200, 404, 200, 200, 401),
    ("POST", "cases/<int:pk>/payments/"): (401, 404, 404, 404, 422, 401),
    ("GET", "changes/"): (401, 404, 404, 200, 200, 401),
    ("GET", "events/"): (401, 200, 200, 200, 200, 401),
    ("GET", "documents/<int:pk>/file/"): (401, 302, 404, 302, 302, 401),
    ("GET", "documents/<int:pk>/signatures/"): (401, 200, 404, 200, 200, 401),
    ("GET", "signatures/"): (401, 200, 200, 200, 200, 401),
    ("GET", "signatures/<int:pk>/"): (401, 200, 404, 404, 404, 401),
    ("POST", "signatures/<int:pk>/signature/"): (401, 422, 404, 404, 404, 401),
    ("POST", "signatures/<int:pk>/refusal/"): (401, 422, 404, 404, 404, 401),
    ("GET", "signatures/given/<int:pk>/file/"): (401, 200, 404, 200, 200, 401),
    ("GET", "invoices/"): (401, 200, 200, 200, 200, 401),
    ("GET", "invoices/<int:pk>/"): (401, 200, 404, 200, 200, 401),
    ("GET", "invoices/<int:pk>/file/"): (401, 302, 404, 302, 302, 401),
    ("POST", "invoices/<int:pk>/notice/"): (401, 201, 404, 404, 404, 401),
    ("GET", "invoices/<int:pk>/payments/"): (401, 200, 404, 200, 200, 401),
    ("POST", "invoices/<int:pk>/payments/"): (401, 404, 404, 404, 422, 401),
    ("GET", "payments/"): (401, 404, 404, 200, 200, 401),
    ("GET", "payments/<int:pk>/"): (401, 404, 404, 200, 200, 401),
    ("GET", "webhooks/"): (401, 200, 200, 404, 404, 401),
    ("POST", "webhooks/"): (401, 422, 422, 404, 404, 401),
    ("GET", "webhooks/<int:pk>/"): (401, 200, 404, 404, 404, 401),
    ("PATCH", "webhooks/<int:pk>/"): (401, 200, 404, 404, 404, 401),
    ("DELETE", "webhooks/<int:pk>/"): (401, 204, 404, 404, 404, 401),
    ("POST", "webhooks/<int:pk>/pause/"): (401, 200, 404, 404, 404, 401),
    ("POST", "webhooks/<int:pk>/resume/"): (401, 200, 404, 404, 404, 401),
    ("POST", "webhooks/<int:pk>/secret/"): (401, 200, 404, 404, 404, 401),
    ("POST", "webhooks/<int:pk>/test/"): (401, 201, 404, 404, 404, 401),
    ("GET", "webhooks/<int:pk>/deliveries/"): (401, 200, 404, 404, 404, 401),
    ("POST", "webhooks/deliveries/<int:pk>/repeat/"): (401, 201, 404, 404, 404, 401),
    ("GET", "applicants/"): (401, 404, 404, 200, 200, 401),
    ("GET", "applicants/<int:pk>/"): (401, 404, 404, 200, 200, 401),
    ("POST", "applications/"): (401, 201, 201, 404, 404, 401),
    ("GET", "applications/<int:pk>/answers/"): (401, 200, 404, 404, 404, 401),
    ("PATCH", "applications/<int:pk>/answers/"): (401, 428, 404, 404, 404, 401),
    ("GET", "applications/<int:pk>/readiness/"): (401, 200, 404, 404, 404, 401),
    ("POST", "applications/<int:pk>/submission/"): (401, 422, 404, 404, 404, 401),
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


@pytest.fixture
def numbers(programs: dict[str, Caller], applicant: User, administrator: User, company: GridCompany) -> dict[str, str]:
    """What stands behind the numbers of a route belongs to the applicant."""
    with inside(company):
        case, draft = world.application(applicant), world.draft(applicant)
        made.requisites(administrator)
        pictures = world.with_pictures(case)
        to_sign.sent(case, administrator)
        hook, _secret = world.webhook(applicant)
        delivery = webhooks.send_test(hook, by=applicant, now=NOW)
        return {
            "signatures/given/<int:pk>": f"signatures/given/{to_sign.signed_by_sms(applicant).pk}",
            "signatures/<int:pk>": f"signatures/{to_sign.ready_for_sms(applicant).pk}",
            "invoices/<int:pk>": f"invoices/{made.with_its_offer(case, administrator).pk}",
            "webhooks/deliveries/<int:pk>": f"webhooks/deliveries/{delivery.pk}",
            "webhooks/<int:pk>": f"webhooks/{hook.pk}",
            "applicants/<int:pk>": f"applicants/{case.applicant_id}",
            "payments/<int:pk>": f"payments/{payment_by(administrator).pk}",
            "documents/<int:pk>": f"documents/{pictures.pk}",
            "applications/<int:pk>": f"applications/{draft.pk}",
            "<int:pk>": str(case.pk),
            "<uuid:key>": str(world.uploaded(applicant, "api", cut=True).key),
            "<int:number>": "1",
        }


@pytest.mark.parametrize(("method", "route"), TABLE)
def test_a_route_of_the_api(method: str, route: str, programs: dict[str, Caller], numbers: dict[str, str]) -> None:
    path = route
    for part, value in numbers.items():
        path = path.replace(part, value)

    # The applicant comes last: what they do changes what the others would find.
    answers: dict[str, int] = {}
    for who in (*(who for who in PEOPLE if who != "applicant"), "applicant"):
        body = world.PDF if method == "PUT" else {}
        answers[who] = programs[who].call(method, path, body if method != "GET" else None).status_code

    assert [answers[who] for who in PEOPLE] == list(TABLE[method, route])
