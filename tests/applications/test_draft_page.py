"""The page of a draft: whatever button is pressed, what was typed and added is kept."""

import re
import uuid
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import User
from cabinet.cases.models import Case, Entry
from cabinet.company.models import Profile
from cabinet.company.queries import profile
from documents.models import Document
from notifications.models import OutboxMessage
from tests import world
from tests.world import words

FORM = {**world.ANSWERS, "max_power_kw": "15"}


@pytest.fixture
def page(applicant_client: Client) -> str:
    """The address of a draft that has just been begun."""
    return world.one_page(applicant_client.post("/applications/new/", {"key": str(uuid.uuid4())})["Location"])


def case() -> Case:
    return Case.objects.select_related("application").get()


def press(client: Client, page: str, button: str, *files: SimpleUploadedFile, **changed: Any) -> Any:
    return client.post(page, {**FORM, "key": str(uuid.uuid4()), "do": button, "files": list(files), **changed})


def test_a_draft_is_begun_once_for_two_presses(applicant_client: Client) -> None:
    key = {"key": str(uuid.uuid4())}
    first = applicant_client.post("/applications/new/", key)

    assert applicant_client.post("/applications/new/", key)["Location"] == first["Location"]
    assert Case.objects.count() == 1


def test_a_draft_is_saved_left_and_found_again(applicant_client: Client, page: str) -> None:
    assert press(applicant_client, page, "save", world.pdf())["Location"] == page

    assert "Продолжить" in words(applicant_client.get("/cases/?tab=drafts"))
    again = words(applicant_client.get(page))
    assert f'value="{FORM["address"]}"' in again
    assert f"{FORM['cadastral_number']}</textarea>" in again
    assert "выписка ЕГРН.pdf" in again
    assert "Правоустанавливающий документ на дом или участок" in again


def test_an_empty_draft_can_be_saved(applicant_client: Client, page: str) -> None:
    assert applicant_client.post(page, {"do": "save"}).status_code == 302


def test_real_files_of_three_kinds_are_added_and_the_application_is_submitted(
    applicant_client: Client, page: str
) -> None:
    answer = press(applicant_client, page, "submit", world.pdf(), world.docx(), world.jpg())

    submitted = case()
    assert answer["Location"] == f"/cases/{submitted.pk}/"
    assert submitted.entries.filter(document__placed_at__isnull=False).count() == 3
    card = words(applicant_client.get(answer["Location"]))
    assert "Заявка подана" in card
    assert "Ожидание ответа электросетевой" in card
    assert all(name in card for name in ("выписка ЕГРН.pdf", "заявление.docx", "план участка.jpg"))


def test_a_second_press_leads_to_the_same_case_and_says_so(applicant_client: Client, page: str) -> None:
    press(applicant_client, page, "submit", world.pdf())
    letters = OutboxMessage.objects.count()
    Case.objects.update(number="1563")

    answer = press(applicant_client, page, "submit", world.pdf(), address="другой")

    assert answer["Location"] == f"/cases/{case().pk}/"
    assert re.search(
        r"Заявка уже подана .+, номер 1563\. Второй раз отправлять не нужно\.",
        words(applicant_client.get(answer["Location"])),
    )
    assert OutboxMessage.objects.count() == letters
    assert case().entries.count() == 1
    assert case().application.address == FORM["address"]


def test_submitting_asks_by_name_for_what_is_missing_and_keeps_the_rest(applicant_client: Client, page: str) -> None:
    answer = press(applicant_client, page, "submit", world.pdf(), address="", max_power_kw="", type="")

    assert answer.status_code == 422
    seen = words(answer)
    for sentence in (
        "Выберите тип заявки",
        "Введите адрес объекта или опишите, где он находится",
        "Введите мощность числом, например 15",
    ):
        assert sentence in seen
    assert case().is_draft
    assert case().application.cadastral_number == FORM["cadastral_number"]  # kept though the rest is missing
    assert case().entries.count() == 1


def test_a_type_may_not_need_the_power(applicant_client: Client, page: str) -> None:
    assert press(applicant_client, page, "submit", type="reissue", max_power_kw="").status_code == 302


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("max_power_kw", "много", "Введите мощность числом, например 15"),
        ("max_power_kw", "-5", "Введите мощность больше нуля, например 15"),
        ("max_power_kw", "0", "Введите мощность больше нуля, например 15"),
        ("max_power_kw", "99999999999", "Проверьте мощность: такой не бывает"),
        ("max_power_kw", "1,255", "Округлите мощность до сотых, например 15,25"),
        ("max_power_kw", "NaN", "Введите мощность числом, например 15"),
        ("cadastral_number", "56:44", "Проверьте кадастровый номер. Пример: 56:44:0301002:88"),
        ("type", "free", ""),
        ("address", "я" * 301, ""),
        ("address", "Луг\x00ореченск", ""),
    ],
)
def test_what_makes_no_sense_is_told_and_what_was_typed_is_kept(
    applicant_client: Client, page: str, field: str, typed: str, sentence: str
) -> None:
    answer = press(applicant_client, page, "save", world.pdf(), **{field: typed})

    assert answer.status_code == 422
    assert sentence in words(answer)
    assert answer.context["form"].errors.keys() == {field}
    assert answer.context["form"][field].value() == typed
    assert case().application.purpose == FORM["purpose"]
    assert case().entries.count() == 1


