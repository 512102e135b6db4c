"""«Данные и настройки»."""

from typing import Any

import pytest
from django.test import Client

from accounts import synthetic
from audit.models import Record
from cabinet.company.forms import SettingsForm
from cabinet.company.models import Profile
from cabinet.company.queries import profile
from documents.policy import MEGABYTE, policy
from tests.world import words

PAGE = "/settings/"


@pytest.fixture
def form(here: None) -> dict[str, str]:
    """What the page shows, as it would be sent back."""
    names = (
        "full_name short_name inn kpp ogrn address phone last_name first_name middle_name notice_email forms_url "
        "tagline brand_color"
    )
    about = profile()
    numbers = {name: str(getattr(about, name)) for name in ("phone_hold_hours", "sms_per_day", "max_file_mb")}
    values = {**{name: getattr(about, name) for name in names.split()}, **numbers, "phone_required": "on"}
    return {**values, "version": SettingsForm(instance=about)["version"].value()}


def save(client: Client, form: dict[str, str], **changed: str) -> Any:
    return client.post(PAGE, {**form, **changed})


def test_the_page_shows_what_the_operator_typed(administrator_client: Client) -> None:
    seen = words(administrator_client.get(PAGE))

    assert profile().inn in seen
    assert "admin@gorset.example.ru" in seen


def test_changes_are_saved_and_seen_by_everyone(
    administrator_client: Client, browser: Client, form: dict[str, str]
) -> None:
    answer = save(administrator_client, form, short_name="ООО «Горсеть-2»", phone="8 (800) 555-01-02")

    assert answer["Location"] == PAGE
    seen = words(browser.get("/accounts/login/"))
    assert "ООО «Горсеть-2»" in seen
    assert profile().changed_by == "Иванова М. С."
    assert Record.objects.get(event="company.settings_changed").details["fields"] == ["short_name", "phone"]


def test_saving_without_a_change_is_no_event(administrator_client: Client, form: dict[str, str]) -> None:
    save(administrator_client, form)

    assert not Record.objects.filter(event="company.settings_changed").exists()


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("full_name", "", "Введите наименование организации"),
        ("short_name", "", "Введите краткое наименование"),
        ("inn", "", "Введите ИНН организации"),
        ("inn", "1234567890", "ИНН"),
        ("inn", synthetic.inn12(1), "ИНН"),
        ("kpp", "1", "КПП"),
        ("ogrn", "1234567890123", "ОГРН"),
        ("notice_email", "", "Введите e-mail в формате name@example.ru"),
        ("notice_email", "не адрес", "Введите e-mail в формате name@example.ru"),
        ("forms_url", "javascript:alert(1)", "Введите адрес страницы полностью, например https://example.ru/forms"),
        ("forms_url", "ftp://example.ru", "Введите адрес страницы полностью, например https://example.ru/forms"),
        ("forms_url", "формы", "Введите адрес страницы полностью, например https://example.ru/forms"),
        ("max_file_mb", "", "Введите размер файла от 1 до 200 МБ"),
        ("max_file_mb", "0", "Введите размер файла от 1 до 200 МБ"),
        ("max_file_mb", "201", "Введите размер файла от 1 до 200 МБ"),
        ("max_file_mb", "много", "Введите число, например 15"),
        ("brand_color", "синий", ""),
        ("brand_color", "#0b5a7;}", ""),
    ],
)
def test_a_mistake_is_told_at_its_field_and_the_rest_is_kept(
    administrator_client: Client, form: dict[str, str], field: str, typed: str, sentence: str
) -> None:
    answer = save(administrator_client, form, **{field: typed, "tagline": "Свет в каждый дом"})

    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {field}
    assert sentence in words(answer)
    assert 'value="Свет в каждый дом"' in words(answer)
    assert profile().tagline == ""


def test_an_organisation_stays_one_row(administrator_client: Client, form: dict[str, str]) -> None:
    save(administrator_client, {**form, "id": "2", "pk": "2"})

    assert Profile.objects.count() == 1


def test_a_colour_is_a_style_sheet_of_its_own_address(
    administrator_client: Client, browser: Client, form: dict[str, str]
) -> None:
    save(administrator_client, form, brand_color="7A1FA2")

    assert 'href="/brand-7a1fa2.css"' in words(browser.get("/accounts/login/"))
    sheet = browser.get("/brand-7a1fa2.css")
    assert sheet["Content-Type"].startswith("text/css")
    assert "immutable" in sheet["Cache-Control"]
    assert browser.get("/brand-000000.css").status_code == 404


def test_a_pale_colour_is_made_darker_and_said_so(administrator_client: Client, form: dict[str, str]) -> None:
    save(administrator_client, form, brand_color="#ffee00")

    assert "Мы сделали его темнее" in words(administrator_client.get(PAGE))


def test_letters_go_to_the_new_address(
    administrator_client: Client, applicant_client: Client, form: dict[str, str]
) -> None:
    save(administrator_client, form, notice_email="notices@gorset.example.ru")

    assert profile().notice_email == "notices@gorset.example.ru"


def test_a_larger_file_is_taken_as_soon_as_the_company_allows_it(
    administrator_client: Client, form: dict[str, str]
) -> None:
    assert policy().max_file_size == 50 * MEGABYTE

    save(administrator_client, form, max_file_mb="200")

    assert policy().max_file_size == 200 * MEGABYTE
