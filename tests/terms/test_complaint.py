"""«Черновик жалобы»: facts for the applicant, no advice, and nothing that no source settles is called a breach."""

import io
from collections.abc import Callable

from django.test import Client
from django.utils import timezone
from docx import Document

from accounts.models import User
from audit.models import Record
from cabinet.cases.models import Case
from tenants.models import GridCompany
from tests import world
from tests.moment import NOW


def text_of(client: Client, case: Case) -> str:
    answer = client.get(f"/cases/{case.pk}/complaint/")
    assert answer.status_code == 200
    return "\n".join(one.text for one in Document(io.BytesIO(answer.content)).paragraphs).replace("\xa0", " ")


def test_it_states_terms_days_points_and_documents(case: Case, applicant_client: Client) -> None:
    text = text_of(applicant_client, case)

    assert "«Разместить условия договора, технические условия и счёт», пункт 105, 10 рабочих дней с 13.03.2026" in text
    assert "Последний день 27.03.2026, не исполнено" in text
    assert "13.03.2026, 14:05 (МСК): Заявка поступила. Подача заявки" in text
    assert "выписка ЕГРН" in text
    assert "Сетевая организация: " in text
    assert Record.objects.filter(event="case.complaint_drafted").count() == 1


def test_what_lapses_and_what_a_lawyer_has_to_check_is_no_breach(
    case: Case, asks: Callable[..., None], applicant_client: Client
) -> None:
    asks(case, days=3)
    text = text_of(applicant_client, case)

    assert "прошедших сроков организации по данным карточки нет" in text
    assert "Сообщить, чего не хватает" not in text


def test_a_point_that_no_source_settles_is_no_law_in_it(
    case: Case, applicant_client: Client, administrator_client: Client
) -> None:
    """The category of a person up to 15 kW is written from memory: its point is the company's opinion."""
    category = case.rules.category("person_15")
    assert category is not None
    assert category.mark == "R"
    assert "пункт 14, по мнению сетевой организации" in text_of(applicant_client, case)
    assert "пункт 14, по памяти: требует проверки юристом" in world.words(
        administrator_client.get(f"/cases/{case.pk}/days/")
    )


def test_the_card_offers_it_when_the_company_is_late(case: Case, applicant_client: Client) -> None:
    assert timezone.now() > NOW  # the term was over long ago
    assert f"/cases/{case.pk}/complaint/" in applicant_client.get(f"/cases/{case.pk}/").content.decode()


def test_it_is_for_the_applicant_alone(
    case: Case, administrator_client: Client, signed_in: Callable[..., Client], stranger: User, company: GridCompany
) -> None:
    assert administrator_client.get(f"/cases/{case.pk}/complaint/").status_code == 404
    assert signed_in(stranger, company).get(f"/cases/{case.pk}/complaint/").status_code == 404


def test_where_no_term_is_counted_it_says_why(applicant: User, applicant_client: Client) -> None:
    case = world.application(applicant)
    answer = applicant_client.get(f"/cases/{case.pk}/complaint/", follow=True)

    assert answer.redirect_chain == [(f"/cases/{case.pk}/", 302)]
    assert "Сроки этой заявки не считаются" in world.words(answer)
