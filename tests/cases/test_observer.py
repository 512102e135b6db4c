"""«Наблюдатель» sees everything of the company and changes nothing."""

import pytest
from django.test import Client

from accounts.models import StaffRole
from cabinet.cases.models import Case, Entry
from tenancy.company import inside
from tenants.models import GridCompany
from tests import world

pytestmark = pytest.mark.usefixtures("here")


@pytest.fixture
def observer(browser: Client) -> Client:
    browser.force_login(world.staff(7, StaffRole.OBSERVER))
    return browser


@pytest.fixture(scope="module")
def built(gorset: GridCompany) -> Case:
    with inside(gorset):
        return world.application(world.person(1))


@pytest.fixture
def case(built: Case, here: None) -> Case:
    return Case.objects.get(pk=built.pk)


def test_sees_the_queue_and_the_card(observer: Client, case: Case) -> None:
    assert case.subject in world.words(observer.get("/cases/"))
    card = world.words(observer.get(case.get_absolute_url()))

    assert case.status in card
    assert "Орлова" in card


def test_finds_no_button_on_the_card(observer: Client, case: Case) -> None:
    card = world.words(observer.get(case.get_absolute_url()))

    for words in ("/register/", "Добавить документ", "Добавить сообщение", "Заметка", "?add="):
        assert words not in card
    assert observer.get(f"{case.get_absolute_url()}?add=note").context["add_form"] is None


@pytest.mark.parametrize("act", ["entries/message/", "entries/note/", "entries/status/", "register/"])
def test_acts_are_pages_that_do_not_exist(observer: Client, case: Case, act: str) -> None:
    before = Entry.objects.count()
    answer = observer.post(f"/cases/{case.pk}/{act}", {"text": "слово", "status": "Принято", "version": case.version})

    assert answer.status_code == 404
    assert Entry.objects.count() == before


def test_a_look_of_theirs_is_not_the_companys(observer: Client, case: Case) -> None:
    observer.get(case.get_absolute_url())

    assert Case.objects.get(pk=case.pk).company_looked_at is None


def test_downloads(observer: Client, case: Case) -> None:
    assert observer.get(f"/documents/{case.entries.get(kind='document').pk}/").status_code == 302


def test_is_never_an_assignee(administrator_client: Client, observer: Client, case: Case) -> None:
    form = administrator_client.get(case.get_absolute_url()).context["register_form"]

    assert not form.fields["assignee"].queryset.filter(staff_role=StaffRole.OBSERVER).exists()


@pytest.mark.parametrize("role", [StaffRole.SPECIALIST, StaffRole.SIGNER, StaffRole.ACCOUNTANT])
def test_the_other_roles_act(browser: Client, case: Case, role: StaffRole) -> None:
    browser.force_login(world.staff(8, role))

    assert "/register/" in world.words(browser.get(case.get_absolute_url()))
