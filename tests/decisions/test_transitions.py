"""Every transition of the rule packs by the verbs of people: allowed where the table leads there, else refused."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cabinet.applications.completeness import FactsMissing
from cabinet.cases import services as cases
from cabinet.cases.errors import ContractIsConcluded, DecisionNeeded, DecisionStands, ListOfMissingNeeded
from cabinet.cases.models import Case
from cabinet.cases.stages import DECIDED, Stage, StatusNotPossible
from cabinet.decisions import services
from cabinet.decisions.errors import DecidedMeanwhile, GroundNotPossible, NothingToUndo
from cabinet.decisions.grounds import grounds_of, reasons_of
from cabinet.decisions.models import Decision
from cabinet.rules.packs import PACKS
from tenancy.company import in_public, inside
from tenancy.errors import DomainError
from tenants.models import GridCompany
from tests import world

from .conftest import at_stage

COMPANIES = {"electricity": ("gorset", 15), "heat": ("teploset", "0.1")}
STAGES = [stage for stage in Stage if stage != Stage.DRAFT]


@pytest.fixture(params=PACKS)
def house(request: pytest.FixtureRequest, db: None) -> Iterator[tuple[Case, User, User]]:
    """An application of a company of each kind, its applicant and its clerk."""
    schema, power = COMPANIES[request.param]
    with in_public():
        company = GridCompany.objects.get(schema_name=schema)
    with inside(company):
        applicant = world.person(1)
        yield world.application(applicant, max_power_kw=power), applicant, world.staff(1)


@contextmanager
def tried() -> Iterator[None]:
    """What is done inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def refused_with(act: Callable[[], Any]) -> type[DomainError] | None:
    with tried():
        try:
            act()
        except DomainError as refusal:
            return type(refusal)
    return None


def by_status(case: Case, to: Stage) -> type[DomainError] | None:
    """With what a status of the catalogue is refused; None: it is given."""
    if to in DECIDED:
        return DecisionNeeded
    if to == case.stage:
        return None
    if case.stage in DECIDED:
        return DecisionStands
    if to not in case.next_stages:
        return StatusNotPossible
    return {Stage.MISSING: ListOfMissingNeeded, Stage.CONNECTED: FactsMissing}.get(to)  # with what it says, by facts


@pytest.mark.parametrize("stage", STAGES)
def test_a_status_leads_where_the_table_does(house: tuple[Case, User, User], stage: Stage) -> None:
    case, _applicant, clerk = house
    case = at_stage(case, stage)
    statuses = case.nature.statuses(case.rules)

    for status in statuses:
        refusal = refused_with(
            lambda label=status.label: cases.register(  # type: ignore[misc]
                case, number="", status=label, assignee=None, version=case.version, by=clerk, now=timezone.now()
            )
        )
        assert refusal == by_status(case, status.stage), status.code


@pytest.mark.parametrize("stage", STAGES)
def test_the_company_ends_a_case_where_the_table_does(house: tuple[Case, User, User], stage: Stage) -> None:
    case, _applicant, clerk = house
    case = at_stage(case, stage)
    reason = next(reason.rule.code for reason in reasons_of(case) if not reason.is_forbidden)
    common: dict[str, Any] = {"by": clerk, "key": uuid.uuid4(), "now": timezone.now()}

    refusal = refused_with(lambda: services.refuse(case, reason=reason, text="Нет", **common))
    assert refusal == (None if Stage.REFUSED in case.next_stages else DecidedMeanwhile)

    grounds = [ground.term.code for ground in grounds_of(case)]
    assert not grounds or Stage.VOIDED in case.next_stages
    for term in case.rules.terms:
        refusal = refused_with(lambda code=term.code: _annulled(case, code, common))  # type: ignore[misc]
        assert refusal == (None if term.code in grounds else GroundNotPossible), term.code


def _annulled(case: Case, ground: str, common: dict[str, Any]) -> Decision:
    proposal = services.propose_annulment(case, ground=ground, now=timezone.now())
    assert proposal is not None
    return services.annul(proposal, **common)


@pytest.mark.parametrize("stage", STAGES)
def test_the_applicant_takes_it_back_where_the_table_leads_there_and_no_contract_stands(
    house: tuple[Case, User, User], stage: Stage
) -> None:
    case, applicant, _clerk = house
    case = at_stage(case, stage)

    refusal = refused_with(lambda: cases.withdraw(case, reason="", by=applicant, now=timezone.now()))

    if stage == Stage.PERFORMANCE:
        assert refusal == ContractIsConcluded
    elif stage == Stage.WITHDRAWN:
        assert refusal is None  # it is done already
    else:
        assert refusal == (None if Stage.WITHDRAWN in case.next_stages else StatusNotPossible)


@pytest.mark.parametrize("stage", STAGES)
def test_only_a_decision_is_undone(house: tuple[Case, User, User], stage: Stage) -> None:
    case, _applicant, clerk = house
    case = at_stage(case, stage)

    with tried():
        act: Callable[[], Any] = lambda: services.undo(  # noqa: E731
            case, reason="Ошибка", by=clerk, key=uuid.uuid4(), now=timezone.now()
        )
        if stage in DECIDED:
            act()
            assert Stage(Case.objects.get(pk=case.pk).stage) in case.next_stages
        else:
            with pytest.raises(NothingToUndo):
                act()
