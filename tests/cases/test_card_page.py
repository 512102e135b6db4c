"""The card as each side sees and uses it."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import User
from cabinet.cases import queries, services
from cabinet.cases.models import Case, Entry
from tests import world
from tests.moment import NOW
from tests.world import words

REVIEW = "Заявка на рассмотрении сетевой организацией"


@pytest.fixture
def case(applicant: User) -> Case:
    return world.application(applicant)


def card(case: Case) -> str:
    return f"/cases/{case.pk}/"


def add(client: Client, case: Case, kind: str, **typed: Any) -> Any:
    return client.post(f"/cases/{case.pk}/entries/{kind}/", {"key": str(uuid.uuid4()), **typed})


def save(client: Client, case: Case, **typed: Any) -> Any:
    form = {"number": "1563", "status": REVIEW, "assignee": "", "version": "0"}
    return client.post(f"/cases/{case.pk}/register/", {**form, **typed})


def test_a_new_application_waits_without_a_number(administrator_client: Client, case: Case) -> None:
    seen = words(administrator_client.get("/cases/"))

    assert "Ожидание ответа электросетевой" in seen
    assert "без номера" in seen
    assert "Орлова Анна Андреевна" in seen


def test_number_and_status_are_saved_and_seen_by_the_applicant(
    administrator_client: Client, applicant_client: Client, administrator: User, case: Case
) -> None:
    assert save(administrator_client, case, assignee=str(administrator.pk))["Location"] == card(case)

    seen = words(applicant_client.get(card(case)))
    assert "№ 1563" in seen
    assert REVIEW in seen
    assert "Иванова" in seen


def test_a_status_may_be_typed(administrator_client: Client, case: Case) -> None:
    save(administrator_client, case, status="Ждём выезда бригады")

    case.refresh_from_db()
    assert case.status == "Ждём выезда бригады"


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"status": ""}, "status", "Выберите статус из списка или напишите свой"),
        ({"status": "Присоединено"}, "status", "нельзя перейти"),
        ({"number": "77"}, "number", "Номер 77 уже присвоен другому обращению. Укажите другой"),
    ],
)
def test_what_cannot_be_saved_is_told_at_its_field(
    administrator_client: Client, applicant: User, case: Case, typed: dict[str, str], field: str, sentence: str
) -> None:
    Case.objects.filter(pk=world.application(applicant).pk).update(number="77")
    answer = save(administrator_client, case, **typed)

    assert answer.status_code == 422
    assert sentence in words(answer)
    form = answer.context["register_form"]
    assert form.errors.keys() == {field}
    assert form["number"].value() == typed.get("number", "1563")
    case.refresh_from_db()
    assert case.number == ""


def test_of_two_tabs_the_slower_one_is_told_and_may_save_again(administrator_client: Client, case: Case) -> None:
    save(administrator_client, case)
    answer = save(administrator_client, case, number="1564")

    assert answer.status_code == 422
    assert f"Пока карточка была открыта, её изменили: статус «{REVIEW}», номер «1563»" in words(answer)
    again = {name: answer.context["register_form"][name].value() for name in ("number", "status", "version")}
    assert again == {"number": "1564", "status": REVIEW, "version": "1"}
    assert save(administrator_client, case, **again).status_code == 302


@pytest.mark.parametrize(("kind", "heading"), [
    ("document", "Добавить документ"), ("message", "Добавить сообщение"), ("status", "Добавить статус"),
    ("note", "Внутренняя заметка"),
])  # fmt: skip
def test_the_form_of_adding_opens_in_the_card(
    administrator_client: Client, case: Case, kind: str, heading: str
) -> None:
    assert f'id="add-title"> {heading}' in words(administrator_client.get(f"{card(case)}?add={kind}"))


def test_staff_add_all_four_kinds(administrator_client: Client, case: Case) -> None:
    add(administrator_client, case, "document", title="Технические условия", files=world.docx("ТУ.docx"), comment="к №")
    add(administrator_client, case, "message", text="<p>Добрый <b>день</b></p>")
    add(administrator_client, case, "status", text="Ведётся проектирование")
    add(administrator_client, case, "note", text="Перезвонить")

    seen = words(administrator_client.get(card(case)))
    for text in ("Технические условия", "ТУ.docx", "<b>день</b>", "Ведётся проектирование", "Перезвонить"):
        assert text in seen


def test_the_applicant_sees_all_of_it_but_the_note(
    administrator_client: Client, applicant_client: Client, case: Case
) -> None:
    add(administrator_client, case, "document", title="Технические условия", files=world.pdf("ТУ.pdf"))
    add(administrator_client, case, "note", text="Скандалист, осторожно")

    for address in (card(case), f"{card(case)}?show=messages", "/cases/", "/information/", f"{card(case)}?page=2"):
        assert "Скандалист" not in words(applicant_client.get(address))
        assert "заметка" not in words(applicant_client.get(address))
    assert "Технические условия" in words(applicant_client.get(card(case)))


@pytest.mark.parametrize("kind", ["status", "note", "withdrawal", "nonsense"])
def test_an_applicant_adds_neither_statuses_nor_notes(applicant_client: Client, case: Case, kind: str) -> None:
    before = case.entries.count()

    assert add(applicant_client, case, kind, text="Присоединено").status_code == 404
    assert f'entries/{kind}/"' not in words(applicant_client.get(f"{card(case)}?add={kind}"))
    assert case.entries.count() == before


def test_the_applicant_writes_back(applicant_client: Client, administrator_client: Client, case: Case) -> None:
    add(applicant_client, case, "message", text="Спасибо")
    add(applicant_client, case, "document", title="Паспорт", files=world.jpg("паспорт.jpg"), comment="")

    seen = words(administrator_client.get(card(case)))
    assert "Спасибо" in seen
    assert "паспорт.jpg" in seen


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        ("message", {"text": "  "}, "Напишите сообщение"),
        ("message", {"text": "<p> </p>"}, "Напишите сообщение"),
        ("note", {"text": ""}, "Напишите заметку"),
        ("status", {"text": ""}, "Напишите статус"),
        ("document", {"title": "ТУ"}, "Прикрепите файл"),
        (
            "document",
            {"title": "ТУ", "files": SimpleUploadedFile("ТУ.pdf", b"")},
            "Файл «ТУ.pdf» пуст. Проверьте его и добавьте ещё раз",
        ),
        ("document", {"title": "ТУ", "files": SimpleUploadedFile("ТУ.exe", b"MZ")}, "Файл «ТУ.exe» не подходит"),
    ],
)
def test_what_cannot_be_added_is_told_and_the_rest_is_kept(
    administrator_client: Client, case: Case, kind: str, typed: dict[str, Any], sentence: str
) -> None:
    before = case.entries.count()
    answer = add(administrator_client, case, kind, comment="текст комментария", **typed)

    assert answer.status_code == 422
    assert sentence in words(answer)
    if kind == "document":
        assert "текст комментария" in words(answer)
    assert case.entries.count() == before


def test_a_second_press_adds_once(administrator_client: Client, case: Case) -> None:
    key = str(uuid.uuid4())
    for _ in range(2):
        assert add(administrator_client, case, "message", text="Добрый день", key=key).status_code == 302

    assert case.entries.filter(kind="message").count() == 1


def test_ones_own_word_is_taken_back_with_a_reason(
    administrator_client: Client, applicant_client: Client, case: Case
) -> None:
    add(administrator_client, case, "document", title="Договор", files=world.pdf("договор.pdf"))
    entry = case.entries.latest("pk")
    page = f"/entries/{entry.pk}/withdraw/"

    assert "Отозвать документ?" in words(administrator_client.get(page))
    assert "Напишите причину" in words(administrator_client.post(page, {"reason": ""}))
    assert applicant_client.get(page).status_code == 404
    administrator_client.post(page, {"reason": "Опечатка в цене"})

    seen = words(applicant_client.get(card(case)))
    assert "Документ «Договор» отозван" in seen
    assert "Опечатка в цене" in seen
    assert applicant_client.get(f"/documents/{entry.pk}/").status_code == 404
    assert administrator_client.get(f"/documents/{entry.pk}/").status_code == 404
    assert administrator_client.post(page, {"reason": "ещё раз"})["Location"] == card(case)  # a second press
    assert [taken.title for taken in case.entries.filter(kind="withdrawal")] == ["Опечатка в цене"]


def test_a_status_line_is_not_taken_back(administrator_client: Client, case: Case) -> None:
    add(administrator_client, case, "status", text="Ведётся проектирование")

    assert administrator_client.get(f"/entries/{case.entries.latest('pk').pk}/withdraw/").status_code == 404


def test_the_applicant_takes_the_case_back(applicant_client: Client, administrator_client: Client, case: Case) -> None:
    page = f"/cases/{case.pk}/withdraw/"
    assert "Отозвать заявку" in words(applicant_client.get(page))
    assert applicant_client.post(page, {"reason": "о" * 251}).status_code == 422
    assert applicant_client.post(page, {"reason": "Продан участок"})["Location"] == card(case)

    assert "Продан участок" in words(administrator_client.get(card(case)))
    assert add(applicant_client, case, "message", text="а нет").status_code == 404
    assert "add=message" not in words(applicant_client.get(card(case)))
    assert administrator_client.get(page).status_code == 404


def test_a_case_that_is_over_cannot_be_taken_back(applicant_client: Client, case: Case) -> None:
    Case.objects.update(stage="connected")

    assert applicant_client.post(f"/cases/{case.pk}/withdraw/", {"reason": "передумал"}).status_code == 409


def test_a_document_is_downloaded_from_s3_under_its_own_name(
    administrator_client: Client, applicant_client: Client, case: Case
) -> None:
    entry = case.entries.get()
    for client in (administrator_client, applicant_client):
        answer = client.get(f"/documents/{entry.pk}/")
        assert answer.status_code == 302
        assert answer["Location"].startswith("http://127.0.0.1:")
        assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("private, no-store", "no-referrer")


def test_what_is_new_is_marked_until_it_is_seen(
    administrator_client: Client, applicant_client: Client, case: Case
) -> None:
    applicant_client.get(card(case))
    add(administrator_client, case, "message", text="Добрый день")

    assert "новое" in words(applicant_client.get("/cases/"))
    assert "новое" in words(applicant_client.get(card(case)))
    assert "новое" not in words(applicant_client.get("/cases/"))
    assert "новое" not in words(applicant_client.get(card(case)))


def test_a_draft_leads_to_its_page_and_is_hidden_from_staff(
    applicant_client: Client, administrator_client: Client, applicant: User
) -> None:
    draft = world.draft(applicant)

    assert applicant_client.get(card(draft))["Location"] == f"/applications/{draft.pk}/draft/"
    assert administrator_client.get(card(draft)).status_code == 404
    assert save(administrator_client, draft).status_code == 404


def test_hostile_text_of_an_applicant_is_no_markup_anywhere(administrator_client: Client, applicant: User) -> None:
    hostile = '"><script>alert(1)</script>'
    case = world.draft(applicant, address=hostile, purpose=hostile)
    services.attach(case, world.pdf(f"{hostile}.pdf"), title=hostile, comment=hostile, by=applicant,
                    key=uuid.uuid4(), now=timezone.now())  # fmt: skip
    services.submit(case, by=applicant, now=timezone.now())

    for address in (card(case), "/cases/"):
        page = administrator_client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


def test_a_long_feed_is_cut_into_pages(administrator_client: Client, administrator: User, case: Case) -> None:
    Entry.objects.bulk_create(
        Entry(case=case, kind="message", author=administrator, from_company=True, html=f"<p>письмо {n};</p>",
              created_at=timezone.now(), placed_at=timezone.now())
        for n in range(60)
    )  # fmt: skip

    first, second = (words(administrator_client.get(f"{card(case)}?page={page}")) for page in (1, 2))
    assert "письмо 59;" in first
    assert "письмо 0;" not in first
    assert "письмо 0;" in second


def test_several_files_of_a_plain_form_are_named_by_themselves(administrator_client: Client, case: Case) -> None:
    add(
        administrator_client,
        case,
        "document",
        title="ТУ",
        files=[world.pdf("Счёт на оплату № 5.pdf"), world.jpg("вид.jpg")],
    )

    assert set(case.entries.filter(from_company=True).values_list("title", flat=True)) == {"Счёт на оплату", "вид"}


def test_one_refused_file_keeps_the_others_from_nothing(administrator_client: Client, case: Case) -> None:
    files = [world.pdf("договор.pdf"), SimpleUploadedFile("пустой.pdf", b""), world.jpg("вид.jpg")]
    answer = add(administrator_client, case, "document", title="", files=files)

    assert answer.status_code == 422
    assert "Файл «пустой.pdf» пуст" in words(answer)
    assert "Добавлено документов: 2." in words(answer)
    assert case.entries.filter(from_company=True).count() == 2


@pytest.mark.parametrize("short", [True, False], ids=["read at once", "read in parts"])
def test_a_feed_is_the_same_whether_it_is_read_at_once_or_in_parts(
    applicant: User, administrator: User, monkeypatch: pytest.MonkeyPatch, short: bool
) -> None:
    case = world.draft(applicant)
    for n in range(3):
        services.attach(case, world.pdf(f"{n}.pdf"), title=f"Лист {n}", by=applicant, key=uuid.uuid4(), now=NOW)
    case = services.submit(case, by=applicant, now=NOW)
    said = [f"<p>письмо {n}</p>" for n in range(5)]
    for n, text in enumerate(said):
        moment = NOW + timedelta(minutes=n + 1)
        services.add_message(case, text=text, by=(applicant, administrator)[n % 2], key=uuid.uuid4(), now=moment)
    monkeypatch.setattr(queries, "FEED_SIZE", 2)
    if not short:
        monkeypatch.setattr(queries, "READ_AT_ONCE", 1)

    pages = [queries.feed_page(case, applicant, show="", number=str(n)) for n in (1, 2, 3)]

    assert [[entry.html for entry in page] for page, _handed in pages] == [said[4:2:-1], said[2:0:-1], said[:1]]
    assert [[entry.title for entry in handed] for _page, handed in pages] == [[], [], ["Лист 0", "Лист 1", "Лист 2"]]


def test_staff_go_on_to_the_neighbours_in_the_queue_and_to_others_of_the_same_applicant(
    applicant: User, stranger: User
) -> None:
    owners = [applicant, stranger, applicant, stranger, applicant]
    older, before, case, after, newest = [
        services.submit(world.draft(owner), by=owner, now=NOW + timedelta(hours=n)) for n, owner in enumerate(owners)
    ]
    world.draft(applicant)

    assert queries.beside(case) == {"previous": after, "next": before, "others": [newest, older]}
    assert queries.beside(newest)["previous"] is None
    assert queries.beside(older)["next"] is None
