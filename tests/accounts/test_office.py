"""Somebody came to the office: staff makes the account, the person takes it over by the letter."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts import services, synthetic
from accounts.errors import LinkNotValid
from accounts.models import Applicant, Consent, StaffRole, User
from audit.models import Record
from notifications.models import OutboxMessage
from tenancy.company import inside
from tests import world
from tests.moment import NOW
from tests.world import PASSWORD, words

PAGE = "/applicants/new/"
COMMON = {"last_name": "Зотова", "first_name": "Инна", "email": "inna@example.ru", "phone": "8 900 000-00-77"}
TYPED = {
    "person": {**COMMON, "snils": synthetic.snils(77)},
    "entrepreneur": {**COMMON, "inn": synthetic.inn12(77), "ogrn": synthetic.ogrnip(77)},
    "organisation": {
        **COMMON, "inn": synthetic.inn10(77), "ogrn": synthetic.ogrn(77), "kpp": synthetic.kpp(77),
        "organisation_name": "ООО «Зотов»",
    },
}  # fmt: skip


def link() -> str:
    letter = OutboxMessage.objects.filter(recipient="inna@example.ru").latest("pk")
    return re.findall(r"http://[^/]+(/welcome/\S+/)", letter.text)[0]


def enters(browser: Client, path: str, **changed: str):
    sent = {"right": "on", "agree": "on", "password1": PASSWORD, "password2": PASSWORD, **changed}
    return browser.post(path, {name: value for name, value in sent.items() if value})


@pytest.mark.parametrize("form", TYPED)
def test_each_legal_form_goes_all_the_way(administrator_client: Client, browser: Client, form: str) -> None:
    assert administrator_client.post(f"{PAGE}?form={form}", TYPED[form])["Location"] == "/applicants/"
    user = User.objects.get(email="inna@example.ru")
    assert not user.has_usable_password()
    assert not Consent.objects.filter(user=user).exists()

    path = link()
    assert "Зотова Инна" in words(browser.get(path))
    assert enters(browser, path)["Location"] == "/"
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert Consent.objects.filter(user=user).count() == 1
    assert browser.session["_auth_user_id"] == str(user.pk)
    assert browser.get("/information/").status_code == 200
    events = set(Record.objects.values_list("event", flat=True))
    assert {"user.made_in_office", "user.took_over"} <= events


@pytest.mark.parametrize("missing", ["right", "agree", "password1"])
def test_the_first_entry_confirms_everything(administrator_client: Client, browser: Client, missing: str) -> None:
    administrator_client.post(PAGE, TYPED["person"])
    assert enters(browser, link(), **{missing: ""}).status_code == 422
    assert not Consent.objects.filter(user__email="inna@example.ru").exists()


def test_the_link_works_once_and_here_only(administrator_client, browser, other_browser, other_company) -> None:
    administrator_client.post(PAGE, TYPED["person"])
    path = link()
    assert other_browser.get(path).status_code == 410
    enters(browser, path)
    assert Client(HTTP_HOST=browser.defaults["HTTP_HOST"]).get(path).status_code == 410
    with inside(other_company), pytest.raises(LinkNotValid):
        services.user_for_welcome(path.split("/")[2])


def test_forgot_the_password_before_having_one_leads_to_the_first_entry(administrator_client, browser) -> None:
    administrator_client.post(PAGE, TYPED["person"])
    OutboxMessage.objects.all().delete()
    browser.post("/accounts/password/reset/", {"login": "inna@example.ru"})

    assert browser.get(link()).status_code == 200


def test_staff_is_told_plainly_whom_it_knows_already(administrator_client: Client, applicant: User) -> None:
    answer = administrator_client.post(PAGE, {**TYPED["person"], "snils": world.applicant_of(applicant).snils})
    assert answer.status_code == 422
    assert f"/applicants/{world.applicant_of(applicant).pk}/" in words(answer)

    answer = administrator_client.post(PAGE, {**TYPED["person"], "email": applicant.email})
    assert "У этого адреса уже есть учётная запись" in words(answer)
    assert Applicant.objects.count() == 1


def test_a_mistake_is_told_in_the_words_of_the_registration(administrator_client: Client) -> None:
    answer = administrator_client.post(PAGE, {**TYPED["person"], "snils": "123"})

    assert "Проверьте СНИЛС: в номере ошибка" in words(answer)
    assert "password1" not in answer.content.decode()


def test_the_letter_can_be_sent_again(administrator_client: Client) -> None:
    administrator_client.post(PAGE, TYPED["person"])
    OutboxMessage.objects.all().delete()
    found = Applicant.objects.get()
    assert "По письму ещё не вошли" in words(administrator_client.get(f"/applicants/{found.pk}/"))
    administrator_client.post(f"/applicants/{found.pk}/letter/")
    assert link()


def test_an_observer_makes_no_accounts(signed_in, company, here) -> None:
    client = signed_in(world.staff(5, StaffRole.OBSERVER), company)
    assert client.get(PAGE).status_code == 404
    assert "Создать учётную запись" not in words(client.get("/applicants/"))


def test_a_password_cannot_be_set_twice(administrator_client: Client, browser: Client) -> None:
    administrator_client.post(PAGE, TYPED["person"])
    token = link().split("/")[2]
    asked: dict[str, Any] = {"password": PASSWORD, "agreed_to": [], "evidence": world.EVIDENCE, "now": NOW}
    services.take_over(token, **asked)
    with pytest.raises(LinkNotValid):
        services.take_over(token, **asked)
