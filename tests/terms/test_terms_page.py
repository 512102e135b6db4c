"""«Сроки» of an application: told from its feed by the clock, shown to staff only, never stored."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from cabinet.cases import services
from cabinet.cases.models import Case
from cabinet.terms.queries import told_of
from cabinet.terms.rows import day_rows, term_rows
from tests import world
from tests.moment import NOW
from tests.terms.conftest import anew, submitted
from tests.world import words


def test_staff_read_each_term_with_its_point_and_what_proves_it(case: Case, administrator_client: Client) -> None:
    page = words(administrator_client.get(f"/cases/{case.pk}/terms/"))

    assert "Разместить условия договора, технические условия и счёт" in page
    assert "пункт 105" in page
    assert "10 рабочих дней" in page
    assert "27.03.2026" in page
    assert "Заявка поступила. Подача заявки, 13.03.2026, 14:05" in page
    assert "Чей это день" in page
    assert f'href="/cases/{case.pk}/terms/"' in administrator_client.get(f"/cases/{case.pk}/").content.decode()


def test_a_restart_says_what_it_has_given_up(
    case: Case, asks: Callable[..., None], answers: Callable[..., None], administrator_client: Client
) -> None:
    asks(case, days=3)
    answers(case, days=7)
    page = words(administrator_client.get(f"/cases/{case.pk}/terms/"))

    assert "Недостающие сведения получены. Ответ на запрос в карточке, 20.03.2026, 14:05" in page
    assert "Прежний счёт: с 13.03.2026 до 16.03.2026, последним днём был 27.03.2026; начат заново" in page
    assert "исполнен в срок" in page


def test_what_no_source_settles_is_called_a_reckoned_term(
    case: Case, asks: Callable[..., None], administrator_client: Client
) -> None:
    asks(case, days=3)

    assert "расчётный срок, требует проверки" in words(administrator_client.get(f"/cases/{case.pk}/terms/"))


def test_to_say_what_is_missing_is_no_duty_any_more_when_nothing_was(case: Case, administrator_client: Client) -> None:
    """On the day of the test, long after March 2026: nothing is late by what needed not to be said."""
    page = words(administrator_client.get(f"/cases/{case.pk}/terms/"))

    assert "истёк" in page
    assert page.count("просрочен на") == 1  # the offer


def test_where_only_the_contract_shows_the_offer_nobody_is_called_late(
    case: Case, administrator: User, administrator_client: Client
) -> None:
    """The contract was concluded elsewhere, after the last day of the offer: when that was placed is not known."""
    later = NOW + timedelta(days=60)
    services.register(case, number="1471", status="", assignee=None, version=case.version, by=administrator, now=NOW)
    Case.objects.filter(pk=case.pk).update(
        stage="performance", reached={**case.reached, "performance": later.isoformat()}
    )

    told = told_of([anew(case)], looked_on=later.date() + timedelta(days=90))[case.pk]
    [row] = [row for row in term_rows(told) if row.term.code == "place_offer"]
    assert (row.said, row.tone) == ("исполнен, день исполнения неизвестен", "")
    assert not any(row.overdue for row in day_rows(told))
    page = words(administrator_client.get(f"/cases/{case.pk}/terms/"))
    assert "исполнен, день исполнения неизвестен" in page
    assert "исполнен с опозданием" not in page


def test_the_sheet_for_a_court_tells_every_day(
    case: Case, asks: Callable[..., None], administrator_client: Client
) -> None:
    asks(case, days=3)
    page = words(administrator_client.get(f"/cases/{case.pk}/days/"))

    assert "Ведомость дней: заявка" in page
    assert "ООО «Горсеть»" in page
    assert "14.03.2026 – 16.03.2026" in page
    assert "3 дня" in page
    assert "Ожидание недостающих сведений: запрошены недостающие сведения 16.03.2026" in page
    assert "ст. 191 ГК РФ" in page


@pytest.mark.parametrize("page", ["terms", "days"])
def test_the_applicant_is_not_led_there(case: Case, applicant_client: Client, page: str) -> None:
    assert f"/{page}/" not in applicant_client.get(f"/cases/{case.pk}/").content.decode()
    assert applicant_client.get(f"/cases/{case.pk}/{page}/").status_code == 404


@pytest.mark.parametrize("page", ["terms", "days"])
def test_without_a_category_the_page_says_why_nothing_is_counted(
    applicant: User, administrator_client: Client, page: str
) -> None:
    case = world.application(applicant)  # nobody has said whether it is for a household

    shown = administrator_client.get(f"/cases/{case.pk}/{page}/")
    assert shown.status_code == 200
    assert "сроки не считаются" in words(shown).lower()


@pytest.mark.parametrize("page", ["terms", "days"])
def test_a_message_has_no_terms(applicant: User, administrator_client: Client, page: str) -> None:
    assert administrator_client.get(f"/cases/{world.enquiry(applicant).pk}/{page}/").status_code == 404


@pytest.mark.parametrize(("submitted_in", "named"), [(2027, 2027), (2028, 2028)])
def test_a_term_that_reaches_into_a_year_without_an_act_says_so(applicant: User, submitted_in: int, named: int) -> None:
    at = NOW.replace(year=submitted_in)
    case = submitted(applicant, at=at)
    said = [row.provisional for row in term_rows(told_of([anew(case)], looked_on=at.date())[case.pk])]

    assert f"производственный календарь на {named} год ещё не утверждён, день может измениться" in said


def test_a_year_with_its_act_is_not_called_provisional(case: Case, administrator_client: Client) -> None:
    assert "не утверждён" not in words(administrator_client.get(f"/cases/{case.pk}/terms/"))


def test_it_costs_a_constant_number_of_queries(
    case: Case, administrator: User, administrator_client: Client, asks: Callable[..., None],
    queries: Callable[..., AbstractContextManager[Any]],
) -> None:  # fmt: skip
    for days in range(1, 4):
        asks(case, days=days)
    administrator_client.get(f"/cases/{case.pk}/terms/")
    for number in range(3):
        services.add_status(
            case, text=f"{number}", by=administrator, key=world.uuid.uuid4(), now=NOW + timedelta(days=5)
        )
    with queries() as few:
        administrator_client.get(f"/cases/{case.pk}/terms/")
    assert len(few) <= 10
