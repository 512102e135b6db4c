"""Two people open one page. Whoever saves second sees both values of what both have changed, and decides."""

from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localtime

from accounts import services as accounts
from accounts.models import ApplicantDetails, ConsentDraft, ConsentText, Invitation, Membership, StaffRole, User
from cabinet.applicants import services as applicants
from cabinet.catalogue.models import DocumentName
from cabinet.company import services as company_services
from cabinet.company.queries import profile
from cabinet.pages.models import Slot
from cabinet.pages.queries import current
from cabinet.representatives.models import Representation
from tenants.models import GridCompany
from tests import world
from tests.forms import fields, opened
from tests.moment import NOW
from tests.world import words
from ui.words import with_time

WARNING = "Пока страница была открыта, эти данные изменили"


@pytest.fixture
def second(company: GridCompany, here: None, signed_in: Any) -> Client:
    """Another administrator."""
    return signed_in(world.staff(77, last_name="Зимина", first_name="Ольга", middle_name=""), company)


@pytest.fixture
def clerk(here: None) -> User:
    return world.staff(2, StaffRole.SPECIALIST, last_name="Петров", first_name="Пётр")


@pytest.fixture
def operator_beside(db: None, signed_in: Any) -> Client:
    return signed_in(world.operator(2))


def both_save(
    address: str, has: str, first: tuple[Client, dict[str, Any]], second: tuple[Client, dict[str, Any]], *, to: str = ""
) -> Any:
    """Both open the page, then both save. The answer to the second one."""
    forms = [opened(client, address, has) for client, _typed in (first, second)]
    for form, (client, typed) in zip(forms, (first, second), strict=True):
        answer = client.post(to or address, {**form, **typed})
    return answer


def again(client: Client, address: str, refused: Any, has: str, **more: Any) -> Any:
    """Press the button of the refused page once more."""
    return client.post(address, {**fields(refused, has), **more})


def test_settings(administrator_client: Client, second: Client) -> None:
    refused = both_save(
        "/settings/", "full_name",
        (administrator_client, {"tagline": "Свет в каждый дом", "phone": "8 800 555-01-02"}),
        (second, {"tagline": "Тепло и свет", "address": "Лугореченск, ул. Мира, 1"}),
    )  # fmt: skip

    assert refused.status_code == 422
    seen = words(refused)
    assert WARNING in seen
    saved_at = with_time(localtime(profile().changed_at))  # of Moscow, as everywhere on the page
    assert f"Изменения сохранены: Иванова М. С., {saved_at}." in seen
    assert "Текст в шапке: сохранено — «Свет в каждый дом»; у вас — «Тепло и свет»" in seen
    assert profile().tagline == "Свет в каждый дом"
    assert profile().address == ""  # nothing of the refused form is written

    assert again(second, "/settings/", refused, "full_name").status_code == 302
    about = profile()
    assert (about.tagline, about.address, about.phone) == (
        "Тепло и свет",
        "Лугореченск, ул. Мира, 1",
        "8 800 555-01-02",
    )
    assert about.changed_by == "Зимина О."


def test_fields_that_only_one_of_them_changed_need_no_question(administrator_client: Client, second: Client) -> None:
    answer = both_save(
        "/settings/", "full_name",
        (administrator_client, {"tagline": "Свет в каждый дом", "captcha": "on", "max_file_mb": "70"}),
        (second, {"address": "Лугореченск, ул. Мира, 1"}),
    )  # fmt: skip

    assert answer.status_code == 302
    about = profile()
    assert (about.tagline, about.captcha, about.max_file_mb) == ("Свет в каждый дом", True, 70)
    assert about.address == "Лугореченск, ул. Мира, 1"


def test_the_same_answer_of_both_is_no_question(administrator_client: Client, second: Client) -> None:
    answer = both_save(
        "/settings/",
        "full_name",
        (administrator_client, {"phone_hold_hours": "48"}),
        (second, {"phone_hold_hours": "48"}),
    )

    assert answer.status_code == 302


def test_ticks_and_numbers_are_shown_as_words(administrator_client: Client, second: Client) -> None:
    refused = both_save(
        "/settings/", "full_name",
        (administrator_client, {"sms_per_day": "10", "middle_name": "Ильич"}),
        (second, {"sms_per_day": "20", "middle_name": "Львович"}),
    )  # fmt: skip

    assert "Предел СМС в сутки: сохранено — «10»; у вас — «20»" in words(refused)
    assert "Отчество: сохранено — «Ильич»; у вас — «Львович»" in words(refused)


