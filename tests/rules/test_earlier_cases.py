"""Cases that were submitted before there were editions of rules go on under the first one."""

from datetime import date
from importlib import import_module

import pytest
from django.db import connection

from accounts.models import User
from cabinet.cases import services
from cabinet.cases.models import Case
from cabinet.cases.stages import Stage
from tests import world

FORWARDS = import_module("cabinet.cases.migrations.0008_rules_of_the_day").FORWARDS


@pytest.fixture
def earlier(applicant: User) -> Case:
    """A submitted case as the former version has left it."""
    case = world.application(applicant)
    listed = services.status_of(case, Stage.REVIEW)
    Case.objects.filter(pk=case.pk).update(
        stage=Stage.REVIEW, status=listed.label, status_code="", pack="", pack_edition=None
    )
    return case


def test_they_get_the_first_edition_of_the_pack_of_their_company(earlier: Case, applicant: User) -> None:
    draft = world.draft(applicant)
    own_words = world.application(applicant)
    Case.objects.filter(pk=own_words.pk).update(status="Ждём главного инженера", status_code="")
    with connection.cursor() as cursor:
        cursor.execute(FORWARDS)

    earlier.refresh_from_db()
    assert (earlier.pack, earlier.pack_edition) == ("electricity_861", date(2026, 1, 1))
    assert (earlier.status_code, earlier.rules.code) == ("review", "electricity_861")
    own_words.refresh_from_db()
    assert own_words.status_code == ""
    draft.refresh_from_db()
    assert (draft.pack, draft.pack_edition, draft.status_code) == ("", None, "")