@pytest.mark.parametrize("typed", ["15", "15,5", " 15.50 ", "1 500"])
def test_power_is_typed_as_people_type_it(applicant_client: Client, page: str, typed: str) -> None:
    assert press(applicant_client, page, "save", max_power_kw=typed).status_code == 302
    assert case().application.max_power_kw in {15, 15.5, 1500}


def test_a_cadastral_number_is_copied_with_blanks(applicant_client: Client, page: str) -> None:
    press(applicant_client, page, "save", cadastral_number=" 56:44:0301002 : 88 ")

    assert case().application.cadastral_number == "56:44:0301002:88"


def test_one_wrong_file_stops_no_other(applicant_client: Client, page: str) -> None:
    empty, wrong = SimpleUploadedFile("пустой.pdf", b""), SimpleUploadedFile("вирус.exe", b"MZ...")
    answer = press(applicant_client, page, "attach", world.pdf(), empty, wrong, world.jpg())

    assert answer.status_code == 422
    seen = words(answer)
    assert "Файл «пустой.pdf» пуст. Проверьте его и добавьте ещё раз" in seen
    assert "Файл «вирус.exe» не подходит" in seen
    assert seen.count('data-state="done"') == 2
    assert f'value="{FORM["address"]}"' in seen
    assert case().application.address == FORM["address"]


def test_a_wrong_file_holds_the_submission_back(applicant_client: Client, page: str) -> None:
    press(applicant_client, page, "submit", SimpleUploadedFile("пустой.pdf", b""))

    assert case().is_draft


def test_a_file_over_fifty_megabytes_is_refused_by_name_and_size(applicant_client: Client, page: str) -> None:
    answer = press(applicant_client, page, "attach", world.pdf("скан.pdf", world.PDF.ljust(51 * 1024**2)), world.jpg())

    assert "Файл «скан.pdf» (51 МБ) больше 50 МБ. Сожмите его или разделите на части" in words(answer)
    assert Document.objects.get().file_name == "план участка.jpg"


def test_a_file_of_fifty_megabytes_is_taken(applicant_client: Client, page: str) -> None:
    press(applicant_client, page, "attach", world.pdf("скан.pdf", world.PDF.ljust(50 * 1024**2)))

    assert Document.objects.get().size == 50 * 1024**2


def test_more_files_than_the_limit_get_a_sentence(applicant_client: Client, page: str, settings: Any) -> None:
    settings.MAX_FILES_PER_CASE = 2
    answer = press(applicant_client, page, "attach", world.pdf(), world.pdf(), world.pdf())

    assert "Можно добавить не больше 2 файлов" in words(answer)
    assert case().entries.count() == 2


def test_a_flood_of_files_is_refused(applicant_client: Client, page: str, settings: Any) -> None:
    files = [world.jpg(f"{n}.jpg") for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FILES + 1)]

    assert press(applicant_client, page, "attach", *files).status_code == 400
    assert not Document.objects.exists()


def test_a_repeated_request_adds_its_files_once(applicant_client: Client, page: str) -> None:
    key = str(uuid.uuid4())
    for _ in range(2):
        press(applicant_client, page, "attach", world.pdf(), world.pdf(), key=key)

    assert case().entries.count() == 2


def test_documents_are_named_commented_and_removed(applicant_client: Client, page: str) -> None:
    press(applicant_client, page, "attach", world.pdf(), world.jpg())
    stays, goes = case().entries.order_by("pk")
    titles = {f"title-{stays.pk}": "Выписка", f"comment-{stays.pk}": "все листы"}
    answer = press(applicant_client, page, "", remove=str(goes.pk), **titles)

    assert answer["Location"] == f"{page}#documents"
    (entry,) = case().entries.all()
    assert (entry.title, entry.html) == ("Выписка", "<p>все листы</p>")
    assert Document.objects.count() == 1


def test_a_name_left_empty_stays_what_it_was(applicant_client: Client, page: str) -> None:
    press(applicant_client, page, "attach", world.pdf())
    entry = case().entries.get()
    press(applicant_client, page, "save", **{f"title-{entry.pk}": "  "})

    assert case().entries.get().title == entry.title


