"""Which documents are asked for at every border of the acts: power, reliability, voltage, temporary term, who."""

from decimal import Decimal
from itertools import product
from typing import Any

import pytest

from cabinet.rules.conditions import Condition, Facts
from cabinet.rules.facts import facts_of
from cabinet.rules.pack import Attachment, Pack
from tests.rules.editions import read, text_of

PACKS = {code: read(text_of(code), code) for code in ("electricity_861", "heat_2115")}
ELECTRICITY, HEAT = PACKS.values()
POWERS = ("14.99", "15", "15.01", "149.99", "150", "150.01", "669.99", "670", "670.01")
KINDS = ("new", "increase", "temporary", "redistribution", "reissue", "other")
FORMS = ("person", "entrepreneur", "organisation")
RELIABILITIES = ("3", "2", "1")


def asked(pack: Pack, **told: Any) -> set[str]:
    """The codes of the documents that are required of such an application."""
    facts = stated(pack, **told)
    return {one.code for one in pack.attachments if one.is_required(facts)}


def shown(pack: Pack, **told: Any) -> set[str]:
    """The codes of the documents that its page shows."""
    facts = stated(pack, **told)
    return {one.code for one in pack.attachments if one.is_shown(facts)}


def stated(pack: Pack, **told: Any) -> Facts:
    whose = {name: told.pop(name) for name in ("kind", "legal_form", "by_representative") if name in told}
    return facts_of(pack, answers=told, **whose)


# ── By hand: the documents of the act, and of whom each is required ──


def required_by_hand(kind: str, legal_form: str, power: Decimal) -> set[str]:
    """Of applications at 0.4 kV, without a benefit and without a representative."""
    files = kind in {"new", "increase"}
    connects = files or kind in {"temporary", "redistribution"}
    found = {
        "title": connects or kind == "reissue",
        "plan": connects,
        "automation": files and power > 670,
        "passport": legal_form == "person" and kind != "other",
        "redistribution_agreement": kind == "redistribution",
        "earlier_papers": kind == "redistribution",
    }
    return {code for code, is_required in found.items() if is_required}


@pytest.mark.parametrize("reliability", RELIABILITIES)
@pytest.mark.parametrize("power", POWERS)
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_required_at_each_border_of_power(kind: str, power: str, reliability: str) -> None:
    for legal_form in FORMS:
        told = {"kind": kind, "legal_form": legal_form, "max_power_kw": power, "voltage": "0_4"}
        found = asked(ELECTRICITY, **told, reliability=reliability, household=legal_form == "person")
        assert found == required_by_hand(kind, legal_form, Decimal(power)), (kind, legal_form, power, reliability)


@pytest.mark.parametrize(("power", "is_shown"), [("150", False), ("150.01", True), ("670", True), ("670.01", True)])
def test_automation_is_offered_above_150_and_required_above_670(power: str, is_shown: bool) -> None:
    told = {"kind": "new", "legal_form": "organisation", "max_power_kw": power}

    assert ("automation" in shown(ELECTRICITY, **told)) == is_shown
    assert ("automation" in asked(ELECTRICITY, **told)) == (power == "670.01")


@pytest.mark.parametrize(("asked_for", "existing", "is_required"), [("20", "650", False), ("20.01", "650", True)])
def test_what_is_connected_already_counts(asked_for: str, existing: str, is_required: bool) -> None:
    told = {"kind": "increase", "legal_form": "organisation", "max_power_kw": asked_for, "existing_power": existing}

    assert ("automation" in asked(ELECTRICITY, **told)) == is_required


VOLTAGES = [(c.code, c.code in {"20_35", "110"}) for c in ELECTRICITY.question("voltage").choices]


