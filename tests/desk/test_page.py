"""The screen of the paper desk: nothing typed is lost, nothing is entered twice, and only clerks see it."""

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts import synthetic
from accounts.models import Applicant, StaffRole, User
from cabinet.cases.models import Case, Entry
from tenancy.company import inside
from tenants.models import GridCompany
from tests import world
from tests.world import words


def typed(**told: str) -> dict[str, Any]:
    now = timezone.localtime()
    return {
        "key": str(uuid.uuid4()),
        "source": "post",
        "received_on": f"{now:%d.%m.%Y}",
        "received_time": "00:00",
        "reason": "",
        "number": "",
        "type": "new",
        "purpose": "Гараж",
        "address": "Лугореченск, ул. Мира, 7",
        "cadastral_number": "",
        "max_power_kw": "12,5",
        "do": "enter",
        **told,
    }


def new_person(n: int = 51, **told: str) -> dict[str, str]:
    return {
        "new": "person",
        "new-last_name": "Кузнецова",
        "new-first_name": "Вера",
        "new-middle_name": "",
        "new-snils": synthetic.snils(n),
        "new-inn": "",
        "new-email": f"paper{n}@example.ru",
        "new-phone": synthetic.phone(n),
        **told,
    }


@pytest.fixture
def clerk(signed_in: Callable[..., Client], company: GridCompany, here: None) -> Client:
    return signed_in(world.staff(3, StaffRole.SPECIALIST), company)


def test_the_way_there(clerk: Client) -> None:
    assert 'href="/desk/"' in clerk.get("/cases/").content.decode()
    page = words(clerk.get("/desk/"))
    assert "Внести бумажную заявку" in page
    assert f"{timezone.localtime():%d.%m.%Y}" in page


def test_an_observer_has_no_desk(signed_in: Callable[..., Client], company: GridCompany, here: None) -> None:
    observer = signed_in(world.staff(4, StaffRole.OBSERVER), company)

    assert observer.get("/desk/").status_code == 404
    assert observer.post("/desk/", typed()).status_code == 404
    assert 'href="/desk/"' not in observer.get("/cases/").content.decode()
    assert not Case.objects.exists()


@pytest.mark.parametrize("by", ["snils", "name", "email", "phone"])
def test_an_applicant_is_found(by: str, clerk: Client, applicant: User, stranger: User) -> None:
    found = world.applicant_of(applicant)
    asked = {"snils": found.snils, "name": "орлова анна", "email": found.email, "phone": found.phone[-7:]}

    page = clerk.post("/desk/", typed(do="find", q=asked[by], purpose="Теплица"))

    assert page.status_code == 200
    assert "Орлова Анна Андреевна" in words(page)
    assert "Лугов" not in words(page)
    assert 'value="Теплица"' in page.content.decode()


@pytest.mark.parametrize("by", ["inn", "ogrn", "organisation_name"])
def test_an_organisation_is_found(by: str, clerk: Client) -> None:
    found = world.applicant_of(world.organisation(5))

    assert "ООО «Ромашка»" in words(clerk.post("/desk/", typed(do="find", q=getattr(found, by))))


def test_nobody_of_another_company_is_found(clerk: Client, other_company: GridCompany, company: GridCompany) -> None:
    with inside(other_company):
        theirs = world.applicant_of(world.person(61, last_name="Чужаков", first_name="Иван"))

    page = words(clerk.post("/desk/", typed(do="find", q="Чужаков")))
    assert "Никого не нашлось" in page
    assert clerk.post("/desk/", typed(applicant=str(theirs.pk))).status_code == 422
    assert not Case.objects.exists()


def test_one_screen_from_a_paper_to_a_card(clerk: Client, applicant: User) -> None:
    answer = clerk.post(
        "/desk/", {**typed(applicant=str(world.applicant_of(applicant).pk), number="П-1"), "files": [world.pdf()]}
    )

    case = Case.objects.get()
    assert answer["Location"] == case.get_absolute_url()
    assert (case.number, str(case.application.max_power_kw)) == ("П-1", "12.500000")
    assert case.entries.filter(kind=Entry.Kind.DOCUMENT, title="Выписка из ЕГРН").count() <= 1
    assert case.entries.filter(kind=Entry.Kind.DOCUMENT).count() == 1
    card = words(clerk.get(case.get_absolute_url()))
    assert "По почте" in card
    assert "внесена сотрудником" in card


def test_a_newcomer_is_made_on_the_same_screen(clerk: Client) -> None:
    page = clerk.post("/desk/", typed(new="person", do="", purpose="Теплица"))
    assert 'name="new-snils"' in page.content.decode()
    assert 'value="Теплица"' in page.content.decode()

    assert clerk.post("/desk/", {**typed(), **new_person()}).status_code == 302
    assert Case.objects.get().applicant.snils == synthetic.snils(51)


