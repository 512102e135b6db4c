"""What was asked once is offered again; a double is noticed; an application can be begun as a copy."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from cabinet.cases import services as cases
from cabinet.cases.models import Case
from tenants.models import GridCompany
from tests import world
from tests.applications.guide import Guided
from tests.moment import NOW
from tests.world import words

ADDRESS = "Лугореченск, ул. Новая, 12"


@pytest.fixture
def earlier(applicant: User) -> Case:
    case = world.application(
        applicant, address=ADDRESS, cadastral_number="99:01:0101001:777", purpose="Дом",
        household=True, voltage="0_4", supplier="АО «Сбыт»", settlement="country",
    )  # fmt: skip
    Case.objects.filter(pk=case.pk).update(number="1563")
    return case


def test_the_same_object_is_remembered_with_its_source(earlier: Case, applicant_client: Client) -> None:
    guided = Guided(applicant_client)
    guided.go(type="increase", household="yes")
    guided.go(address="лугореченск ул новая 12")
    seen = words(guided.open("power"))

    assert "Взято из заявки № 1563: проверьте" in seen
    assert 'value="0_4" id="id_voltage_1" checked' in seen or 'value="0_4"' in seen.split("checked")[0][-200:]
    guided.go(max_power_kw="5", existing_power="10")
    assert guided.answers["voltage"] == "0_4"


def test_of_another_object_only_what_tells_of_the_applicant_is_offered(earlier: Case, applicant_client: Client) -> None:
    guided = Guided(applicant_client)
    guided.go(type="new", household="yes")
    guided.go(address="Совсем другой адрес")
    assert "Взято из заявки" not in words(guided.open("power"))
    seen = words(guided.open("supply"))
    assert "Взято из заявки № 1563" in seen
    assert "АО «Сбыт»" in seen


def test_nothing_of_anothers_application_is_offered(
    earlier: Case, stranger: User, company: GridCompany, signed_in: Callable[..., Client]
) -> None:
    guided = Guided(signed_in(stranger, company))
    guided.go(type="new", household="yes")
    guided.go(address=ADDRESS, cadastral_number="99:01:0101001:777")

    for step in ("where", "power", "supply"):
        seen = words(guided.open(step))
        assert "Взято из заявки" not in seen
        assert "уже есть заявка" not in seen


def test_a_double_is_noticed_by_address_or_plot(earlier: Case, applicant_client: Client) -> None:
    guided = Guided(applicant_client)
    guided.go(type="new", household="yes")
    guided.go(address="описано иначе", cadastral_number="99:01:0101001:777")
    seen = words(guided.open("where"))

    assert "По этому адресу у вас уже есть заявка № 1563" in seen
    assert f'href="/cases/{earlier.pk}/"' in seen


def test_a_withdrawn_application_is_no_double(earlier: Case, applicant: User, applicant_client: Client) -> None:
    cases.withdraw(earlier, reason="передумал", by=applicant, now=NOW)
    guided = Guided(applicant_client)
    guided.go(type="new", household="yes")
    guided.go(address=ADDRESS)

    assert "уже есть заявка" not in words(guided.open("where"))


def test_such_another_has_the_answers_and_offers_the_files(earlier: Case, applicant_client: Client) -> None:
    card = f"/cases/{earlier.pk}/"
    assert "Создать такую же" in words(applicant_client.get(card))
    key = {"key": str(uuid.uuid4())}
    first = applicant_client.post(f"/applications/{earlier.pk}/copy/", key)
    assert applicant_client.post(f"/applications/{earlier.pk}/copy/", key)["Location"] == first["Location"]

    seen = words(applicant_client.get(first["Location"]))
    assert "Ответы взяты из заявки № 1563" in seen
    assert "Документы из неё можно приложить на шаге «Документы»" in seen
    draft = Case.objects.select_related("application").drafts().get()
    assert draft.application.given == earlier.application.given
    assert not draft.entries.exists()


def test_a_withdrawn_one_is_begun_anew_as_a_corrected_one(
    earlier: Case, applicant: User, applicant_client: Client
) -> None:
    cases.withdraw(earlier, reason="ошибка в мощности", by=applicant, now=NOW)

    assert "Создать исправленную заявку" in words(applicant_client.get(f"/cases/{earlier.pk}/"))
    assert applicant_client.post(f"/applications/{earlier.pk}/copy/", {"key": str(uuid.uuid4())}).status_code == 302


def test_a_draft_and_anothers_application_are_not_copied(
    earlier: Case, applicant: User, applicant_client: Client, stranger_client: Client
) -> None:
    draft = world.draft(applicant)

    assert applicant_client.post(f"/applications/{draft.pk}/copy/").status_code == 404
    assert stranger_client.post(f"/applications/{earlier.pk}/copy/").status_code == 404
