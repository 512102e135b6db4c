"""Of whom the company asks a question or a document of its own: kind, legal form, power, and all three at once."""

import uuid
from collections.abc import Callable
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from cabinet.cases import services as cases
from cabinet.paperwork.values import values_of
from cabinet.rules import services
from cabinet.rules.amendments import rules_now
from cabinet.rules.facts import facts_of
from cabinet.rules.models import Amendment
from tenants.models import GridCompany
from tests import forms_sent, world
from tests.applications.guide import Guided
from tests.moment import NOW
from tests.world import words

What = Amendment.What
LABEL = "Есть ли свой генератор?"
QUESTION: dict[str, Any] = {"page": "power", "type": "yes_no", "label": LABEL, "required": True}
OF_WHOM: dict[str, Any] = {"kinds": ["new"], "legal_forms": ["person"], "power_above": "15", "power_max": "150"}


def decided(by: User, what: str = What.OWN_QUESTION, **value: Any) -> str:
    row = services.amend(what, "", value, valid_from=timezone.localdate(), by=by, key=uuid.uuid4(), now=timezone.now())
    assert row is not None
    return row.code


@pytest.mark.parametrize("power", ["0.01", "14.99", "15", "15.00", "15.01", "149.99", "150", "150.00", "150.01", "670"])
@pytest.mark.usefixtures("here")
def test_each_border_leaves_the_lower_out_and_takes_the_upper_in(administrator: User, power: str) -> None:
    code = decided(administrator, **QUESTION, **OF_WHOM)
    question = rules_now().question(code)
    code = decided(administrator, What.OWN_ATTACHMENT, title="Схема генератора", required=True, **OF_WHOM)
    document = rules_now().attachment(code)
    assert document is not None
    for kind, legal_form in product(("new", "increase", "temporary"), ("person", "entrepreneur", "organisation")):
        facts = facts_of(rules_now(), kind=kind, legal_form=legal_form, answers={"max_power_kw": power})
        is_asked = (kind, legal_form) == ("new", "person") and Decimal(15) < Decimal(power) <= Decimal(150)
        assert [question.is_shown(facts), question.is_required(facts)] == [is_asked, is_asked]
        assert [document.is_shown(facts), document.is_required(facts)] == [is_asked, is_asked]


@pytest.mark.parametrize(
    ("bounds", "asked", "not_asked"),
    [
        ({"power_above": "15"}, ["15.01", "9999"], ["15", "0.01"]),
        ({"power_max": "15"}, ["0.01", "15"], ["15.01"]),
        ({}, ["0.01", "9999"], []),
    ],
    ids=["above alone", "up to alone", "any"],
)
@pytest.mark.usefixtures("here")
def test_one_border_may_be_left_open(
    administrator: User, bounds: dict[str, str], asked: list[str], not_asked: list[str]
) -> None:
    code = decided(administrator, **QUESTION, **bounds)
    question = rules_now().question(code)
    for power in (*asked, *not_asked):
        facts = facts_of(rules_now(), kind="new", legal_form="person", answers={"max_power_kw": power})
        assert question.is_shown(facts) == (power in asked)


@pytest.mark.usefixtures("here")
def test_what_is_connected_already_counts(administrator: User) -> None:
    code = decided(administrator, **QUESTION, power_above="15")
    question = rules_now().question(code)

    for existing, is_asked in (("10", False), ("10.01", True)):
        answers = {"max_power_kw": "5", "existing_power": existing}
        facts = facts_of(rules_now(), kind="increase", legal_form="person", answers=answers)
        assert question.is_shown(facts) == is_asked


def test_by_steps_it_comes_up_with_the_power(administrator: User, applicant_client: Client) -> None:
    code = decided(administrator, **QUESTION, **OF_WHOM)
    guided = Guided(applicant_client)
    guided.go(type="new", household="yes")
    guided.open("power")
    assert LABEL not in words(guided.open("power"))

    came_up = guided.press("next", max_power_kw="15,01", voltage="0_4", reliability="3")
    assert came_up.status_code == 422
    assert f"Ответьте на вопрос «{LABEL}»" in words(came_up)
    guided.press("next", max_power_kw="15,01", voltage="0_4", reliability="3", **{code: "yes"})
    assert guided.answers[code] is True
    assert LABEL in words(guided.open("check"))