def test_a_form_without_a_version_has_seen_nothing(administrator_client: Client) -> None:
    form = opened(administrator_client, "/settings/", "full_name")
    del form["version"]
    refused = administrator_client.post("/settings/", {**form, "short_name": "Другое"})

    assert refused.status_code == 422
    assert "Краткое наименование: сохранено — «ООО «Горсеть»»; у вас — «Другое»" in words(refused)
    assert profile().short_name == "ООО «Горсеть»"


@pytest.mark.parametrize("version", ["", "x", "tagline", ":", "tagline:нет full_name", "\x00", "9" * 5000])
def test_an_invented_version_has_seen_nothing(administrator_client: Client, version: str) -> None:
    form = {**opened(administrator_client, "/settings/", "full_name"), "short_name": "Другое", "version": version}

    assert administrator_client.post("/settings/", form).status_code == 422
    assert profile().short_name == "ООО «Горсеть»"


@pytest.mark.parametrize("slot", Slot)
def test_texts(administrator_client: Client, second: Client, slot: Slot) -> None:
    has, page = f"{slot}-text", f"/pages/{slot}/"
    refused = both_save(
        "/pages/", has, (administrator_client, {has: "<p>Первый</p>"}), (second, {has: "<p>Второй</p>"}), to=page
    )

    assert refused.status_code == 422
    seen = words(refused)
    assert WARNING in seen
    assert "Иванова М. С." in seen
    assert "<p>Первый</p></div>" in seen  # as it is read
    assert fields(refused, has)[has] == "<p>Второй</p>"
    newest = current(slot)
    assert newest is not None
    assert newest.html == "<p>Первый</p>"
    assert again(second, page, refused, has).status_code == 302
    newest = current(slot)
    assert newest is not None
    assert newest.html == "<p>Второй</p>"


def test_an_old_wording_is_not_brought_back_over_one_that_was_not_seen(
    administrator_client: Client, second: Client
) -> None:
    first = current(Slot.HOME)
    assert first is not None
    form = opened(second, "/pages/", "home-text")
    administrator_client.post(
        "/pages/home/", {**opened(administrator_client, "/pages/", "home-text"), "home-text": "<p>Объявление</p>"}
    )
    administrator_client.post(
        "/pages/home/", {**opened(administrator_client, "/pages/", "home-text"), "home-text": "<p>Ещё одно</p>"}
    )

    refused = second.post(f"/pages/versions/{first.pk}/", form)

    assert refused.status_code == 422
    assert "<p>Ещё одно</p></div>" in words(refused)
    newest = current(Slot.HOME)
    assert newest is not None
    assert newest.html == "<p>Ещё одно</p>"


def test_names_of_documents(administrator_client: Client, administrator: User, second: Client) -> None:
    name = world.document_name(by=administrator)
    page = f"/catalogue/{name.pk}/"
    refused = both_save(
        page, "title",
        (administrator_client, {"title": "Согласие", "asked_of": ["person"], "file": world.pdf("новый.pdf")}),
        (second, {"title": "Согласие смежников", "asked_of": ["organisation"], "file": world.pdf("мой.pdf")}),
    )  # fmt: skip

    assert refused.status_code == 422
    seen = words(refused)
    assert "Название: сохранено — «Согласие»; у вас — «Согласие смежников»" in seen
    assert "У кого бывает: сохранено — Физическое лицо; у вас — Юридическое лицо" in seen
    assert "Образец: сохранён — «новый.pdf». Чтобы заменить его вашим, приложите файл ещё раз" in seen
    kept = DocumentName.objects.get(pk=name.pk)
    assert kept.title == "Согласие"
    assert kept.template is not None
    assert kept.template.file_name == "новый.pdf"
    assert again(second, page, refused, "title").status_code == 302
    kept = DocumentName.objects.get(pk=name.pk)
    assert (kept.title, kept.asked_of) == ("Согласие смежников", ["organisation"])
    assert kept.template is not None  # the file has to be added again, and was not


