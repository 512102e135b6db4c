"""Somebody came to the office: staff makes the account, the person takes it over by the letter."""

import re
import uuid
from typing import Any

import pytest
from django.test import Client

from accounts import services, synthetic
from accounts.errors import HasAccess, LinkNotValid
from accounts.models import Applicant, Consent, ConsentText, JoinRequest, Membership, StaffRole, User
from audit.models import Record
from cabinet.applications import services as applications
from cabinet.cases import services as cases
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


@pytest.fixture
def entered(administrator: User, here: None) -> Applicant:
    """Инна Зотова wrote on paper and named no e-mail; her application is in the cabinet."""
    told = {name: value for name, value in COMMON.items() if name not in {"email", "phone"}}
    newcomer = Applicant(legal_form="person", snils=synthetic.snils(77), phone=synthetic.phone(77), **told)
    services.note_in_office(newcomer, by=administrator, now=NOW)
    return newcomer


def given(browser: Client, whose: Applicant, email: str = "inna@example.ru") -> Any:
    return browser.post(f"/applicants/{whose.pk}/access/", {"email": email})


def registers(n: int = 77, email: str = "inna@example.ru") -> User | None:
    newcomer = Applicant(
        legal_form="person",
        snils=synthetic.snils(n),
        **{**COMMON, "email": email, "phone": synthetic.phone(n)},
    )
    return services.register(
        newcomer, password=PASSWORD, agreed_to=[ConsentText.Kind.PERSONAL_DATA], evidence=world.EVIDENCE, now=NOW
    )


def test_somebody_entered_from_a_paper_is_given_access(
    administrator_client: Client, browser: Client, entered: Applicant, administrator: User
) -> None:
    case = applications.start(applicant=entered, by=administrator, key=uuid.uuid4(), now=NOW).case
    cases.submit(case, by=administrator, now=NOW)
    assert "Дать доступ" in words(administrator_client.get(f"/applicants/{entered.pk}/"))

    assert given(administrator_client, entered)["Location"] == f"/applicants/{entered.pk}/"
    enters(browser, link())

    assert browser.get(f"/cases/{case.pk}/").status_code == 200
    assert Membership.objects.get(applicant=entered).role == Membership.Role.ADMINISTRATOR
    assert "Дать доступ" not in words(administrator_client.get(f"/applicants/{entered.pk}/"))


def test_a_mistyped_address_is_put_right_and_its_link_ends(
    administrator_client: Client, browser: Client, entered: Applicant
) -> None:
    given(administrator_client, entered)
    first = link()
    given(administrator_client, entered, "inna.zotova@example.ru")

    assert browser.get(first).status_code == 410
    assert User.objects.get(membership__applicant=entered).email == "inna.zotova@example.ru"
    assert OutboxMessage.objects.filter(recipient="inna.zotova@example.ru").count() == 1


def test_access_is_not_given_past_whoever_has_it(
    administrator_client: Client, browser: Client, entered: Applicant
) -> None:
    given(administrator_client, entered)
    enters(browser, link())

    answer = given(administrator_client, entered, "thief@example.ru")

    assert answer.status_code == 409
    assert "уже есть вход" in words(answer)
    assert not User.objects.filter(email="thief@example.ru").exists()


@pytest.mark.parametrize(
    ("email", "told"), [("inna@", "e-mail"), ("", "e-mail"), ("person1@example.ru", "У этого адреса")]
)
def test_a_wrong_address_is_named_at_the_field(
    administrator_client: Client, entered: Applicant, applicant: User, email: str, told: str
) -> None:
    answer = given(administrator_client, entered, email)

    assert answer.status_code == 422
    assert told in words(answer)
    assert not entered.members.exists()


def test_whoever_registers_with_the_numbers_of_the_entered_waits_for_a_passport(
    entered: Applicant, administrator: User, administrator_client: Client, signed_in: Any, company: Any
) -> None:
    """The numbers of a person are known to many: they open nothing by themselves."""
    case = applications.start(applicant=entered, by=administrator, key=uuid.uuid4(), now=NOW).case
    cases.submit(case, by=administrator, now=NOW)
    inna = registers()
    assert inna is not None
    world.confirmed(inna)

    visitor = signed_in(inna, company)
    assert visitor.get(f"/cases/{case.pk}/").status_code == 404
    assert "Ваши данные сверяет сетевая организация" in words(visitor.get("/information/"))
    told = OutboxMessage.objects.filter(subject__contains="просит доступ").get()
    assert "Зотова" not in told.text
    assert "Просит доступ: Зотова Инна" in words(administrator_client.get(f"/applicants/{entered.pk}/"))

    administrator_client.post(f"/join-requests/{JoinRequest.objects.get().pk}/", {"do": "admit"})

    assert visitor.get(f"/cases/{case.pk}/").status_code == 200
    assert Membership.objects.get(user=inna).role == Membership.Role.ADMINISTRATOR
    entered.refresh_from_db()
    assert entered.email == "inna@example.ru"


def test_of_two_with_the_same_numbers_one_is_let_in(entered: Applicant, administrator: User) -> None:
    for email in ("inna@example.ru", "thief@example.ru"):
        user = registers(email=email)
        assert user is not None
        world.confirmed(user)
    first, second = JoinRequest.objects.order_by("pk")
    services.admit(first, by=administrator, now=NOW)

    with pytest.raises(HasAccess):
        services.admit(second, by=administrator, now=NOW)
    assert entered.members.get().email == "inna@example.ru"


def test_an_entered_organisation_has_its_first_member_as_administrator(administrator: User, here: None) -> None:
    services.note_in_office(world.newcomer_of_organisation(9, email=""), by=administrator, now=NOW)
    user = services.register(
        world.newcomer_of_organisation(9), password=PASSWORD, agreed_to=[ConsentText.Kind.PERSONAL_DATA],
        evidence=world.EVIDENCE, now=NOW,
    )  # fmt: skip
    assert user is not None
    world.confirmed(user)
    assert OutboxMessage.objects.filter(subject__contains="просит доступ").count() == 1

    services.admit(JoinRequest.objects.get(), by=administrator, now=NOW)

    assert Membership.objects.get(user=user).role == Membership.Role.ADMINISTRATOR


def test_the_page_of_the_registration_is_the_same_for_the_entered(entered: Applicant, browser: Client) -> None:
    registers(78, "other@example.ru")
    registers()

    subjects = OutboxMessage.objects.filter(recipient__in=["other@example.ru", "inna@example.ru"])
    assert len({letter.subject for letter in subjects}) == 1
    assert subjects.count() == 2


def test_an_observer_gives_no_access(entered: Applicant, signed_in: Any, company: Any) -> None:
    observer = signed_in(world.staff(5, StaffRole.OBSERVER), company)

    assert given(observer, entered).status_code == 404
    assert "Дать доступ" not in words(observer.get(f"/applicants/{entered.pk}/"))
