"""Somebody acts for an applicant, as far and as long as that one allows."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Applicant, User
from audit.models import Record
from cabinet.cases import services as cases
from cabinet.cases.models import Case
from cabinet.representatives import services
from cabinet.representatives.acting import acting_of, applicant_sought
from cabinet.representatives.errors import RepresentationNotValid
from cabinet.representatives.models import Representation
from notifications.models import OutboxMessage
from tests import world
from tests.moment import NOW
from tests.world import PASSWORD, words

PAGE = "/representatives/"


def invitation(**changed: Any) -> dict[str, Any]:
    until = timezone.localdate() + timedelta(days=30)
    asked = {"email": "oleg@example.ru", "scope": "file", "until": f"{until:%d.%m.%Y}", "document": world.pdf()}
    return {name: value for name, value in {**asked, **changed}.items() if value}


def path(email: str = "oleg@example.ru") -> str:
    return f"/representation/{world.token_of(email, 'representation')}/"


# --- Invitation ---


def test_a_newcomer_accepts_names_themself_and_acts(applicant_client: Client, browser: Client, applicant: User) -> None:
    case = world.application(applicant)
    assert applicant_client.post(PAGE, invitation())["Location"] == PAGE
    letter = OutboxMessage.objects.get(recipient="oleg@example.ru")
    assert "Орлова" not in letter.text + letter.subject

    assert "Орлова Анна Андреевна" in words(browser.get(path()))
    sent = {"last_name": "Яблочков", "first_name": "Олег", "password1": PASSWORD, "password2": PASSWORD}
    assert browser.post(path(), sent).status_code == 422  # no consent, no account
    assert browser.post(path(), {**sent, "agree": "on"})["Location"] == "/"

    assert "Вы действуете за: <b>Орлова Анна Андреевна</b>" in words(browser.get("/information/"))
    assert browser.get(f"/cases/{case.pk}/").status_code == 200
    assert "Яблочков Олег" in words(applicant_client.get(PAGE))
    assert OutboxMessage.objects.filter(recipient=applicant.email, subject__contains="принял").exists()
    assert User.objects.get(email="oleg@example.ru").consents.count() == 1


def test_who_is_known_here_accepts_under_their_own_account(
    applicant_client: Client, stranger_client: Client, browser: Client, applicant: User, stranger: User
) -> None:
    mine, clients_case = world.application(stranger), world.application(applicant)
    applicant_client.post(PAGE, invitation(email=stranger.email))
    link = path(stranger.email)
    assert "Войдите под своей учётной записью" in words(browser.get(link))

    stranger_client.post(link)
    assert stranger_client.get(f"/cases/{clients_case.pk}/").status_code == 200
    assert stranger_client.get(f"/cases/{mine.pk}/").status_code == 404  # one at a time

    stranger_client.post(f"/clients/{world.applicant_of(stranger).pk}/")
    assert stranger_client.get(f"/cases/{mine.pk}/").status_code == 200
    assert stranger_client.get(f"/cases/{clients_case.pk}/").status_code == 404
    assert "Вы действуете за" not in words(stranger_client.get("/cases/"))


def test_a_link_works_once_for_72_hours(applicant_client: Client, browser: Client, stranger_client: Client) -> None:
    applicant_client.post(PAGE, invitation())
    token = path().split("/")[2]
    with pytest.raises(RepresentationNotValid):
        services.find(token, now=timezone.now() + timedelta(hours=73))
    stranger_client.post(path())

    assert browser.get(path()).status_code == 410


def test_a_link_is_worth_nothing_at_another_company(applicant_client: Client, other_browser: Client) -> None:
    applicant_client.post(PAGE, invitation())

    assert other_browser.get(path()).status_code == 410


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"email": ""}, "Введите e-mail в формате name@example.ru"),
        ({"scope": ""}, "Выберите, что разрешить"),
        ({"scope": "sign"}, ""),  # nobody signs for another
        ({"until": "01.01.2020"}, "Эта дата уже прошла"),
        ({"until": "01.01.2099"}, "Проверьте дату: срок слишком большой"),
        ({"document": None}, "Приложите доверенность или другой документ о полномочиях"),
        ({"document": world.pdf("доверенность.exe")}, "не подходит. Можно: PDF"),
    ],
)
def test_an_invitation_with_a_mistake_is_not_sent(
    applicant_client: Client, changed: dict[str, Any], sentence: str
) -> None:
    answer = applicant_client.post(PAGE, invitation(**changed))

    assert answer.status_code == 422
    assert sentence in words(answer)
    assert not Representation.objects.exists()


def test_nobody_represents_themself_and_staff_represents_nobody(
    applicant_client: Client, administrator_client: Client
) -> None:
    applicant_client.post(PAGE, invitation())

    assert applicant_client.post(path()).status_code == 409
    assert administrator_client.post(path()).status_code == 409


def test_two_presses_leave_one_invitation(applicant_client: Client, browser: Client) -> None:
    applicant_client.post(PAGE, invitation())
    first = path()
    applicant_client.post(PAGE, invitation())

    assert Representation.objects.filter(revoked_at=None).count() == 1
    assert browser.get(first).status_code == 410
    assert browser.get(path()).status_code == 200


def test_the_poll_asks_about_the_one_for_whom_the_person_acts(applicant: User, stranger: User) -> None:
    """It says it in SQL, so it must say the same as the rule: by choice, by default, after a block and a revocation."""
    somebody = world.representative(applicant, 1)
    services.invite(
        world.applicant_of(stranger), email="x@example.ru", scope="read",
        until=timezone.localdate(), upload=world.pdf(), by=stranger, now=timezone.now(),
    )  # fmt: skip
    services.accept(world.token_of("x@example.ru", "representation"), by=somebody, now=timezone.now())

    def agrees(person: User, chosen: int | None = None) -> bool:
        person = User.objects.get(pk=person.pk)
        person.acts_for = chosen
        told = {} if chosen is None else {"acts_for": chosen}
        sought = applicant_sought(user=person.pk, today=timezone.localdate(), **told)
        found = User.objects.filter(pk=person.pk).values_list(sought, flat=True).get()
        return found == getattr(acting_of(person).applicant, "pk", None)

    clients = [world.applicant_of(owner).pk for owner in (applicant, stranger)]
    assert agrees(applicant)
    assert all(agrees(somebody, chosen) for chosen in (None, *clients, 10**9))
    Representation.objects.filter(applicant=clients[0]).update(revoked_at=NOW)
    Applicant.objects.filter(pk=clients[1]).update(blocked_at=NOW)
    assert all(agrees(somebody, chosen) for chosen in (None, *clients))
    assert agrees(stranger)


# --- Scope ---


@pytest.fixture
def read_only(applicant: User, signed_in: Any, company: Any) -> Client:
    return signed_in(world.representative(applicant, 1, "read"), company)


@pytest.fixture
def files(applicant: User, signed_in: Any, company: Any) -> Client:
    return signed_in(world.representative(applicant, 2, "file"), company)


def test_who_may_file_files_for_the_client(files: Client, applicant: User) -> None:
    assert files.post("/applications/new/").status_code == 302
    draft = Case.objects.get()
    assert draft.applicant == applicant.applicant
    assert files.get(f"/applications/{draft.pk}/draft/").status_code == 200
    case = world.application(applicant)
    assert files.post(f"/cases/{case.pk}/entries/message/", {"text": "Добрый день"}).status_code == 302
    assert case.entries.filter(author__last_name="Яблочков").exists()


def test_who_may_only_look_finds_no_act(read_only: Client, applicant: User, administrator: User) -> None:
    case, draft = world.application(applicant), world.draft(applicant)
    word = cases.add_message(case, text="Вопрос", by=applicant, key=uuid.uuid4(), now=NOW)
    entry = case.entries.get(kind="document")

    assert read_only.get(f"/cases/{case.pk}/").status_code == 200
    assert read_only.get(f"/documents/{entry.pk}/").status_code == 302
    assert "Добавить сообщение" not in words(read_only.get(f"/cases/{case.pk}/"))
    assert "Создать заявку" not in words(read_only.get("/cases/"))
    acts = [
        f"/cases/{case.pk}/entries/message/", f"/cases/{case.pk}/entries/document/", f"/cases/{case.pk}/withdraw/",
        f"/cases/{draft.pk}/delete/", f"/cases/{draft.pk}/files/", f"/entries/{word.pk}/withdraw/",
        f"/applications/{draft.pk}/draft/", "/applications/new/", "/enquiries/new/", "/profile/", PAGE,
    ]  # fmt: skip
    for act in acts:
        assert read_only.post(act, {"text": "чужое", "reason": "чужое", "do": "submit"}).status_code == 404, act
    for act in (f"/cases/{case.pk}/withdraw/", f"/cases/{draft.pk}/delete/", f"/applications/{draft.pk}/draft/"):
        assert read_only.get(act).status_code == 404, act


def test_a_representative_does_not_touch_who_the_client_is(files: Client, applicant: User) -> None:
    about = world.applicant_of(applicant)
    sent = {"last_name": "Чужой", "first_name": "Чужой", "snils": world.synthetic.snils(50), "bank_name": "Банк"}
    files.post("/profile/", sent)
    about.refresh_from_db()

    assert (about.last_name, about.snils) == ("Орлова", world.synthetic.snils(1))
    assert files.post(PAGE, invitation()).status_code == 404
    assert files.get("/organisation/").status_code == 404


def test_who_may_only_look_does_not_see_the_passport(read_only: Client, applicant: User) -> None:
    world.ApplicantDetails.objects.create(applicant=world.applicant_of(applicant), passport_number="654321")

    assert "654321" not in words(read_only.get("/profile/"))


# --- The end of it ---


def test_a_revocation_works_at_the_next_request(applicant_client: Client, files: Client, applicant: User) -> None:
    case = world.application(applicant)
    assert files.get(f"/cases/{case.pk}/").status_code == 200
    given = Representation.objects.get()
    assert applicant_client.post(f"{PAGE}{given.pk}/revoke/")["Location"] == PAGE

    assert files.get(f"/cases/{case.pk}/").status_code == 404
    assert files.post(f"/cases/{case.pk}/entries/message/", {"text": "ещё"}).status_code == 404
    assert files.get(f"{PAGE}{given.pk}/document/").status_code == 404
    assert files.post(f"/clients/{world.applicant_of(applicant).pk}/").status_code == 404
    assert "Сейчас вы ни за кого не действуете" in words(files.get("/information/"))
    assert Record.objects.filter(event="representative.revoked").count() == 1


def test_a_revoked_invitation_opens_nothing(applicant_client: Client, browser: Client) -> None:
    applicant_client.post(PAGE, invitation())
    applicant_client.post(f"{PAGE}{Representation.objects.get().pk}/revoke/")

    assert browser.get(path()).status_code == 410


def test_the_term_ends_by_itself(applicant: User, signed_in: Any, company: Any) -> None:
    client = signed_in(world.representative(applicant, 1), company)
    case = world.application(applicant)
    Representation.objects.update(until=timezone.localdate())
    assert client.get(f"/cases/{case.pk}/").status_code == 200
    Representation.objects.update(until=timezone.localdate() - timedelta(days=1))
    assert client.get(f"/cases/{case.pk}/").status_code == 404


def test_a_scope_that_shrinks_works_at_the_next_request(files: Client) -> None:
    Representation.objects.update(scope="read")

    assert files.post("/applications/new/").status_code == 404


def test_all_clients_stand_in_one_list(applicant: User, stranger: User, signed_in: Any, company: Any) -> None:
    somebody = world.representative(applicant, 1)
    services.invite(
        world.applicant_of(stranger), email="x@example.ru", scope="read",
        until=timezone.localdate(), upload=world.pdf(), by=stranger, now=timezone.now(),
    )  # fmt: skip
    services.accept(world.token_of("x@example.ru", "representation"), by=somebody, now=timezone.now())
    client = signed_in(somebody, company)
    listed = words(client.get("/clients/"))
    assert "Орлова Анна" in listed
    assert "Лугов Пётр" in listed

    client.post(f"/clients/{world.applicant_of(stranger).pk}/")
    assert "Вы действуете за: <b>Лугов Пётр Ильич</b> (только просмотр)" in words(client.get("/cases/"))


def test_nobody_switches_to_whom_they_do_not_represent(applicant: User, stranger_client: Client) -> None:
    assert stranger_client.post(f"/clients/{world.applicant_of(applicant).pk}/").status_code == 404


def test_a_forged_choice_in_the_session_changes_nothing(
    applicant: User, stranger: User, stranger_client: Client
) -> None:
    case = world.application(applicant)
    session = stranger_client.session
    session["acts_for"] = world.applicant_of(applicant).pk
    session.save()

    assert stranger_client.get(f"/cases/{case.pk}/").status_code == 404


def test_strangers_do_not_see_or_end_it(files: Client, stranger_client: Client) -> None:
    given = Representation.objects.get()

    assert stranger_client.get(f"{PAGE}{given.pk}/document/").status_code == 404
    assert stranger_client.post(f"{PAGE}{given.pk}/revoke/").status_code == 404
    assert files.post(f"{PAGE}{given.pk}/revoke/").status_code == 404  # it is not theirs to revoke


def test_an_employee_invites_nobody(signed_in: Any, company: Any, here: None) -> None:
    employee = signed_in(world.employee(world.organisation(3), 1), company)

    assert employee.post(PAGE, invitation()).status_code == 404
