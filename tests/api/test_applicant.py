"""A builder's system files an application and follows it: by the same rules as a person in the cabinet."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from audit.models import Record
from cabinet.applications.models import Application
from cabinet.cases import services as cases
from cabinet.cases.models import Case, Entry
from tenancy.company import inside
from tenants.models import GridCompany
from tests import world
from tests.moment import NOW

from .calls import Caller, caller

HOUSE = {
    "type": "new",
    "purpose": "Жилой дом",
    "address": "Лугореченск, ул. Салимжанова, 1",
    "cadastral_number": "99:01:0101001:245",
    "max_power_kw": "15",
}


@pytest.fixture
def program(applicant: User, company: GridCompany) -> Caller:
    return caller(applicant, company)


@pytest.fixture
def other(stranger: User, company: GridCompany) -> Caller:
    return caller(stranger, company)


def filled(program: Caller) -> dict[str, Any]:
    """A new draft with the answers about a house."""
    draft = program.post("applications/")
    assert draft.status_code == 201, draft.content
    path = f"applications/{draft.json()['id']}/answers/"
    kept = program.patch(path, {"answers": HOUSE}, **{"If-Match": draft["ETag"]})
    assert kept.status_code == 200, kept.content
    made: dict[str, Any] = draft.json()
    return made


def sent(program: Caller, content: bytes = world.PDF, name: str = "выписка ЕГРН.pdf") -> str:
    """A file, by the resumable upload."""
    begun = program.post("uploads/", name=name, size=len(content), fingerprint=name)
    assert begun.status_code == 201, begun.content
    key: str = begun.json()["key"]
    part = program.client.put(
        f"/api/v1/uploads/{key}/parts/1/",
        content,
        content_type="application/octet-stream",
        headers={"Authorization": f"Bearer {program.token}"},
    )
    assert part.status_code == 204, part.content
    finished = program.post(f"uploads/{key}/finish/")
    assert finished.status_code == 200, finished.content
    assert len(finished.json()["sha256"]) == 64
    return key


def agreed(program: Caller, number: int) -> list[str]:
    return [lack["code"] for lack in program.get(f"applications/{number}/readiness/").json()["lacks"]]


def ready(program: Caller) -> int:
    """A draft in which everything is answered that holds a submission back."""
    number: int = filled(program)["id"]
    for _ in range(20):
        state = program.get(f"applications/{number}/answers/")
        lacks = [one for one in program.get(f"applications/{number}/readiness/").json()["lacks"] if one["holds_back"]]
        asked = {one["code"]: one for one in state.json()["asked"]}
        wanted = [asked[lack["code"]] for lack in lacks if lack["code"] in asked]
        if not wanted:
            assert lacks == []
            return number
        answers = {one["code"]: sample(one) for one in wanted}
        kept = program.patch(f"applications/{number}/answers/", {"answers": answers}, **{"If-Match": state["ETag"]})
        assert kept.status_code == 200, kept.content
    raise AssertionError("it asks without end")


def sample(question: dict[str, Any]) -> Any:
    if question["choices"]:
        return question["choices"][0]["code"]
    return {"number": 1, "power": "15", "yes_no": False, "date": "2027-09-01"}.get(question["type"], "Как есть")


def test_an_application_is_filed_from_draft_to_number(program: Caller, company: GridCompany) -> None:
    number = ready(program)
    document = program.post(f"cases/{number}/documents/", upload=sent(program))
    assert document.status_code == 201, document.content
    assert document.json()["file"]["file_name"] == "выписка ЕГРН.pdf"

    submitted = program.post(f"applications/{number}/submission/", once="file it", agreed=agreed(program, number))
    again = program.post(f"applications/{number}/submission/", once="file it", agreed=[])

    assert submitted.status_code == again.status_code == 201, submitted.content
    assert submitted.json()["stage"] == "waiting"
    assert submitted.json()["stages"][0]["title"]
    with inside(company):
        assert Application.objects.get().source == Application.Source.API
        said = [record.sentence for record in Record.objects.about(Case.objects.get())]
    assert any("(через API, ключ «1С»)" in sentence for sentence in said)


def test_what_is_not_ready_is_not_submitted(program: Caller) -> None:
    number = program.post("applications/").json()["id"]

    answer = program.post(f"applications/{number}/submission/")

    assert (answer.status_code, answer.json()["code"]) == (422, "not_ready")
    assert "Выберите тип заявки" in answer.json()["detail"]


def test_the_same_key_makes_one_draft_of_each_person(program: Caller, other: Caller) -> None:
    first, second = (program.post("applications/", once="one").json()["id"] for _ in range(2))

    assert first == second
    assert other.post("applications/", once="one").json()["id"] != first
    assert program.post("applications/", once="two").json()["id"] != first


def test_without_an_idempotency_key_nothing_is_made(program: Caller, company: GridCompany) -> None:
    answer = program.post("applications/", once="")

    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_missing")
    with inside(company):
        assert Case.objects.count() == 0


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"max_power_kw": "много"}, "max_power_kw"),
        ({"max_power_kw": True}, "max_power_kw"),
        ({"max_power_kw": -1}, "max_power_kw"),
        ({"type": "палатка"}, "type"),
        ({"invented": "x"}, "invented"),
        ({"address": ["x"]}, "address"),
        ({"address": "x\0"}, "address"),
        ({"cadastral_number": "ноль"}, "cadastral_number"),
    ],
)
def test_what_makes_no_sense_is_named_by_its_field(program: Caller, answers: dict[str, Any], field: str) -> None:
    draft = program.post("applications/")
    path = f"applications/{draft.json()['id']}/answers/"

    answer = program.patch(path, {"answers": answers}, **{"If-Match": draft["ETag"]})

    assert (answer.status_code, answer.json()["code"]) == (422, "fields_wrong")
    assert list(answer.json()["errors"]) == [field]
    assert program.get(path).json()["answers"]["purpose"] == ""


def test_nobody_overwrites_what_they_have_not_read(program: Caller) -> None:
    draft = program.post("applications/")
    path = f"applications/{draft.json()['id']}/answers/"
    program.patch(path, {"answers": {"purpose": "Дом"}}, **{"If-Match": draft["ETag"]})

    late = program.patch(path, {"answers": {"purpose": "Гараж"}}, **{"If-Match": draft["ETag"]})
    blind = program.patch(path, {"answers": {"purpose": "Гараж"}})

    assert (late.status_code, late.json()["code"]) == (412, "changed_meanwhile")
    assert (blind.status_code, blind.json()["code"]) == (428, "version_missing")
    assert program.get(path).json()["answers"]["purpose"] == "Дом"


def test_of_another_nothing_is_seen_and_nothing_changed(
    program: Caller, other: Caller, applicant: User, company: GridCompany
) -> None:
    number = filled(program)["id"]
    with inside(company):
        submitted = world.application(applicant)
        shown = world.with_pictures(submitted)

    for path in (f"cases/{submitted.pk}/", f"cases/{submitted.pk}/feed/", f"applications/{number}/answers/",
                 f"applications/{number}/readiness/", f"documents/{shown.pk}/file/", f"cases/{number}/"):  # fmt: skip
        foreign, absent = other.get(path), other.get(path.replace(str(submitted.pk), "99999999"))
        assert foreign.status_code == 404, path
        assert {**foreign.json(), "request_id": ""} == {**absent.json(), "request_id": ""}
    assert other.post(f"cases/{submitted.pk}/messages/", text="чужое").status_code == 404
    assert other.post(f"cases/{submitted.pk}/withdrawal/").status_code == 404
    assert other.post(f"cases/{number}/documents/", upload="6f1c1c5e-0000-4000-8000-000000000000").status_code == 404
    assert other.post(f"applications/{number}/submission/").status_code == 404
    assert other.get("cases/").json() == {"items": [], "next": None}


def test_a_message_and_its_repetition_are_one(program: Caller, applicant: User, company: GridCompany) -> None:
    with inside(company):
        case = world.application(applicant)

    said = [program.post(f"cases/{case.pk}/messages/", once="hello", text="Добрый день <b>") for _ in range(2)]

    assert [answer.status_code for answer in said] == [201, 201]
    assert said[0].json() == said[1].json()
    assert said[0].json()["text"] == "Добрый день <b>"
    with inside(company):
        assert case.entries.filter(kind=Entry.Kind.MESSAGE).count() == 1


def test_a_key_to_read_writes_nothing(applicant: User, company: GridCompany) -> None:
    reads, writes = caller(applicant, company, "read"), caller(applicant, company, "write")
    with inside(company):
        case = world.application(applicant)

    assert reads.get(f"cases/{case.pk}/").status_code == 200
    refused = [
        reads.post("applications/"),
        reads.post(f"cases/{case.pk}/messages/", text="x"),
        writes.get("cases/"),
        writes.post(f"cases/{case.pk}/withdrawal/"),
    ]
    assert {(one.status_code, one.json()["code"]) for one in refused} == {(403, "scope_missing")}


def test_a_withdrawal_is_an_act_of_its_own(program: Caller, applicant: User, company: GridCompany) -> None:
    with inside(company):
        case = world.application(applicant)

    answers = [program.post(f"cases/{case.pk}/withdrawal/", reason="передумали") for _ in range(2)]

    assert [(answer.status_code, answer.json()["stage"]) for answer in answers] == [(200, "withdrawn")] * 2


def test_a_list_goes_on_where_it_ended(program: Caller, applicant: User, company: GridCompany) -> None:
    with inside(company):
        made = {world.application(applicant).pk for _ in range(5)}
    seen: list[int] = []
    cursor = ""
    while True:
        page = program.get(f"cases/?limit=2&cursor={cursor}").json()
        seen += [row["id"] for row in page["items"]]
        if page["next"] is None:
            break
        cursor = page["next"]

    assert len(seen) == 5
    assert set(seen) == made


@pytest.mark.parametrize("query", ["cursor=x", "cursor=W10", "cursor=WyIyMDI2Il0", "limit=0", "limit=101", "stage=no",
                                   "tab=no", "due=no"])  # fmt: skip
def test_a_question_that_makes_no_sense_is_refused(program: Caller, query: str) -> None:
    assert program.get(f"cases/?{query}").status_code == 422


def test_a_download_leads_through_the_release(program: Caller, applicant: User, company: GridCompany) -> None:
    with inside(company):
        shown = world.with_pictures(world.application(applicant))

    answer = program.get(f"documents/{shown.pk}/file/")

    assert answer.status_code == 302
    assert "Signature" in answer["Location"]
    with inside(company):
        assert Record.objects.filter(event="document.downloaded").count() == 1


def test_moments_bear_their_zone(program: Caller, applicant: User, company: GridCompany) -> None:
    with inside(company):
        case = world.application(applicant)
        cases.add_message(case, text="<p>Да</p>", by=applicant, key=case.key, now=NOW)

    card, feed = program.get(f"cases/{case.pk}/").json(), program.get(f"cases/{case.pk}/feed/").json()

    moments = [card["submitted_at"], card["changed_at"], *(row["created_at"] for row in feed["items"])]
    assert {moment[-6:] for moment in moments} == {"+03:00"}


def test_a_list_costs_the_same_whatever_it_holds(
    program: Caller, applicant: User, company: GridCompany, queries: Callable[[], Any]
) -> None:
    def cost() -> int:
        with queries() as asked:
            assert program.get("cases/").status_code == 200
        return len([sql for sql in asked if "tenants_" not in sql])

    with inside(company):
        world.application(applicant)
    program.get("cases/")
    one = cost()
    with inside(company):
        for _ in range(9):
            world.application(applicant)

    assert cost() == one <= 3


BROKEN = [
    b"{", b"[]", b"null", b'"x"', b'{"text": "\\ud800"}', b'{"\\ud800": 1}', b"[" * 100_000,
    b'{"text": NaN}', b"\xff", b"",
]  # fmt: skip


@pytest.mark.parametrize("body", BROKEN)
def test_a_body_that_cannot_be_read_is_no_failure(
    program: Caller, applicant: User, company: GridCompany, body: bytes
) -> None:
    with inside(company):
        case = world.application(applicant)

    answer = program.call("POST", f"cases/{case.pk}/messages/", body)

    assert answer.status_code in {400, 422}
    assert answer["Content-Type"] == "application/problem+json"
