"""Somebody registers."""

import re
import uuid
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.messages import get_messages
from django.test import Client

from accounts import synthetic
from accounts.models import Applicant, Consent, LegalForm, Membership, User
from accounts.security.email_confirmation import key_for
from accounts.services import confirm_email
from accounts.signals import registered
from audit.models import Record
from notifications.models import OutboxMessage
from tenancy.company import inside
from tenants.models import GridCompany
from tests.moment import NOW
from tests.world import PASSWORD, words

from .conftest import entrepreneur, organisation, person, register

pytestmark = pytest.mark.usefixtures("here")

SIGNUP = "/accounts/signup/"


def typed(**changed: str) -> dict[str, str]:
    """What a person fills in, as a browser sends it."""
    answers = {
        "shown": "person",
        "legal_form": "person",
        "last_name": "Орлова",
        "first_name": "Анна",
        "middle_name": "",
        "snils": "112-233-445 95",
        "inn": "",
        "email": "Anna@Example.ru",
        "phone": "8 (999) 123-45-67",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "agree": "on",
        "key": str(uuid.uuid4()),
    }
    return {**answers, **changed}


def test_a_person_registers_and_is_told_to_look_into_the_mail(browser: Client) -> None:
    response = browser.post(SIGNUP, typed())

    assert (response.status_code, response["Location"]) == (302, "/accounts/signup/sent/")
    assert "_auth_user_id" not in browser.session
    assert "Мы отправили письмо на Anna@Example.ru" in without_tags(browser.get(response["Location"]))
    user = User.objects.get(email="anna@example.ru")
    assert user.applicant is not None
    assert user.applicant.snils == "11223344595"
    assert user.applicant.phone == "+79991234567"
    assert user.applicant.title == "Орлова Анна"


def without_tags(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", words(response)).split())


@pytest.mark.parametrize("newcomer", [person(), entrepreneur(), organisation()], ids=lambda who: who.legal_form)
def test_every_legal_form_can_register(newcomer: Applicant) -> None:
    user = register(newcomer)

    assert user is not None
    assert user.applicant == newcomer
    assert user.membership_set.get().role == Membership.Role.ADMINISTRATOR


def test_the_company_above_is_told_when_the_email_is_confirmed() -> None:
    heard: list[dict[str, Any]] = []

    def listen(**told: Any) -> None:
        heard.append(told)

    registered.connect(listen)
    try:
        user = register()
        assert user is not None
        assert heard == []
        confirm_email(key_for(EmailAddress.objects.get(user=user)), now=NOW)
    finally:
        registered.disconnect(listen)

    assert [(told["user"], told["now"]) for told in heard] == [(user, NOW)]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"last_name": ""}, "Введите фамилию"),
        ({"first_name": " "}, "Введите имя"),
        ({"snils": ""}, "Введите СНИЛС"),
        ({"snils": "112-233-445 59"}, "Проверьте СНИЛС: в номере ошибка. Пример: 112-233-445 95"),
        ({"inn": "123"}, "ИНН — 12 цифр"),
        ({"inn": "500100732258"}, "Проверьте ИНН: такого номера не бывает"),
        ({"email": "anna@"}, "Введите e-mail в формате name@example.ru"),
        ({"email": ""}, "Введите e-mail в формате name@example.ru"),
        ({"phone": "8 999 123-45"}, "Введите номер мобильного телефона. Пример: +7 999 123-45-67"),
        ({"phone": "+44 7911 123456"}, "Введите номер мобильного телефона. Пример: +7 999 123-45-67"),
        ({"password1": "12345", "password2": "12345"}, "Пароль слишком простой: добавьте ещё слово или цифры"),
        ({"password2": "что-то другое"}, "Пароли не совпадают"),
        ({"agree": ""}, "Подтвердите согласие на обработку персональных данных, чтобы продолжить"),
    ],
)
def test_a_mistake_is_told_and_what_was_typed_stays(browser: Client, wrong: dict[str, str], sentence: str) -> None:
    sent = typed(**wrong)
    if not sent["agree"]:
        del sent["agree"]
    response = browser.post(SIGNUP, sent)

    form = response.context["form"]
    assert [error for errors in form.errors.values() for error in errors] == [sentence]
    assert form["email"].value() == sent["email"]
    assert form["snils"].value() == sent["snils"]
    assert PASSWORD not in response.content.decode()
    assert not User.objects.exists()


def test_the_consent_is_not_ticked_beforehand(browser: Client) -> None:
    form = browser.get(SIGNUP).context["form"]

    assert not form["agree"].value()
    assert not form["sign"].value()


