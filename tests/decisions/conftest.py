import pytest

from accounts.models import StaffRole, User
from cabinet.cases.models import Case
from cabinet.cases.stages import Stage
from tests import world
from tests.moment import NOW


@pytest.fixture
def colleague(here: None) -> User:
    """Another employee of Горсеть."""
    return world.staff(2, StaffRole.SPECIALIST, last_name="Петров", first_name="Олег", middle_name="")


def at_stage(case: Case, stage: Stage) -> Case:
    """As if the case had come so far: what is tested is where it may go from there."""
    reached = {**case.reached, stage.value: NOW.isoformat()}
    Case.objects.filter(pk=case.pk).update(stage=stage, reached=reached)
    return Case.objects.get(pk=case.pk)