@pytest.mark.parametrize(("voltage", "is_high"), VOLTAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_single_line_diagram_is_for_high_voltage(kind: str, voltage: str, is_high: bool) -> None:
    found = asked(ELECTRICITY, kind=kind, legal_form="organisation", max_power_kw="400", voltage=voltage)

    assert ("single_line" in found) == (is_high and kind in {"new", "increase", "redistribution"})


@pytest.mark.parametrize("months", ["1", "6", "12", "36"])
@pytest.mark.parametrize("temporary_kind", ["movable", "construction"])
def test_a_temporary_connection_is_asked_the_same_for_any_term(months: str, temporary_kind: str) -> None:
    told = {"kind": "temporary", "legal_form": "entrepreneur", "max_power_kw": "150"}
    temporary = {"temporary_kind": temporary_kind, "temporary_months": months}

    assert asked(ELECTRICITY, **told, **temporary) == {"title", "plan"}
    assert "land_consent" in shown(ELECTRICITY, **told, **temporary)


BENEFITS = [(choice.code, choice.code != "none") for choice in ELECTRICITY.question("benefit").choices]


@pytest.mark.parametrize(("benefit", "needs_proof"), BENEFITS)
@pytest.mark.parametrize("power", ["15", "15.01"])
def test_a_benefit_is_proved_where_it_is_asked_for(benefit: str, needs_proof: bool, power: str) -> None:
    """It is asked of persons within the reduced rate alone: an answer left over from before states nothing."""
    told = {"kind": "new", "legal_form": "person", "household": True, "max_power_kw": power, "reliability": "3"}
    is_asked = ELECTRICITY.question("benefit").is_shown(stated(ELECTRICITY, **told))

    assert ("benefit_proof" in asked(ELECTRICITY, **told, benefit=benefit)) == (needs_proof and is_asked)
    assert "benefit_proof" not in asked(ELECTRICITY, **{**told, "legal_form": "organisation"}, benefit=benefit)


@pytest.mark.parametrize(("reason", "needs"), [("lost", False), ("owner", True), ("data", True)])
def test_documents_of_before_are_needed_to_change_them_and_not_where_they_are_lost(reason: str, needs: bool) -> None:
    found = asked(ELECTRICITY, kind="reissue", legal_form="person", reissue_reason=reason)

    assert ("earlier_papers" in found) == needs


HEAT_REQUIRED = {
    "new": {"title", "plan", "survey"},
    "increase": {"title"},
    "reconstruction": {"title", "plan"},
    "redistribution": {"title", "redistribution_agreement"},
    "other": set(),
}


@pytest.mark.parametrize("kind", [type_.code for type_ in HEAT.types])
@pytest.mark.parametrize("legal_form", FORMS)
@pytest.mark.parametrize("power", ["0.1", "1.5", "100"])
def test_heat(kind: str, legal_form: str, power: str) -> None:
    passport = {"passport"} if legal_form == "person" and kind != "other" else set()

    assert asked(HEAT, kind=kind, legal_form=legal_form, max_power_kw=power) == HEAT_REQUIRED[kind] | passport


# ── Of the packs as a whole ──


@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)
@pytest.mark.parametrize("by_representative", [True, False])
def test_a_power_of_attorney_is_of_representatives(pack: Pack, by_representative: bool) -> None:
    for kind, legal_form in product([type_.code for type_ in pack.types], FORMS):
        found = asked(pack, kind=kind, legal_form=legal_form, by_representative=by_representative)
        assert ("power_of_attorney" in found) == by_representative


def borders(condition: Condition | bool | None) -> list[tuple[str, Decimal]]:
    tests = condition.every_test() if isinstance(condition, Condition) else ()
    return [(test.fact, border) for test in tests if test.bounds for border in test.bounds.borders]


ALL = [(pack, one) for pack in PACKS.values() for one in pack.attachments]


@pytest.mark.parametrize(("pack", "attachment"), ALL, ids=lambda one: getattr(one, "code", ""))
def test_every_border_of_a_document_is_among_those_that_are_tried(pack: Pack, attachment: Attachment) -> None:
    """A further border in a pack asks for a further row here."""
    for fact, border in (*borders(attachment.required), *borders(attachment.shown)):
        assert fact == "total_power"
        step = Decimal(1).scaleb(-pack.power.decimals)
        assert {str(border - step), str(border), str(border + step)} <= set(POWERS), (attachment.code, border)


@pytest.mark.parametrize(("pack", "attachment"), ALL, ids=lambda one: getattr(one, "code", ""))
def test_what_is_required_is_shown(pack: Pack, attachment: Attachment) -> None:
    for kind, legal_form, power, reliability in product([t.code for t in pack.types], FORMS, POWERS, RELIABILITIES):
        told = {"max_power_kw": power, "reliability": reliability, "household": True}
        facts = stated(pack, kind=kind, legal_form=legal_form, **told)
        assert attachment.is_shown(facts) or not attachment.is_required(facts)
