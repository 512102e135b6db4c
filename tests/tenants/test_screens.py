"""What operators see: the list of companies, the page that opens one, its card."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Invitation, User
from audit.models import Record
from documents.policy import GIGABYTE, policy
from tenancy.company import inside
from tenants import services
from tenants.models import CompanyFigures, Domain, GridCompany
from tests.forms import opened
from tests.moment import NOW


def rows(count: int) -> None:
    """Companies that are only listed: no schema stands behind them."""
    for number in range(count):
        company = GridCompany.objects.create(
            schema_name=f"listed_{number}",
            name=f"Общество {number}",
            short_name=f"ООО «Сеть {number:02}»",
            inn=f"99001{number:05}",
            ogrn="1" * 13,
            kpp="990001001",
            kind=GridCompany.Kind.HEAT if number % 2 else GridCompany.Kind.ELECTRICITY,
            migrations_digest="none",
            opened_at=NOW,
        )
        Domain.objects.create(tenant=company, domain=f"listed-{number}.localhost")
        CompanyFigures.objects.create(company=company, applicants=number, cases_30_days=number, measured_at=NOW)


def listed(response) -> list[str]:
    return [company.short_name for company in response.context["list"].page]


def text_of(response) -> str:
    """The page with single ordinary spaces."""
    return " ".join(response.content.decode().replace("&nbsp;", " ").split())


def queries(client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return sum(not query["sql"].startswith("SET search_path") for query in captured)


def test_the_list_costs_the_same_for_one_company_and_for_many(operator_client):
    rows(1)
    one = queries(operator_client, "/companies/")
    GridCompany.objects.all().delete()
    rows(20)

    assert queries(operator_client, "/companies/") == one
    assert one <= 8


def test_it_shows_twenty_a_page(operator_client):
    rows(21)

    assert len(listed(operator_client.get("/companies/"))) == 20
    assert "21" in text_of(operator_client.get("/companies/?page=2"))


def test_it_finds_by_name_inn_and_subdomain(operator_client):
    rows(12)

    assert listed(operator_client.get("/companies/", {"q": "сеть 07"})) == ["ООО «Сеть 07»"]
    assert listed(operator_client.get("/companies/", {"q": "9900100003"})) == ["ООО «Сеть 03»"]
    assert listed(operator_client.get("/companies/", {"q": "listed-5"})) == ["ООО «Сеть 05»"]
    assert "Ничего не нашлось" in text_of(operator_client.get("/companies/", {"q": "нет такой"}))


def test_its_tabs_count_and_filter_by_state(operator_client):
    rows(3)
    GridCompany.objects.filter(schema_name="listed_0").update(state="suspended", suspended_at=NOW)

    response = operator_client.get("/companies/", {"state": "suspended"})

    assert listed(response) == ["ООО «Сеть 00»"]
    counts = {text: count for _state, text, count in response.context["list"].tabs}
    assert counts["Приостановлены"] == 1
    assert counts["Работают"] == counts["Все"] - 1


def test_it_can_be_ordered_by_figures(operator_client):
    rows(3)

    assert listed(operator_client.get("/companies/?order=cases&q=Сеть 0"))[0] == "ООО «Сеть 02»"


@pytest.mark.parametrize("query", ["page=nine", "page=999", "state=lost", "order=;drop"])
def test_conditions_that_mean_nothing_are_dropped(operator_client, query):
    rows(1)

    assert operator_client.get(f"/companies/?{query}").status_code == 200


def test_a_company_is_opened_on_one_page(operator_client, spare, answers):
    page = operator_client.get("/companies/new/")
    key = page.context["form"]["key"].value()

    response = operator_client.post("/companies/new/", {**answers, "key": key}, follow=True)

    company = GridCompany.objects.get(key=key)
    assert response.redirect_chain == [(f"/companies/{company.pk}/", 302)]
    text = text_of(response)
    assert "http://stepnye-seti.localhost" in text
    assert "Приглашение отправлено" in text
    assert "admin@steppe.example.ru" in text


def test_a_second_press_opens_nothing_more(operator_client, spare, answers):
    form = {**answers, "key": str(uuid.uuid4())}

    first = operator_client.post("/companies/new/", form)
    second = operator_client.post("/companies/new/", form)

    assert first.headers["Location"] == second.headers["Location"]
    assert GridCompany.objects.filter(key=form["key"]).count() == 1


def test_what_was_typed_stays_and_the_mistake_is_named(operator_client, answers):
    response = operator_client.post(
        "/companies/new/", {**answers, "key": uuid.uuid4(), "inn": "9900000106", "subdomain": "www"}
    )

    text = text_of(response)
    assert "Проверьте ИНН: такого номера не бывает" in text
    assert "занят площадкой" in text
    assert 'value="9900000106"' in text
    assert "Ошибка: Подключить организацию" in text
    assert not GridCompany.objects.filter(short_name="ООО «Степные сети»").exists()


def test_a_company_is_suspended_with_a_reason_and_resumed(operator_client, company):
    confirm = operator_client.get(f"/companies/{company.pk}/suspend/")
    assert "Приостановить кабинет" in text_of(confirm)

    operator_client.post(f"/companies/{company.pk}/suspend/", {"reason": "Долг за февраль"})
    company.refresh_from_db()
    assert company.is_suspended
    assert "Долг за февраль" in text_of(operator_client.get(f"/companies/{company.pk}/"))

    operator_client.post(f"/companies/{company.pk}/resume/")
    company.refresh_from_db()
    assert not company.is_suspended
    assert [record.event for record in Record.objects.about(company)][-2:] == ["company.suspended", "company.resumed"]


def test_without_a_reason_nothing_is_suspended(operator_client, company):
    response = operator_client.post(f"/companies/{company.pk}/suspend/", {"reason": " "})

    assert "Напишите, почему кабинет приостанавливается" in text_of(response)
    company.refresh_from_db()
    assert not company.is_suspended


def test_a_second_press_of_suspend_changes_nothing(operator_client, company):
    for reason in ("Долг", "Другое"):
        operator_client.post(f"/companies/{company.pk}/suspend/", {"reason": reason})

    company.refresh_from_db()
    assert company.suspension_reason == "Долг"
    assert Record.objects.about(company).filter(event="company.suspended").count() == 1


def test_the_administrator_is_invited_again(operator_client, company):
    response = operator_client.post(f"/companies/{company.pk}/invitation/", {"email": "Other@Example.ru"}, follow=True)

    assert "Приглашение отправлено на other@example.ru" in text_of(response)
    with inside(company):
        assert Invitation.objects.latest("sent_at").email == "other@example.ru"


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        ("", "Введите e-mail в формате name@example.ru"),
        ("admin@steppe.example.ru", "У этого адреса уже есть учётная запись. Укажите другой e-mail."),
    ],
)
def test_whom_one_cannot_invite_is_said_on_the_card(operator_client, company, email, sentence):
    with inside(company):
        User.objects.create_user("admin@steppe.example.ru", staff_role="administrator", joined_at=NOW)

    response = operator_client.post(f"/companies/{company.pk}/invitation/", {"email": email})

    assert sentence in text_of(response)
    assert "Ошибка: " in text_of(response)


@pytest.mark.parametrize(("hours_ago", "sentence"), [(71, "Приглашение отправлено"), (73, "Приглашение истекло")])
def test_the_card_tells_how_the_invitation_is(operator_client, operator, company, hours_ago, sentence):
    services.invite_administrator(
        company, email="admin@gorset.example.ru", by=operator, now=timezone.now() - timedelta(hours=hours_ago)
    )

    assert sentence in text_of(operator_client.get(f"/companies/{company.pk}/"))


def test_the_card_of_no_company_is_not_found(operator_client):
    assert operator_client.get("/companies/999999/").status_code == 404


@pytest.mark.parametrize("address", ["/companies/", "/companies/new/", "/"])
def test_a_visitor_is_sent_to_sign_in(db, address):
    response = Client(headers={"host": "localhost"}).get(address)

    assert response.status_code == 302
    assert response.headers["Location"].startswith("/accounts/login/")


def test_the_card_tells_how_much_the_files_take(operator_client, company):
    CompanyFigures.objects.filter(company=company).update(bytes_stored=25 * 1024**3)

    text = text_of(operator_client.get(f"/companies/{company.pk}/"))

    assert "Занято 25 ГБ из 100 ГБ" in text
    assert 'value="25"' in text


def test_an_operator_gives_more_room_for_files(operator_client, company):
    page = f"/companies/{company.pk}/"
    for _ in range(2):
        form = {**opened(operator_client, page, "storage_gb"), "storage_gb": "250"}
        operator_client.post(f"{page}storage/", form)

    assert "из 250 ГБ" in text_of(operator_client.get(page))
    assert Record.objects.filter(event="company.storage_given").count() == 1
    with inside(GridCompany.objects.get(pk=company.pk)):
        assert policy().quota == 250 * GIGABYTE


@pytest.mark.parametrize("typed", ["", "0", "много", "-5"])
def test_room_that_makes_no_sense_is_not_given(operator_client, company, typed):
    response = operator_client.post(f"/companies/{company.pk}/storage/", {"storage_gb": typed})

    assert "Проверьте данные: есть ошибки (1)" in text_of(response)
    assert GridCompany.objects.get(pk=company.pk).storage_gb == 100
