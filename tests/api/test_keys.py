"""A key acts as its person, with at most its scopes, until it is revoked."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import StaffRole, User
from api import services
from api.errors import KeyAlreadyMade, ScopeNotAllowed, TooManyKeys
from api.models import Key
from audit.models import Record
from cabinet.applicants import services as applicants
from tenancy.company import in_public, inside
from tenants import services as tenants
from tenants.models import GridCompany
from tests import world
from tests.moment import NOW

from .calls import Caller, caller


def code_of(answer: Any) -> tuple[int, str]:
    assert answer["Content-Type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


REFUSED = (401, "key_not_accepted")


def test_a_key_acts_as_its_person(applicant: User, administrator: User, company: GridCompany) -> None:
    mine = caller(applicant, company, "read").get("me/")
    theirs = caller(administrator, company).get("me/")

    assert mine.status_code == theirs.status_code == 200
    assert mine.json()["side"] == "applicant"
    assert mine.json()["scopes"] == ["read"]
    assert "Орлова" in mine.json()["acts_for"]
    assert (theirs.json()["side"], theirs.json()["acts_for"]) == ("company", "")
    assert mine.json()["expires_at"].endswith("+03:00")


def test_without_a_key_nobody_is_let_in(browser: Client, applicant_client: Client, company: GridCompany) -> None:
    for client in (browser, applicant_client):  # a session means nothing here
        answer = client.get("/api/v1/me/")
        assert code_of(answer) == (401, "key_missing")
        assert answer["WWW-Authenticate"] == "Bearer"
    for token in (
        "",
        "x",
        "x.y",
        "sk_0.",
        "sk_1",
        "sk_9.x",
        "sk_99999999999999999999.x",
        "\0.x",
        "ключ.секрет",
        "a" * 5000,
    ):
        assert Caller(company.host, token).get("me/").status_code == 401, token


def test_only_the_hash_of_a_secret_is_kept(applicant: User, company: GridCompany) -> None:
    with inside(company):
        key, token = world.api_key(applicant)
        kept = str(Key.objects.filter(pk=key.pk).values().get())

    prefix, secret = token.split(".")
    assert prefix == key.prefix
    assert secret not in kept
    assert Caller(company.host, f"{prefix}.{secret}x").get("me/").status_code == 401


def test_a_revoked_key_opens_nothing_at_once(applicant: User, applicant_client: Client, company: GridCompany) -> None:
    program = caller(applicant, company)
    assert program.get("me/").status_code == 200
    with inside(company):
        key = Key.objects.get()

    applicant_client.post(f"/integrations/{key.pk}/revoke/")

    assert code_of(program.get("me/")) == REFUSED


def test_an_expired_key_opens_nothing(applicant: User, company: GridCompany) -> None:
    with inside(company):
        _key, token = world.api_key(applicant, days=30, now=timezone.now() - timedelta(days=31))

    assert code_of(Caller(company.host, token).get("me/")) == REFUSED


def test_a_key_of_one_company_is_none_at_the_other(
    applicant: User, company: GridCompany, other_company: GridCompany
) -> None:
    program = caller(applicant, company)

    assert code_of(Caller(other_company.host, program.token).get("me/")) == REFUSED


def test_a_dismissed_employee_has_no_key(administrator: User, company: GridCompany) -> None:
    with inside(company):
        colleague = world.staff(2, StaffRole.SPECIALIST)
    program = caller(colleague, company)
    assert program.get("me/").status_code == 200

    with inside(company):
        User.objects.filter(pk=colleague.pk).update(is_active=False)

    assert code_of(program.get("me/")) == REFUSED


def test_a_blocked_applicant_has_no_key(applicant: User, administrator: User, company: GridCompany) -> None:
    program = caller(applicant, company)

    with inside(company):
        applicants.block(world.applicant_of(applicant), reason="подлог", by=administrator, now=NOW)

    assert code_of(program.get("me/")) == REFUSED


def test_a_key_for_a_client_never_acts_for_anybody_else(applicant: User, company: GridCompany) -> None:
    with inside(company):
        representative = world.representative(applicant, 1)
        representative.acts_for = world.applicant_of(applicant).pk
        key, token = world.api_key(representative, now=timezone.now())
        assert key.acts_for == world.applicant_of(applicant).pk
    program = Caller(company.host, token)
    assert "Орлова" in program.get("me/").json()["acts_for"]

    with inside(company):
        representative.representation_set.update(revoked_at=timezone.now())

    assert code_of(program.get("me/")) == REFUSED


def test_staff_without_a_second_factor_have_no_api(administrator: User, company: GridCompany, settings: Any) -> None:
    program = caller(administrator, company)
    settings.SECOND_FACTOR_REQUIRED = True

    assert code_of(program.get("me/")) == (403, "second_factor_missing")

    with inside(company):
        world.accounts.add_app(administrator, secret="JBSWY3DPEHPK3PXP", session_key=None, now=NOW)
    assert program.get("me/").status_code == 200


def test_a_key_costs_one_query_and_its_use_is_written_rarely(
    administrator: User, company: GridCompany, queries: Callable[[], Any]
) -> None:
    program = caller(administrator, company)
    program.get("me/")

    with queries() as asked:
        program.get("me/")

    assert len([sql for sql in asked if "tenants_" not in sql]) == 1
    with inside(company):
        assert Key.objects.get().used_at is not None


def test_a_second_press_makes_no_second_key(applicant: User, here: None) -> None:
    press = uuid.uuid4()
    asked: dict[str, Any] = {"name": "1С", "scopes": ["read"], "days": 30, "by": applicant, "key": press, "now": NOW}
    services.make_key(**asked)

    with pytest.raises(KeyAlreadyMade):
        services.make_key(**asked)

    assert Key.objects.count() == 1


@pytest.mark.parametrize("scopes", [[], ["payments"], ["read", "payments"], ["everything"]])
def test_nobody_gives_a_key_more_than_they_have(applicant: User, here: None, scopes: list[str]) -> None:
    with pytest.raises(ScopeNotAllowed):
        services.make_key(name="1С", scopes=scopes, days=30, by=applicant, key=uuid.uuid4(), now=NOW)


def test_there_is_an_end_to_keys(applicant: User, here: None) -> None:
    for _ in range(services.KEYS_AT_MOST):
        world.api_key(applicant)

    with pytest.raises(TooManyKeys):
        world.api_key(applicant)


def test_the_journal_knows_the_key(applicant: User, here: None) -> None:
    key, _token = world.api_key(applicant, "read", name="Учёт")
    services.revoke_key(key, by=applicant, now=NOW)
    services.revoke_key(key, by=applicant, now=NOW)

    assert [record.sentence for record in Record.objects.about(key)] == [
        "Создан ключ API «Учёт»: читать",
        "Отозван ключ API «Учёт»",
    ]


def test_a_key_is_made_on_the_page_and_shown_once(
    applicant: User, company: GridCompany, signed_in: Callable[..., Client]
) -> None:
    client = signed_in(applicant, company)
    asked = client.get("/integrations/new/")
    assert asked["Location"].startswith("/accounts/confirm/")
    client.post(asked["Location"], {"password": world.PASSWORD})
    wrong = client.post("/integrations/new/", {"name": "", "days": "90"})
    assert wrong.status_code == 422
    assert "Введите название ключа" in wrong.content.decode()
    press = str(uuid.uuid4())
    form = {"name": "Учёт <b>", "scopes": ["read", "write"], "days": "30", "key": press}

    made = client.post("/integrations/new/", form)
    again = client.post("/integrations/new/", form)

    token = made.content.decode().split("<code")[1].split(">")[1].split("<")[0]
    assert Caller(company.host, token).get("me/").json()["scopes"] == ["read", "write"]
    assert again.status_code == 422
    assert "уже создан" in again.content.decode()
    page = client.get("/integrations/").content.decode()
    assert "Учёт &lt;b&gt;" in page
    assert token.split(".")[0] in page
    assert token.split(".")[1] not in page


def test_an_administrator_sees_keys_of_staff_and_none_of_applicants(
    applicant: User, administrator: User, administrator_client: Client, company: GridCompany
) -> None:
    with inside(company):
        colleague = world.staff(2, StaffRole.SPECIALIST)
        theirs, _ = world.api_key(colleague, name="Ключ коллеги")
        mine, _ = world.api_key(applicant, name="Ключ заявителя")

    page = administrator_client.get("/integrations/").content.decode()
    administrator_client.post(f"/integrations/{theirs.pk}/revoke/")

    assert "Ключ коллеги" in page
    assert "Ключ заявителя" not in page
    assert administrator_client.post(f"/integrations/{mine.pk}/revoke/").status_code == 404
    with inside(company):
        assert Key.objects.get(pk=theirs.pk).revoked_at is not None


def test_every_refusal_is_a_problem(applicant: User, company: GridCompany, settings: Any) -> None:
    program = caller(applicant, company)

    assert code_of(program.get("nowhere/")) == (404, "not_found")
    wrong = program.call("DELETE", "me/")
    assert code_of(wrong) == (405, "method_not_allowed")
    assert wrong["Allow"] == "GET, HEAD"
    assert program.get("me/").json().keys() == {"key", "scopes", "expires_at", "side", "acts_for"}
    assert program.get("nowhere/").json()["request_id"]


def test_a_key_says_how_many_calls_are_left(applicant: User, company: GridCompany, settings: Any) -> None:
    program = caller(applicant, company)

    answer = program.get("me/")
    assert answer["RateLimit-Policy"] == '"key";q=300;w=60'
    assert answer["RateLimit"].startswith('"key";r=29')

    settings.API_REQUESTS_PER_MINUTE = 0
    refused = program.get("me/")
    assert code_of(refused) == (429, "too_many_requests")
    assert int(refused["Retry-After"]) <= 60
    assert refused["RateLimit"].startswith('"key";r=0')


def test_a_failure_of_ours_is_a_problem_with_the_id_of_the_request(
    applicant: User, company: GridCompany, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = caller(applicant, company)
    program.client.raise_request_exception = False
    monkeypatch.setattr("api.endpoint.count", lambda key: 1 / 0)

    answer = program.get("me/")

    assert code_of(answer) == (500, "server_error")
    assert answer.json()["request_id"]


def test_a_suspended_company_answers_with_a_problem(applicant: User, company: GridCompany) -> None:
    program = caller(applicant, company)
    with in_public():
        tenants.suspend(company, reason="долг", by=world.operator(), now=NOW)

    assert program.get("me/").status_code == 200
    assert code_of(program.post("me/"))[0] in {403, 405}