def test_by_steps_it_goes_with_the_power_and_its_answer_is_told_no_more(
    administrator: User, applicant: User, applicant_client: Client
) -> None:
    code = decided(administrator, **QUESTION, **OF_WHOM)
    for power, is_told in (("15", False), ("15.01", True)):
        case = world.draft(applicant, max_power_kw=Decimal(power), household=True, **{code: True})
        assert (LABEL in words(applicant_client.get(f"/applications/{case.pk}/draft/check/"))) == is_told
        case = cases.submit(case, by=applicant, now=timezone.now())
        assert (LABEL in words(applicant_client.get(f"/cases/{case.pk}/"))) == is_told
        told = {row["название"] for row in values_of(case, "application", by=applicant, said={}, now=NOW)["сведения"]}
        assert (LABEL in told) == is_told


def one_page(client: Client, pk: int, do: str, **typed: str) -> Any:
    address = f"/applications/{pk}/draft/"
    sent = forms_sent.form(client.get(address), at=address, has="version")
    return client.post(sent.address, {**sent.values, **typed, "do": do})


@pytest.mark.parametrize(("power", "is_asked"), [("15", False), ("15,01", True), ("150", True), ("150,01", False)])
def test_on_the_one_page_it_is_asked_where_these_answers_bring_it_up(
    administrator: User, applicant: User, applicant_client: Client, power: str, is_asked: bool
) -> None:
    code = decided(administrator, **QUESTION, **OF_WHOM)
    case = world.draft(applicant)

    answer = one_page(applicant_client, case.pk, "submit", type="new", max_power_kw=power)

    assert (answer.status_code == 422) == is_asked
    case.refresh_from_db()
    assert case.is_draft == is_asked
    if is_asked:
        assert f"Ответьте на вопрос «{LABEL}»" in words(answer)
        sent = one_page(applicant_client, case.pk, "submit", max_power_kw=power, **{code: "no"})
        assert sent["Location"] == f"/cases/{case.pk}/"
        assert LABEL in words(applicant_client.get(f"/cases/{case.pk}/"))


def test_the_one_page_keeps_the_answer_of_a_draft(
    administrator: User, applicant: User, applicant_client: Client
) -> None:
    code = decided(administrator, page="what", type="text", label=LABEL)
    case = world.draft(applicant)

    one_page(applicant_client, case.pk, "save", **{code: "дизельный, 5 кВт"})

    case.application.refresh_from_db()
    assert case.application.answers[code] == "дизельный, 5 кВт"
    assert "дизельный, 5 кВт" in words(applicant_client.get(f"/applications/{case.pk}/draft/"))


def test_one_who_is_not_meant_is_not_asked(
    administrator: User, company: GridCompany, signed_in: Callable[..., Client], here: None
) -> None:
    decided(administrator, page="what", type="text", label=LABEL, legal_forms=["person"])
    head = world.organisation(4)
    case = world.draft(head)

    for step in ("", "what/", "check/"):
        assert LABEL not in words(signed_in(head, company).get(f"/applications/{case.pk}/draft/{step}"))


PAGE = "/settings/rules/own-question/new/"
TYPED = {
    "label": LABEL, "page": "power", "type": "yes_no", "kinds": ["new"], "legal_forms": ["person"],
    "power_above": "15", "power_max": "150",
}  # fmt: skip


def saved(client: Client, **typed: Any) -> Any:
    key = {"key": str(uuid.uuid4()), "valid_from": f"{timezone.localdate():%d.%m.%Y}"}
    return client.post(PAGE, {**key, **TYPED, **typed})


def test_an_administrator_says_of_whom_it_is_asked(administrator_client: Client) -> None:
    assert saved(administrator_client).status_code == 302

    [row] = Amendment.objects.all()
    assert {name: row.value[name] for name in OF_WHOM} == OF_WHOM
    again = words(administrator_client.get(f"/settings/rules/own-question/{row.code}/"))
    for told in ("При каких заявках: Новое присоединение", "У кого: Физическое лицо", "Мощность больше: 15 кВт"):
        assert told in again


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"power_above": "150", "power_max": "150"}, "Введите число больше нижней границы"),
        ({"power_above": "много"}, "Введите число"),
        ({"power_max": "-1"}, "power_max"),
        ({"page": "what"}, "раньше мощность ещё не спрошена"),
        ({"kinds": ["nonsense"]}, "kinds"),
    ],
)
def test_nonsense_cannot_be_decided(administrator_client: Client, typed: dict[str, Any], told: str) -> None:
    answer = saved(administrator_client, **typed)

    assert answer.status_code == 422
    assert told in words(answer) or told in answer.context["form"].errors
    assert not Amendment.objects.exists()
