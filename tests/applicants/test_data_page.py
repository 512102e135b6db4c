"""«Мои данные»: what is asked, when, and who may change it."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts import synthetic
from accounts.models import Applicant, ApplicantDetails, User
from audit.models import Record
from cabinet.applicants.asked import missing_of
from cabinet.cases.models import Case
from cabinet.cases.stages import Stage
from cabinet.company.models import Profile
from tests import world
from tests.forms import opened
from tests.world import words

PAGE = "/profile/"
BIK = "044525225"
PASSPORT = {
    "passport_series": "99 04",
    "passport_number": "123456",
    "passport_issued_by": "МВД по Лугореченску",
    "passport_issued_on": "12.03.2015",
    "passport_code": "990001",
}


@pytest.fixture
def typed(applicant_client: Client) -> dict[str, str]:
    """What the page shows to Анна, as a browser sends it back."""
    return {**opened(applicant_client, PAGE, "snils"), "registration_address": "Лугореченск, ул. Мира, 1"}


@pytest.fixture
def passport_is_asked(here: None) -> None:
    Profile.objects.update(passport_required=True)


def errors(answer: Any) -> dict[str, list[str]]:
    return {name: list(found) for name, found in answer.context["form"].errors.items()}


def test_what_is_told_is_kept_bare(applicant_client: Client, typed: dict[str, str], applicant: User) -> None:
    account = synthetic.account(BIK, 7)
    more = {**PASSPORT, "bik": "04 4525 225", "account": account, "postal_address": "До востребования"}
    assert applicant_client.post(PAGE, {**typed, **more})["Location"] == PAGE

    kept = ApplicantDetails.objects.get(applicant=applicant.applicant)
    assert (kept.passport_series, kept.passport_number, kept.passport_code) == ("9904", "123456", "990-001")
    assert f"{kept.passport_issued_on:%d.%m.%Y}" == "12.03.2015"
    assert (kept.bik, kept.account) == (BIK, account)
    assert "9904" in words(applicant_client.get(PAGE))


@pytest.mark.parametrize(
    ("field", "wrong", "sentence"),
    [
        ("passport_series", "99", "Серия паспорта — 4 цифры"),
        ("passport_number", "12", "Номер паспорта — 6 цифр"),
        ("passport_code", "12", "Код подразделения — 6 цифр. Пример: 560-012"),
        ("passport_issued_on", "вчера", "Введите дату в формате ДД.ММ.ГГГГ"),
        ("passport_issued_on", "01.01.2999", "Проверьте дату: она ещё не наступила"),
        ("passport_issued_on", "01.01.1990", "Проверьте дату: паспорта такого образца выдают с 01.10.1997"),
        ("bik", "123", "БИК — 9 цифр"),
        ("account", "40702810000000000001", "Введите БИК банка, в котором открыт счёт"),
        ("representative_email", "не адрес", "Введите e-mail в формате name@example.ru"),
        ("snils", "112-233-445 59", "Проверьте СНИЛС: в номере ошибка. Пример: 112-233-445 95"),
        ("last_name", "", "Введите фамилию"),
    ],
)
def test_a_mistake_is_told_and_nothing_is_kept(
    applicant_client: Client, typed: dict[str, str], field: str, wrong: str, sentence: str
) -> None:
    answer = applicant_client.post(PAGE, {**typed, field: wrong})

    assert answer.status_code == 422
    assert [sentence] in errors(answer).values()
    assert 'value="Лугореченск, ул. Мира, 1"' in words(answer)
    assert not ApplicantDetails.objects.exists()


def test_an_account_must_fit_its_bank(applicant_client: Client, typed: dict[str, str]) -> None:
    account = synthetic.account(BIK, 7)
    wrong = account[:-1] + str((int(account[-1]) + 1) % 10)
    answer = applicant_client.post(PAGE, {**typed, "bik": BIK, "account": wrong})

    assert errors(answer) == {"account": ["Проверьте счёт и БИК: они не подходят друг к другу"]}


def test_each_legal_form_is_asked_its_own(signed_in: Any, company: Any, here: None) -> None:
    page = words(signed_in(world.organisation(3), company).get(PAGE))

    assert "Должность руководителя" in page
    assert "Дата присвоения ОГРН" in page
    assert "passport_series" not in page


def test_the_journal_says_which_fields_and_not_what(
    applicant_client: Client, typed: dict[str, str], applicant: User
) -> None:
    applicant_client.post(PAGE, {**typed, **PASSPORT, "last_name": "Орлова-Белова"})
    record = Record.objects.get(event="applicant.data_changed")

    assert "фамилия, серия паспорта, номер паспорта" in record.details["fields"]
    assert not {"9904", "123456", "Орлова", "Мира"} & set(re.findall(r"\w+", record.sentence))
    applicant.refresh_from_db()
    assert applicant.last_name == "Орлова-Белова"


def test_saving_without_a_change_is_no_event(applicant_client: Client, typed: dict[str, str]) -> None:
    applicant_client.post(PAGE, typed)
    applicant_client.post(PAGE, typed)

    assert Record.objects.filter(event="applicant.data_changed").count() == 1


@pytest.mark.parametrize("stage", [Stage.PERFORMANCE, Stage.CONNECTED])
def test_names_and_numbers_are_locked_once_a_contract_runs(
    applicant_client: Client, typed: dict[str, str], applicant: User, stage: Stage
) -> None:
    Case.objects.filter(pk=world.application(applicant).pk).update(stage=stage)
    assert "Изменить через обращение" in words(applicant_client.get(PAGE))
    answer = applicant_client.post(PAGE, {**typed, "last_name": "Другая", "snils": synthetic.snils(90)})

    assert answer.status_code == 302
    about = Applicant.objects.get()
    assert (about.last_name, about.snils) == ("Орлова", synthetic.snils(1))
    assert ApplicantDetails.objects.get().registration_address  # the rest is open


def test_somebody_elses_number_is_refused_without_a_word_of_them(
    applicant_client: Client, typed: dict[str, str], stranger: User
) -> None:
    answer = applicant_client.post(PAGE, {**typed, "snils": world.applicant_of(stranger).snils})

    assert answer.status_code == 422
    assert "С такими номерами данные сохранить нельзя" in words(answer)
    assert "Лугов" not in words(answer)


@pytest.mark.parametrize("field", ["legal_form", "blocked_at", "block_reason", "email", "created_at", "applicant_id"])
def test_what_the_page_does_not_ask_is_not_taken(
    applicant_client: Client, typed: dict[str, str], applicant: User, field: str
) -> None:
    before = Applicant.objects.values().get()
    applicant_client.post(PAGE, {**typed, field: "1"})

    assert Applicant.objects.values().get() == before


# --- Asked when it is needed ---


def test_nothing_more_is_required_of_a_person_by_default(applicant: User) -> None:
    assert missing_of(world.applicant_of(applicant)) == []


@pytest.mark.usefixtures("passport_is_asked")
def test_filing_says_what_is_missing_leads_there_and_back(
    applicant_client: Client, applicant: User, typed: dict[str, str]
) -> None:
    draft = world.draft(applicant)
    page = f"/applications/{draft.pk}/draft/"
    answers = {**world.ANSWERS, "address": "Новый адрес, 5", "do": "submit"}
    answer = applicant_client.post(page, answers)

    assert answer["Location"] == f"/profile/?next={page.replace('/', '%2F')}"
    told = words(applicant_client.get(answer["Location"]))
    assert "Внимание! Для подачи заявки необходимо заполнить все обязательные поля: серия паспорта, " in told
    assert "После этого вы вернётесь к заявке" in told
    draft.refresh_from_db()
    assert draft.is_draft
    assert draft.application.address == "Новый адрес, 5"

    assert "passport_number" in errors(applicant_client.post(PAGE, {**typed, "next": page}))
    back = applicant_client.post(PAGE, {**typed, **PASSPORT, "next": page})
    assert back["Location"] == page
    assert 'value="Новый адрес, 5"' in words(applicant_client.get(page))
    applicant_client.post(page, answers)
    draft.refresh_from_db()
    assert not draft.is_draft


@pytest.mark.usefixtures("passport_is_asked")
def test_the_way_back_never_leads_elsewhere(applicant_client: Client, typed: dict[str, str]) -> None:
    sent = {**typed, **PASSPORT, "next": "https://evil.example/"}

    assert applicant_client.post(PAGE, sent)["Location"] == PAGE


@pytest.mark.usefixtures("passport_is_asked")
def test_the_first_visit_leads_to_the_data_once(applicant_client: Client) -> None:
    assert applicant_client.get("/")["Location"] == f"{PAGE}?next=%2Finformation%2F"
    assert applicant_client.get("/")["Location"] == "/information/"


def test_with_nothing_missing_the_first_visit_leads_home(applicant_client: Client) -> None:
    assert applicant_client.get("/")["Location"] == "/information/"


def test_the_company_decides_about_passports(administrator_client: Client, applicant: User) -> None:
    page = administrator_client.get("/settings/")
    sent = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    sent = {name: value for name, value in sent.items() if value not in {"", False}}
    administrator_client.post("/settings/", {**sent, "passport_required": "on"})

    assert "серия паспорта" in missing_of(world.applicant_of(applicant))


def test_an_address_typed_in_an_application_is_offered(applicant: User, applicant_client: Client) -> None:
    world.draft(applicant, address="Лугореченск, ул. Полевая, 8")

    assert '<option value="Лугореченск, ул. Полевая, 8">' in applicant_client.get(PAGE).content.decode()


def test_a_draft_shows_for_whom_it_is_filed(applicant: User, applicant_client: Client) -> None:
    draft = world.draft(applicant)

    seen = words(applicant_client.get(draft.get_absolute_url()))

    about = world.applicant_of(applicant)
    assert about.title in seen
    assert about.numbers in seen.replace("\xa0", " ")