def test_saving_a_name_neither_moves_nor_shows_it(
    administrator_client: Client, administrator: User, second: Client
) -> None:
    name = world.document_name(by=administrator)
    page = f"/catalogue/{name.pk}/"
    form = opened(second, page, "title")
    administrator_client.post(f"/catalogue/{name.pk}/move/", {"to": "up"})
    administrator_client.post(f"/catalogue/{name.pk}/hide/")
    position = DocumentName.objects.get(pk=name.pk).position

    assert second.post(page, {**form, "words": "сосед"}).status_code == 302
    kept = DocumentName.objects.get(pk=name.pk)
    assert (kept.position, kept.words) == (position, ["сосед"])
    assert kept.archived_at is not None


def test_a_role(administrator_client: Client, second: Client, clerk: User) -> None:
    page = f"/staff/{clerk.pk}/"
    refused = both_save(
        page, "staff_role", (administrator_client, {"staff_role": "signer"}), (second, {"staff_role": "observer"})
    )

    assert refused.status_code == 422
    assert "Роль: сохранено — «Подписант»; у вас — «Наблюдатель»" in words(refused)
    assert "Иванова М. С." in words(refused)
    clerk.refresh_from_db()
    assert clerk.staff_role == StaffRole.SIGNER
    assert again(second, page, refused, "staff_role").status_code == 302
    clerk.refresh_from_db()
    assert clerk.staff_role == StaffRole.OBSERVER


def test_an_invitation_of_the_same_colleague(administrator_client: Client, second: Client) -> None:
    names = {"email": "zoya@gorset.ru", "last_name": "Котова", "first_name": "Зоя", "middle_name": ""}
    refused = both_save(
        "/staff/new/", "email",
        (administrator_client, {**names, "staff_role": "observer"}), (second, {**names, "staff_role": "administrator"}),
    )  # fmt: skip

    assert refused.status_code == 422
    assert "Роль: сохранено — «Наблюдатель»; у вас — «Администратор»" in words(refused)
    assert Invitation.objects.get(email="zoya@gorset.ru").staff_role == "observer"
    assert again(second, "/staff/new/", refused, "email").status_code == 302
    assert Invitation.objects.latest("pk").staff_role == "administrator"


def test_data_of_an_organisation_with_two_people(company: GridCompany, here: None, signed_in: Any) -> None:
    head = world.organisation(3)
    employee = world.employee(head, 4)
    typed = {"registration_address": "Лугореченск, ул. Новая, 5", "ogrn_issued_on": "12.03.2015"}
    refused = both_save(
        "/profile/", "postal_address",
        (signed_in(head, company), typed),
        (signed_in(employee, company), {"registration_address": "Лугореченск, ул. Другая, 7", "bank_name": "Банк"}),
    )  # fmt: skip

    assert refused.status_code == 422
    seen = words(refused)
    assert "Место нахождения: сохранено — «Лугореченск, ул. Новая, 5»; у вас — «Лугореченск, ул. Другая, 7»" in seen
    assert "Громов А." in seen
    kept = ApplicantDetails.objects.get()
    assert (kept.registration_address, kept.bank_name) == ("Лугореченск, ул. Новая, 5", "")


def test_data_of_a_person_and_their_representative(
    company: GridCompany, here: None, applicant: User, applicant_client: Client, signed_in: Any
) -> None:
    helper = signed_in(world.representative(applicant, 5), company)
    form = opened(helper, "/profile/", "bank_name")
    applicant_client.post(
        "/profile/", {**opened(applicant_client, "/profile/", "snils"), "last_name": "Лисина", "bank_name": "Сбербанк"}
    )

    refused = helper.post("/profile/", {**form, "bank_name": "Другой банк"})

    assert refused.status_code == 422
    assert "Банк: сохранено — «Сбербанк»; у вас — «Другой банк»" in words(refused)
    assert "Лисина" in words(refused)


def test_numbers_are_shown_as_they_are_written(applicant: User, applicant_client: Client) -> None:
    form = opened(applicant_client, "/profile/", "snils")
    saved, typed = world.synthetic.snils(51), world.synthetic.snils(52)
    applicants.change_data(world.applicant_of(applicant), answers={"snils": saved}, by=applicant, now=NOW)

    refused = applicant_client.post("/profile/", {**form, "snils": typed})

    written = [f"{number[:3]}-{number[3:6]}-{number[6:9]} {number[9:]}" for number in (saved, typed)]
    assert f"СНИЛС: сохранено — «{written[0]}»; у вас — «{written[1]}»" in words(refused)


