"""The administrator's pages of names, and what applicants see of them."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from audit.models import Record
from cabinet.catalogue import services
from cabinet.catalogue.models import DocumentName
from cabinet.catalogue.queries import own_names
from tests import world
from tests.forms import opened
from tests.moment import NOW
from tests.world import words

PAGE = "/catalogue/"


def save(client: Client, address: str, **typed: Any) -> Any:
    form = opened(client, address, "title")
    return client.post(address, {**form, "title": "Согласие соседей", "words": "", "explanation": "", **typed})


def test_the_common_list_is_shown_and_taken_over_by_a_button(administrator_client: Client) -> None:
    seen = words(administrator_client.get(PAGE))
    assert "Сейчас действует общий перечень площадки" in seen
    assert "План расположения энергопринимающих устройств" in seen
    assert "/hide/" not in seen

    administrator_client.post(f"{PAGE}begin/")

    seen = words(administrator_client.get(PAGE))
    assert "общий перечень площадки" not in seen
    assert "/hide/" in seen
    assert Record.objects.filter(event="catalogue.begun").exists()


def test_each_side_and_each_legal_form_has_its_list(administrator_client: Client, administrator: User) -> None:
    services.keep(DocumentName(title="Устав", asked_of=["organisation"]), by=administrator, now=NOW)

    assert "Устав" in words(administrator_client.get(PAGE))
    assert "Устав" in words(administrator_client.get(f"{PAGE}?for=organisation"))
    assert "Устав" not in words(administrator_client.get(f"{PAGE}?for=person"))
    assert "Технические условия" not in words(administrator_client.get(PAGE))
    assert "Технические условия" in words(administrator_client.get(f"{PAGE}?side=company"))
    assert "Устав" not in words(administrator_client.get(f"{PAGE}?side=company"))


def test_a_name_is_added_with_all_that_belongs_to_it(administrator_client: Client) -> None:
    answer = save(
        administrator_client,
        f"{PAGE}new/",
        asked_of=["person", "entrepreneur"],
        words="сосед, Согласие, ,сосед",
        explanation="<p>От всех, чей участок рядом</p>",
        file=world.pdf("согласие.pdf"),
    )

    assert answer["Location"] == PAGE
    name = DocumentName.objects.get(title="Согласие соседей")
    assert (name.asked_of, name.words) == (["person", "entrepreneur"], ["сосед", "согласие"])
    assert name.template is not None
    seen = words(administrator_client.get(PAGE))
    assert "Физическое лицо, Индивидуальный предприниматель" in seen
    assert "согласие.pdf" in seen


def test_a_name_is_changed(administrator_client: Client, administrator: User) -> None:
    name = world.document_name(by=administrator)
    page = f"{PAGE}{name.pk}/"
    assert 'value="Согласие соседей"' in words(administrator_client.get(page))

    save(administrator_client, page, title="  Согласие   смежников ", without_template="on")

    name.refresh_from_db()
    assert (name.title, name.template, name.explanation) == ("Согласие смежников", None, "")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"title": " "}, "Введите название документа"),
        ({"title": "Паспорт"}, "Название «Паспорт» уже есть. Измените его или введите другое"),
        ({"file": SimpleUploadedFile("пустой.pdf", b"")}, "Файл «пустой.pdf» пуст"),
        ({"file": SimpleUploadedFile("бланк.exe", b"MZ")}, "Файл «бланк.exe» не подходит"),
    ],
)
def test_a_mistake_is_told_and_what_was_typed_stays(
    administrator_client: Client, administrator: User, typed: dict[str, Any], sentence: str
) -> None:
    services.begin(by=administrator, now=NOW)
    before = len(own_names())

    answer = save(administrator_client, f"{PAGE}new/", **{"words": "сосед", **typed})

    assert answer.status_code == 422
    assert sentence in words(answer)
    assert 'value="сосед"' in words(answer)
    assert len(own_names()) == before


def test_names_are_hidden_shown_and_moved_by_buttons(administrator_client: Client, administrator: User) -> None:
    first, last = world.document_name("Первое", by=administrator), world.document_name("Второе", by=administrator)

    administrator_client.post(f"{PAGE}{last.pk}/move/", {"to": "up"})
    shown = words(administrator_client.get(PAGE))
    assert shown.index("<b>Второе</b>") < shown.index("<b>Первое</b>")
    administrator_client.post(f"{PAGE}{first.pk}/hide/")
    assert "Скрытые: 1" in words(administrator_client.get(PAGE))
    administrator_client.post(f"{PAGE}{first.pk}/show/")
    assert "Скрытые" not in words(administrator_client.get(PAGE))


def test_applicants_see_the_explanation_and_take_the_template(
    applicant_client: Client, applicant: User, administrator: User
) -> None:
    name = world.document_name(by=administrator)
    case = world.draft(applicant)

    seen = words(applicant_client.get(case.get_absolute_url()))
    assert "Какие документы бывают нужны" in seen
    assert "Подписывают все, чей участок рядом" in seen
    assert f'href="/catalogue/{name.pk}/template/"' in seen
    answer = applicant_client.get(f"/catalogue/{name.pk}/template/")
    assert answer.status_code == 302
    assert "X-Amz-Signature" in answer["Location"]
    assert Record.objects.get(event="catalogue.template_downloaded").details["title"] == "Согласие соседей"


def test_a_template_that_is_not_offered_is_not_there(applicant_client: Client, administrator: User) -> None:
    hidden = world.document_name(by=administrator)
    services.hide(hidden, by=administrator, now=NOW)
    internal = world.document_name("Бланк письма", by=administrator, from_company=True)

    for name in (hidden, internal):
        assert applicant_client.get(f"/catalogue/{name.pk}/template/").status_code == 404


def test_staff_choose_from_the_names_of_the_company(
    administrator_client: Client, applicant: User, administrator: User
) -> None:
    world.document_name("Бланк письма", by=administrator, from_company=True)
    case = world.application(applicant)

    seen = words(administrator_client.get(f"/cases/{case.pk}/?add=document"))

    assert '<option value="Бланк письма">' in seen
    assert '<option value="Паспорт">' not in seen
