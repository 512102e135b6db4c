"""An application whose answers give no category has no terms: staff name it, and the terms run from the submission."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import User
from cabinet.applications.category import lacks_category, name_category, possible_categories
from cabinet.applications.errors import CategoryIsKnown, CategoryNotPossible, SourceNeeded
from cabinet.cases import services as cases
from cabinet.cases.errors import CaseIsClosed
from cabinet.cases.models import Case, DueDay
from cabinet.cases.stages import Stage
from tests import world
from tests.moment import NOW
from tests.world import words

SOURCE = "Из приложенной формы, пункты 5 и 6"


@pytest.fixture
def case(applicant: User) -> Case:
    """Filed by the one page, with the answers that it asks for."""
    return world.application(applicant)


def read(case: Case) -> Case:
    return Case.objects.select_related("application", "applicant").get(pk=case.pk)


def name(case: Case, by: User, code: str = "person_15", source: str = SOURCE) -> None:
    name_category(case, code, source=source, by=by, now=NOW + timedelta(days=2))


def test_the_card_the_queue_and_the_terms_say_that_nothing_is_counted(case: Case, administrator_client: Client) -> None:
    for page in (f"/cases/{case.pk}/", "/cases/"):
        assert "срок не считается" in words(administrator_client.get(page))
    assert "Укажите категорию" in words(administrator_client.get(f"/cases/{case.pk}/"))
    assert "Указать категорию" in words(administrator_client.get(f"/cases/{case.pk}/terms/"))


def test_only_categories_that_the_answers_allow_are_offered(case: Case, administrator_client: Client) -> None:
    codes = [category.code for category in possible_categories(read(case))]
    assert "person_15" in codes
    assert not {"large", "medium_670", "temporary", "small_150", "reissue"} & set(codes)
    page = words(administrator_client.get(f"/applications/{case.pk}/category/"))
    assert "Физическое лицо, до 15 кВт" in page
    assert "Больше 670 кВт" not in page


def test_named_the_terms_run_from_the_submission(case: Case, administrator: User, administrator_client: Client) -> None:
    assert DueDay.objects.get(case=case).last_day is None
    answer = administrator_client.post(
        f"/applications/{case.pk}/category/", {"category": "person_15", "source": SOURCE}, follow=True
    )
    assert "Сроки посчитаны с поступления заявки" in words(answer)
    due = DueDay.objects.get(case=case)
    assert due.last_day is not None
    assert due.started_on == NOW.date()
    assert "срок не считается" not in words(answer)
    assert "Физическое лицо, до 15 кВт" in words(answer)
    history = words(administrator_client.get(f"/cases/{case.pk}/history/"))
    assert "Указана категория «Физическое лицо, до 15 кВт»" in history
    assert SOURCE in history


def test_what_staff_named_by_mistake_is_named_anew(case: Case, administrator: User) -> None:
    name(case, administrator, "other_150")
    name(case, administrator, "person_15")
    assert read(case).application.category == "person_15"


def test_a_mistake_is_told_at_its_field_and_keeps_what_was_typed(case: Case, administrator_client: Client) -> None:
    address = f"/applications/{case.pk}/category/"
    page = administrator_client.post(address, {"category": "", "source": SOURCE})
    assert page.status_code == 422
    assert CategoryNotPossible.message in words(page)
    assert SOURCE in words(page)
    page = administrator_client.post(address, {"category": "person_15", "source": " "})
    assert page.status_code == 422
    assert SourceNeeded.message in words(page)
    assert administrator_client.post(address, {"category": "large", "source": SOURCE}).status_code == 422


def test_answers_go_before_what_staff_would_say(applicant: User, administrator: User) -> None:
    whole = world.draft(applicant, household=True, reliability="3")
    case = cases.submit(whole, by=applicant, now=NOW)
    if lacks_category(read(case)):
        pytest.fail("the answers of the pack give the category")
    with pytest.raises(CategoryIsKnown):
        name(case, administrator)


def test_a_category_that_contradicts_the_answers_is_refused(case: Case, administrator: User) -> None:
    with pytest.raises(CategoryNotPossible):
        name(case, administrator, "large")
    with pytest.raises(SourceNeeded):
        name(case, administrator, source="  ")


def test_of_a_withdrawn_one_nothing_is_asked(case: Case, applicant: User, administrator: User) -> None:
    cases.withdraw(case, reason="Передумали", by=applicant, now=NOW)
    assert not lacks_category(read(case))
    with pytest.raises(CaseIsClosed):
        name(case, administrator)
    assert read(case).stage == Stage.WITHDRAWN


def test_the_applicant_is_not_asked(case: Case, applicant_client: Client) -> None:
    assert applicant_client.get(f"/applications/{case.pk}/category/").status_code == 404
    assert "категорию заявки" not in words(applicant_client.get(f"/cases/{case.pk}/"))
