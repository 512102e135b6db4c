"""A program sets up its own webhook, sees what was delivered, and of others nothing."""

import uuid
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from audit.models import Record
from tenancy.company import inside
from tenants.models import GridCompany
from tests import world
from tests.webhooks.conftest import Make, hook, receiver, send_all, states
from tests.webhooks.receiver import Receiver
from webhooks.models import Endpoint

from .calls import Caller, caller

__all__ = ["hook", "receiver"]  # fixtures

URL = "https://1c.example.ru/hook"


@pytest.fixture
def program(here: None, administrator: User, company: GridCompany) -> Caller:
    return caller(administrator, company)


def test_a_webhook_is_made_and_hears_what_it_asked_for(receiver: Receiver, program: Caller, applicant: User) -> None:
    made = program.post("webhooks/", name="1С", url=receiver.url, events=["case.submitted"], kinds=["application"])

    assert made.status_code == 201, made.content
    told = made.json()
    secret = told.pop("secret")
    assert program.get("webhooks/").json() == {"items": [told], "next": None}
    assert program.get(f"webhooks/{told['id']}/").json() == told
    assert (told["events"], told["kinds"], told["paused_at"]) == (["case.submitted"], ["application"], None)
    world.application(applicant)
    send_all()
    assert receiver.heard == ["case.submitted"]
    assert receiver.calls[0].is_signed_by(secret)
    [delivery] = program.get(f"webhooks/{told['id']}/deliveries/").json()["items"]
    assert (delivery["event"], delivery["status"], delivery["webhook_id"]) == (
        "case.submitted", 204, receiver.calls[0].id,
    )  # fmt: skip


def test_a_secret_is_shown_once_and_a_repeat_makes_no_second(program: Caller) -> None:
    answers = [program.post("webhooks/", once="one", name="1С", url=URL) for _ in range(2)]

    assert [one.status_code for one in answers] == [201, 409]
    assert answers[1].json()["code"] == "webhook_already_made"
    assert Endpoint.objects.count() == 1
    assert "secret" not in program.get(f"webhooks/{answers[0].json()['id']}/").json()


@pytest.mark.parametrize(
    ("told", "field"),
    [({"url": "http://1c.example.ru/"}, "url"), ({"url": "https://10.0.0.1/"}, "url"), ({"name": ""}, "name"),
     ({"url": "https://localhost/"}, "url"), ({"events": ["invented"]}, "events"), ({"kinds": ["invented"]}, "kinds")],
)  # fmt: skip
def test_what_makes_no_sense_is_named_by_its_field(program: Caller, told: dict[str, Any], field: str) -> None:
    made = program.post("webhooks/", name="1С", url=URL).json()

    answers = [
        program.post("webhooks/", **{"name": "1С", "url": URL, **told}),
        program.patch(f"webhooks/{made['id']}/", told),
    ]

    for answer in answers:
        assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])
    assert Endpoint.objects.get().url == URL


def test_an_applicant_chooses_only_what_applicants_are_told(applicant: User, company: GridCompany, here: None) -> None:
    builder = caller(applicant, company)

    assert builder.post("webhooks/", name="1С", url=URL, events=["case.note_added"]).status_code == 422
    assert builder.post("webhooks/", name="1С", url=URL, kinds=["application"]).status_code == 422
    assert builder.post("webhooks/", name="1С", url=URL, events=["case.message_added"]).status_code == 201


def test_it_is_changed_and_what_waits_goes_to_the_new_address(
    receiver: Receiver, hook: Make, program: Caller, administrator: User
) -> None:
    endpoint, _words = hook(administrator, url=URL)
    program.post(f"webhooks/{endpoint.pk}/test/")

    changed = program.patch(f"webhooks/{endpoint.pk}/", {"url": receiver.url, "events": ["case.submitted"]})

    assert changed.status_code == 200, changed.content
    assert (changed.json()["name"], changed.json()["url"]) == ("1С", receiver.url)
    send_all()
    assert receiver.heard == ["test"]
    assert program.patch(f"webhooks/{endpoint.pk}/", {"name": "Учёт"}).json()["events"] == ["case.submitted"]


def test_it_pauses_and_goes_on_with_what_has_waited(
    receiver: Receiver, hook: Make, program: Caller, administrator: User
) -> None:
    endpoint, _words = hook(administrator)
    paused = [program.post(f"webhooks/{endpoint.pk}/pause/") for _ in range(2)]
    program.post(f"webhooks/{endpoint.pk}/test/")
    send_all()

    assert paused[0].json()["paused_at"]
    assert paused[0].json() == paused[1].json()
    assert states(endpoint) == ["waiting"]
    assert program.post(f"webhooks/{endpoint.pk}/resume/").json()["paused_at"] is None
    send_all(timezone.now())
    assert states(endpoint) == ["delivered"]
    told = Record.objects.about(endpoint).values_list("event", flat=True)
    assert list(told).count("webhook.held") == 1


def test_a_new_secret_signs_what_is_sent_from_then_on(
    receiver: Receiver, hook: Make, program: Caller, administrator: User
) -> None:
    endpoint, old = hook(administrator)
    program.post(f"webhooks/{endpoint.pk}/test/")

    secret = program.post(f"webhooks/{endpoint.pk}/secret/").json()["secret"]
    send_all()

    assert receiver.calls[0].is_signed_by(secret)
    assert not receiver.calls[0].is_signed_by(old)


def test_a_delivery_is_repeated_under_the_same_id(
    receiver: Receiver, hook: Make, program: Caller, administrator: User
) -> None:
    endpoint, _words = hook(administrator)
    first = program.post(f"webhooks/{endpoint.pk}/test/").json()
    send_all()

    again = program.post(f"webhooks/deliveries/{first['id']}/repeat/")
    send_all()

    assert again.status_code == 201
    assert [call.id for call in receiver.calls] == [first["webhook_id"]] * 2
    log = program.get(f"webhooks/{endpoint.pk}/deliveries/?limit=1").json()
    older = program.get(f"webhooks/{endpoint.pk}/deliveries/?limit=1&cursor={log['next']}").json()
    assert [log["items"][0]["id"], older["items"][0]["id"]] == [again.json()["id"], first["id"]]


def test_a_removed_one_is_gone(hook: Make, program: Caller, administrator: User) -> None:
    endpoint, _words = hook(administrator)

    assert program.call("DELETE", f"webhooks/{endpoint.pk}/").status_code == 204
    for method, path in (("GET", ""), ("PATCH", ""), ("POST", "test/"), ("POST", "secret/"), ("DELETE", "")):
        assert program.call(method, f"webhooks/{endpoint.pk}/{path}", {}).status_code == 404


def test_of_another_nothing_is_seen(
    hook: Make, administrator: User, applicant: User, stranger: User, other_company: GridCompany, company: GridCompany
) -> None:
    endpoint, _words = hook(applicant)
    with inside(other_company):
        foreigner = world.staff(1)
    for other in (caller(stranger, company), caller(administrator, company), caller(foreigner, other_company)):
        assert other.get("webhooks/").json()["items"] == []
        assert other.get(f"webhooks/{endpoint.pk}/deliveries/").status_code == 404
        assert other.patch(f"webhooks/{endpoint.pk}/", {"name": str(uuid.uuid4())}).status_code == 404
    assert Endpoint.objects.get().name == "1С"


def test_a_key_to_read_sets_nothing_up(here: None, administrator: User, company: GridCompany) -> None:
    program = caller(administrator, company, "read")

    assert program.get("webhooks/").status_code == 200
    assert program.post("webhooks/", name="1С", url=URL).json()["code"] == "scope_missing"