def test_signs_that_no_text_may_have_are_dropped_from_names(applicant_client: Client, page: str) -> None:
    press(applicant_client, page, "attach", world.pdf())
    entry = case().entries.get()
    press(applicant_client, page, "save", **{f"title-{entry.pk}": "Вы\x00писка", f"comment-{entry.pk}": "а\x00б"})

    assert case().entries.get().title == "Выписка"


def test_another_persons_document_is_not_touched(applicant_client: Client, page: str, stranger: User) -> None:
    foreign = world.draft(stranger)
    entry = Entry.objects.create(
        case=foreign, kind="message", author=stranger, from_company=False, title="чужое", created_at=timezone.now()
    )
    press(applicant_client, page, "", remove=str(entry.pk), **{f"title-{entry.pk}": "моё"})

    entry.refresh_from_db()
    assert entry.title == "чужое"


def test_fields_that_are_not_asked_are_not_taken(applicant_client: Client, page: str, stranger: User) -> None:
    """Mass assignment: number, stage, owner."""
    hoped = {"number": "1", "stage": "connected", "status": "Присоединено", "submitted_at": "2020-01-01"}
    press(applicant_client, page, "submit", **hoped, applicant=str(world.applicant_of(stranger).pk))

    submitted = case()
    assert (submitted.number, submitted.stage) == ("", "waiting")
    assert submitted.applicant != stranger.applicant
    assert submitted.submitted_at is not None
    assert timezone.now() - submitted.submitted_at < timedelta(minutes=1)


def test_the_link_to_forms_is_shown_while_the_company_has_one(applicant_client: Client, page: str) -> None:
    invitation = "Заявки для заполнения вы можете скачать"
    assert invitation not in words(applicant_client.get(page))

    about = profile()
    about.forms_url = "https://gorset.example.ru/forms"
    about.save()
    seen = words(applicant_client.get(page))
    assert invitation in seen
    assert 'href="https://gorset.example.ru/forms"' in seen


def test_a_draft_is_deleted_after_a_question(applicant_client: Client, page: str) -> None:
    delete = f"/cases/{case().pk}/delete/"

    assert "Удалить черновик?" in words(applicant_client.get(delete))
    assert Case.objects.exists()
    applicant_client.post(delete)
    assert not Case.objects.exists()
    assert applicant_client.get(page).status_code == 404


def test_the_draft_of_an_enquiry_has_another_address(applicant_client: Client, page: str) -> None:
    assert applicant_client.get(page.replace("applications", "enquiries")).status_code == 404


def test_filing_asks_for_the_telephone_first_and_comes_back(
    applicant_client: Client, applicant: User, page: str
) -> None:
    User.objects.filter(pk=applicant.pk).update(phone_confirmed_at=None)
    assert "Перед подачей попросим подтвердить телефон" in words(applicant_client.get(page))
    answer = press(applicant_client, page, "submit", world.pdf())
    assert answer["Location"] == f"/phone/?next={quote(page, safe='')}"
    assert case().is_draft
    assert case().application.address == FORM["address"]
    applicant_client.post("/phone/", {"do": "send", "next": page})
    code = OutboxMessage.objects.get(channel="sms").text[:6]
    assert applicant_client.post("/phone/", {"code": code, "next": page})["Location"] == page

    assert press(applicant_client, page, "submit")["Location"] == f"/cases/{case().pk}/"


def test_a_company_may_take_applications_without_the_telephone(
    applicant_client: Client, applicant: User, page: str
) -> None:
    User.objects.filter(pk=applicant.pk).update(phone_confirmed_at=None)
    Profile.objects.update(phone_required=False)

    assert press(applicant_client, page, "submit", world.pdf())["Location"] == f"/cases/{case().pk}/"


def test_an_infected_file_is_not_handed_over(applicant_client: Client, page: str) -> None:
    press(applicant_client, page, "attach", world.pdf("выписка.pdf"), world.jpg("план.jpg"))
    Document.objects.filter(file_name="план.jpg").update(scan=Document.Scan.INFECTED)

    answer = press(applicant_client, page, "submit")

    assert answer.status_code == 422
    assert "Файл «план.jpg» не прошёл проверку на вирусы. Удалите его и добавьте другой" in words(answer)
    assert Case.objects.get().is_draft


def test_two_plots_are_kept_and_shown_as_a_list(applicant_client: Client, page: str) -> None:
    press(applicant_client, page, "submit", cadastral_number="56:44:0301002:88\r\n56:44:0301002:89, 56:44:0301002:88")

    card = words(applicant_client.get(f"/cases/{case().pk}/"))
    assert case().application.cadastral_numbers == ["56:44:0301002:88", "56:44:0301002:89"]
    assert "Кадастровые номера" in card
    assert "56:44:0301002:88<br>56:44:0301002:89" in card