WRONG = [
    ({"received_on": "31.12.2999"}, "она ещё не наступила"),
    ({"received_on": "завтра"}, "в формате ДД.ММ.ГГГГ"),
    ({"received_on": "01.01.1926"}, "Проверьте год"),
    ({"received_on": "01.03.2026"}, "Напишите, почему заявка внесена позже"),
    ({"received_time": "23:99"}, "в формате ЧЧ:ММ"),
    ({"received_time": ""}, "Введите время поступления"),
    ({"source": "web"}, "web"),
    ({"address": ""}, "Введите адрес объекта"),
    ({"max_power_kw": "много"}, "например 15"),
    ({"new-snils": "1"}, "СНИЛС"),
    ({"new-email": "не адрес"}, "name@example.ru"),
    ({"new-last_name": ""}, "фамилию"),
]


@pytest.mark.parametrize(("wrong", "said"), WRONG)
def test_what_is_wrong_is_named_and_what_was_typed_is_kept(wrong: dict[str, str], said: str, clerk: Client) -> None:
    sent = {**typed(purpose="Теплица"), **new_person(), **wrong, "files": [world.pdf("доверенность.pdf")]}
    page = clerk.post("/desk/", sent)
    html = page.content.decode()

    assert page.status_code == 422
    assert said in words(page)
    for kept in ("Теплица", "Кузнецова", sent["key"]):
        assert kept in html or kept in wrong.values() or "new-last_name" in wrong
    assert "доверенность.pdf" in html
    assert not Case.objects.exists()
    assert not Applicant.objects.exists()

    put_right = {**sent, **typed(purpose="Теплица", key=str(sent["key"])), **new_person()}
    put_right.pop("files")
    upload = re.findall(r'name="upload" value="([^"]+)"', html)
    assert clerk.post("/desk/", {**put_right, "upload": upload}).status_code == 302
    assert Case.objects.get().entries.filter(kind=Entry.Kind.DOCUMENT).count() == 1


def test_without_an_applicant_nothing_is_entered(clerk: Client) -> None:
    page = clerk.post("/desk/", typed())

    assert page.status_code == 422
    assert "Найдите заявителя и выберите его или создайте нового" in words(page)


def test_a_newcomer_who_is_known_is_chosen(clerk: Client, applicant: User) -> None:
    sent = {**typed(), **new_person(1)}
    page = clerk.post("/desk/", sent)

    assert page.status_code == 422
    assert "Такой заявитель уже есть" in words(page)
    assert f'value="{world.applicant_of(applicant).pk}" checked' in " ".join(page.content.decode().split())


def test_a_title_typed_for_a_scan_is_kept(clerk: Client) -> None:
    first = clerk.post("/desk/", {**typed(), "files": [world.pdf("скан1.pdf"), world.pdf("скан2.pdf")]})
    [one, two] = re.findall(r'name="upload" value="([^"]+)"', first.content.decode())
    key = re.findall(r'name="key" value="([^"]+)"', first.content.decode())[0]

    again = clerk.post("/desk/", typed(key=key, **{f"title-{one}": "План участка, лист 1"}))
    assert "План участка, лист 1" in again.content.decode()
    forgotten = clerk.post("/desk/", typed(key=key, forget=two, do=""))
    assert two not in forgotten.content.decode()


def test_a_second_press_leads_to_the_same_card(clerk: Client, applicant: User) -> None:
    sent = typed(applicant=str(world.applicant_of(applicant).pk))
    first, second = (clerk.post("/desk/", sent)["Location"] for _ in range(2))

    assert first == second
    assert Case.objects.count() == 1


def test_a_refused_file_keeps_the_rest(clerk: Client, applicant: User) -> None:
    files = [world.pdf("план.pdf"), world.pdf("вирус.exe", b"MZ\x90\x00")]
    page = clerk.post("/desk/", {**typed(applicant=str(world.applicant_of(applicant).pk)), "files": files})

    assert page.status_code == 422
    assert "вирус.exe" in words(page)
    assert len(re.findall(r'name="upload" value="', page.content.decode())) == 1
    assert not Case.objects.exists()


def test_the_scan_of_another_person_is_not_taken(clerk: Client, applicant: User, administrator: User) -> None:
    sent = typed(applicant=str(world.applicant_of(applicant).pk))
    world.uploaded(administrator, f"desk:{sent['key']}")

    clerk.post("/desk/", sent)
    assert not Case.objects.get().entries.filter(kind=Entry.Kind.DOCUMENT).exists()


def test_a_row_for_a_scan_that_a_script_has_sent(clerk: Client, here: None) -> None:
    by = User.objects.get(email="staff3@example.ru")
    upload = world.uploaded(by, "desk:1", world.pdf("паспорт.pdf"))

    answer = clerk.post("/desk/files/waiting/", {"upload": str(upload.key)})
    assert answer.status_code == 201
    assert "паспорт.pdf" in answer.json()["html"]


def test_the_list_shows_it(clerk: Client, applicant: User) -> None:
    clerk.post("/desk/", typed(applicant=str(world.applicant_of(applicant).pk), number="П-9"))

    assert "П-9" in words(clerk.get("/cases/?q=П-9"))
    assert "П-9" in words(clerk.get("/cases/?tab=mine"))