def test_another_legal_form_keeps_what_was_typed(browser: Client) -> None:
    page = browser.post(SIGNUP, typed(legal_form="organisation")).content.decode()

    assert "КПП" in page
    assert "Ошибка" not in page
    assert "Anna@Example.ru" in page
    assert '<input type="hidden" name="snils" value="112-233-445 95">' in page  # for the way back

    back = browser.post(SIGNUP, typed(legal_form="person", shown="organisation"))
    assert back.context["form"]["snils"].value() == "112-233-445 95"
    assert not User.objects.exists()


def test_a_link_opens_the_form_of_an_organisation(browser: Client) -> None:
    assert browser.get(f"{SIGNUP}?form=organisation").context["form"].shown == LegalForm.ORGANISATION
    assert browser.get(f"{SIGNUP}?form=nonsense").context["form"].shown == LegalForm.PERSON


@pytest.mark.parametrize(
    "known", [{"snils": synthetic.snils(500)}, {"email": "anna500@example.ru"}], ids=["snils", "email"]
)
def test_who_is_known_already_is_told_by_letter_only(anna: User, browser: Client, known: dict[str, str]) -> None:
    OutboxMessage.objects.all().delete()
    response = browser.post(SIGNUP, typed(**known), follow=True)

    assert response.redirect_chain == [("/accounts/signup/sent/", 302)]
    assert "_auth_user_id" not in browser.session
    assert anna.email not in response.content.decode() or "email" in known
    letter = OutboxMessage.objects.get()
    assert letter.recipient == anna.email
    assert letter.subject == "Вы уже зарегистрированы в личном кабинете"
    assert User.objects.get() == anna


def test_the_owner_is_not_flooded(anna: User) -> None:
    OutboxMessage.objects.all().delete()
    for n in range(5):
        assert register(person(email=f"thief{n}@example.ru")) is None

    assert OutboxMessage.objects.count() == 1


def test_a_second_press_of_the_button_is_the_first_one_again(browser: Client) -> None:
    sent = typed()
    browser.post(SIGNUP, sent)
    second = Client(HTTP_HOST="gorset.localhost").post(SIGNUP, sent)

    assert second["Location"] == "/accounts/signup/sent/"
    assert User.objects.count() == 1
    assert OutboxMessage.objects.filter(recipient="anna@example.ru").count() == 1


def test_an_entrepreneur_may_also_be_a_person_here() -> None:
    number = synthetic.inn12(7)
    assert register(person(1, inn=number)) is not None
    assert register(person(2, legal_form="entrepreneur", snils="", inn=number, ogrn=synthetic.ogrnip(7))) is not None


def test_a_branch_is_not_its_head_office() -> None:
    assert register(organisation(5)) is not None
    branch = organisation(6)
    branch.inn, branch.ogrn = synthetic.inn10(5), synthetic.ogrn(5)
    assert register(branch) is not None


def test_the_same_person_at_two_companies_is_two_accounts(anna: User, other_company: GridCompany) -> None:
    with inside(other_company):
        other = register()
        assert other is not None
        assert User.objects.count() == 1


def test_a_registration_is_in_the_journal_without_personal_data(anna: User) -> None:
    record = Record.objects.get(event="user.registered")

    assert (record.actor_id, record.actor_kind, record.subject_id) == (anna.pk, "applicant", anna.pk)
    assert record.details == {}


def test_what_was_agreed_to_can_be_proved(browser: Client) -> None:
    browser.post(SIGNUP, typed(), headers={"User-Agent": "Firefox"})

    consent = Consent.objects.select_related("text").get()
    assert consent.text.kind == "personal-data"
    assert consent.text_sha256 == consent.text.sha256
    assert consent.operator_name in consent.text.body
    assert (consent.ip, consent.user_agent) == ("127.0.0.1", "Firefox")


def test_too_many_registrations_are_slowed_down_and_lose_nothing(browser: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"signup": "1/m/ip"}
    browser.post(SIGNUP, typed(agree="", snils="1"))
    response = browser.post(SIGNUP, typed())

    assert response.status_code == 429
    assert "Слишком много попыток" in response.content.decode()
    assert response.context["form"]["snils"].value() == "112-233-445 95"
    assert not User.objects.exists()


def test_who_is_inside_does_not_register_again(browser: Client, anna: User) -> None:
    browser.force_login(anna)

    assert browser.get(SIGNUP)["Location"] == "/"
    assert list(get_messages(browser.get(SIGNUP).wsgi_request)) == []


def test_mistakes_are_listed_in_the_order_of_the_page(browser: Client) -> None:
    form = browser.post(SIGNUP, {"shown": "organisation", "legal_form": "organisation"}).context["form"]

    assert list(form.errors) == [
        "inn", "ogrn", "kpp", "organisation_name", "last_name", "first_name",
        "email", "phone", "password1", "password2", "agree",
    ]  # fmt: skip