def test_a_representative_invited_by_two(company: GridCompany, here: None, signed_in: Any) -> None:
    head = world.organisation(3)
    employee = world.employee(head, 4)
    accounts.change_role(employee.membership_set.get(), role=Membership.Role.ADMINISTRATOR, by=head, now=NOW)
    page, typed = "/representatives/", {"email": "oleg@example.ru", "until": "01.03.2035", "scope": "read"}
    refused = both_save(
        page, "until",
        (signed_in(head, company), {**typed, "document": world.pdf()}),
        (colleague := signed_in(employee, company), {**typed, "scope": "file", "document": world.pdf()}),
    )  # fmt: skip

    assert refused.status_code == 422
    assert "Что разрешить: сохранено — Только смотреть; у вас — Смотреть, подавать и отвечать" in words(refused)
    assert Representation.objects.get(revoked_at=None).scope == "read"
    assert again(colleague, page, refused, "until", document=world.pdf()).status_code == 302
    assert Representation.objects.get(revoked_at=None).scope == "file"


def test_a_reason_to_block(administrator_client: Client, second: Client, applicant: User) -> None:
    page = f"/applicants/{world.applicant_of(applicant).pk}/"
    refused = both_save(
        page,
        "reason",
        (administrator_client, {"reason": "Спам"}),
        (second, {"reason": "Чужие документы"}),
        to=f"{page}block/",
    )

    assert refused.status_code == 422
    assert "Причина: сохранено — «Спам»; у вас — «Чужие документы»" in words(refused)
    about = world.applicant_of(applicant)
    about.refresh_from_db()
    assert about.block_reason == "Спам"
    assert again(second, f"{page}block/", refused, "reason").status_code == 302
    about.refresh_from_db()
    assert about.block_reason == "Чужие документы"


def test_texts_of_consents(administrator_client: Client, second: Client) -> None:
    page = f"/consents/{ConsentText.Kind.PERSONAL_DATA}/"
    refused = both_save(
        page, "body",
        (administrator_client, {"body": "Первый черновик", "do": "save"}),
        (second, {"body": "Второй черновик", "do": "save"}),
    )  # fmt: skip

    assert refused.status_code == 422
    assert "<p>Первый черновик</p>" in words(refused)
    assert ConsentDraft.objects.get().body == "Первый черновик"
    assert again(second, page, refused, "body", do="save").status_code == 302
    assert ConsentDraft.objects.get().body == "Второй черновик"


def test_room_for_files_given_by_two_operators(
    company: GridCompany, operator_client: Client, operator_beside: Client
) -> None:
    page = f"/companies/{company.pk}/"
    refused = both_save(
        page,
        "storage_gb",
        (operator_client, {"storage_gb": "200"}),
        (operator_beside, {"storage_gb": "300"}),
        to=f"{page}storage/",
    )

    assert refused.status_code == 422
    assert "Место для файлов: сохранено — «200»; у вас — «300»" in words(refused)
    assert "Соколов Т. И." in words(refused)
    company.refresh_from_db()
    assert company.storage_gb == 200


def test_a_reason_to_suspend_given_by_two_operators(
    company: GridCompany, operator_client: Client, operator_beside: Client
) -> None:
    page = f"/companies/{company.pk}/suspend/"
    refused = both_save(
        page, "reason", (operator_client, {"reason": "Долг"}), (operator_beside, {"reason": "По просьбе"})
    )

    assert refused.status_code == 422
    assert "Причина: сохранено — «Долг»; у вас — «По просьбе»" in words(refused)
    company.refresh_from_db()
    assert company.suspension_reason == "Долг"
    assert again(operator_beside, page, refused, "reason").status_code == 302
    company.refresh_from_db()
    assert company.suspension_reason == "По просьбе"


def test_a_service_that_knows_no_page_is_asked_nothing(administrator: User) -> None:
    company_services.change({"tagline": "Первый"}, by=administrator, now=NOW)

    assert company_services.change({"tagline": "Второй"}, by=administrator, now=NOW).tagline == "Второй"
