"""«Вопросы, документы и статусы» of the administrator."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate

from accounts.models import User
from cabinet.rules import services
from cabinet.rules.amendments import rules_now
from cabinet.rules.models import Amendment
from cabinet.rules.packs import current_pack
from tenants.models import GridCompany
from tests import world
from tests.world import words

LIST = "/settings/rules/"
PARTS = ["questions", "attachments", "statuses", "enquiry_statuses"]


def page(what: str, code: str = "new") -> str:
    return f"{LIST}{what}/{code}/"


def sent(client: Client, address: str, **typed: Any) -> Any:
    """What the page has drawn, with what was typed over it."""
    form = client.get(address).context["form"]
    drawn: dict[str, Any] = {}
    for field in form:
        value = field.value()
        if value not in (None, "", False, []):
            drawn[field.html_name] = value.strftime("%d.%m.%Y") if hasattr(value, "strftime") else value
    return client.post(address, {"key": str(uuid.uuid4()), **drawn, **typed})


@pytest.mark.parametrize("part", PARTS)
def test_everything_of_the_pack_is_on_the_list(part: str, administrator_client: Client) -> None:
    seen = words(administrator_client.get(LIST, {"part": part}))

    for item in getattr(current_pack(), part):
        assert " ".join((getattr(item, "label", "") or item.title).split()) in seen


def test_a_part_that_is_none(administrator_client: Client) -> None:
    assert administrator_client.get(LIST, {"part": "terms"}).status_code == 404
    for address in (page("term"), page("question"), page("question", "pay_first"), page("status", "company_9")):
        assert administrator_client.get(address).status_code == 404


def test_a_question_of_the_act(administrator_client: Client, administrator: User) -> None:
    address = page("question", "purpose")
    assert "Пункт 9 Правил" in words(administrator_client.get(address))

    looked = sent(administrator_client, address, label="Что строите", do="preview")
    assert looked.status_code == 200
    assert "Так увидит заявитель" in words(looked)
    assert not Amendment.objects.exists()

    assert sent(administrator_client, address, label="Что строите").status_code == 302
    assert rules_now().question("purpose").label == "Что строите"
    seen = words(administrator_client.get(address))
    assert "Название: Что строите" in seen
    assert administrator.short_name in seen
    assert "изменено" in words(administrator_client.get(LIST))


def test_a_form_cannot_smuggle_in_what_the_act_has_settled(administrator_client: Client) -> None:
    sent(administrator_client, page("question", "address"), label="Где", required="", is_hidden="on", stage="connected")

    [row] = Amendment.objects.all()
    assert row.value == {"label": "Где"}
    assert rules_now().question("address").is_required({"kind": "new"})


def test_the_words_of_the_pack_are_no_decision(administrator_client: Client) -> None:
    sent(administrator_client, page("question", "purpose"))

    assert not Amendment.objects.exists()


OWN = {"label": "Есть ли проект?", "page": "what", "type": "choice", "choices": "Да\nНет\n\nДа", "required": "on"}


def test_an_own_question(administrator_client: Client) -> None:
    assert sent(administrator_client, page("own-question"), **OWN).status_code == 302
    [row] = Amendment.objects.all()
    question = rules_now().question(row.code)
    assert [(choice.code, choice.label) for choice in question.choices] == [("1", "Да"), ("2", "Нет")]

    sent(administrator_client, page("own-question", row.code), choices="Нет\nДа\nДелают")
    question = rules_now().question(row.code)
    assert [(choice.code, choice.label) for choice in question.choices] == [("2", "Нет"), ("1", "Да"), ("3", "Делают")]
    sent(administrator_client, page("own-question", row.code), is_hidden="on")
    assert [one.code for one in rules_now().questions if one.is_own] == []
    assert "скрыто" in words(administrator_client.get(LIST))


def test_a_second_press_makes_no_second_question(administrator_client: Client) -> None:
    key = str(uuid.uuid4())
    for _ in range(2):
        assert sent(administrator_client, page("own-question"), **OWN, key=key).status_code == 302

    assert Amendment.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"label": ""}, "Введите вопрос"),
        ({"choices": "Да"}, "Введите от двух до 30 вариантов"),
        ({"choices": "\n".join(map(str, range(31)))}, "Введите от двух до 30 вариантов"),
        ({"page": "company"}, "Выберите"),
        ({"type": "plots"}, "Выберите"),
        ({"valid_from": "01.01.2020"}, "Выберите сегодняшний день или более поздний"),
        ({"valid_from": ""}, "Введите день"),
    ],
)
def test_what_an_own_question_cannot_be(typed: dict[str, str], says: str, administrator_client: Client) -> None:
    answer = sent(administrator_client, page("own-question"), **{**OWN, **typed})

    assert answer.status_code == 422
    assert says in words(answer)
    assert not Amendment.objects.exists()


def test_hostile_words_are_shown_as_words(administrator_client: Client) -> None:
    hostile = "<script>alert(1)</script>"
    sent(
        administrator_client,
        page("own-question"),
        **{**OWN, "label": hostile, "hint": hostile, "choices": f"{hostile}\nНет"},
    )

    [row] = Amendment.objects.all()
    for address in (LIST, page("own-question", row.code)):
        assert hostile not in administrator_client.get(address).content.decode()


def test_an_own_document(administrator_client: Client) -> None:
    typed = {"title": "Справка о газе", "kinds": ["new"], "legal_forms": ["person"], "required": "on"}
    assert sent(administrator_client, page("own-attachment"), **typed).status_code == 302
    [row] = Amendment.objects.all()

    document = rules_now().attachment(row.code)
    assert document
    assert document.is_required({"kind": "new", "legal_form": "person"})
    again = sent(administrator_client, page("own-attachment"), **typed)
    assert "Такой документ уже есть" in words(again)


def test_a_status(administrator_client: Client) -> None:
    assert sent(administrator_client, page("status"), label="У главного инженера", stage="review").status_code == 302
    taken = sent(administrator_client, page("status", "review"), label="отказано")
    assert "Статус с таким названием уже есть" in words(taken)
    taken = sent(administrator_client, page("status", "review"), label=current_pack().waiting)
    assert "Статус с таким названием уже есть" in words(taken)
    nowhere = sent(administrator_client, page("status"), label="Черновик", stage="draft")
    assert nowhere.status_code == 422
    sent(administrator_client, page("status", "offer"), is_hidden="on")

    assert [status.is_hidden for status in rules_now().statuses if status.code == "offer"] == [True]


def test_statuses_change_places(administrator_client: Client) -> None:
    before = [status.code for status in rules_now().statuses]
    assert administrator_client.post(f"{page('status', before[1])}move/", {"to": "up"}).status_code == 302

    after = [status.code for status in rules_now().statuses]
    assert after == [before[1], before[0], *before[2:]]
    administrator_client.post(f"{page('status', after[0])}move/", {"to": "up"})  # the first one stays the first
    assert [status.code for status in rules_now().statuses] == after
    assert administrator_client.post(f"{page('status', 'company_9')}move/", {"to": "up"}).status_code == 404
    assert administrator_client.post(f"{page('question', 'purpose')}move/", {"to": "up"}).status_code == 404


def test_two_people_at_one_question(administrator_client: Client, administrator: User) -> None:
    address = page("question", "purpose")
    form = administrator_client.get(address).context["form"]
    services.amend(
        "question", "purpose", {"label": "Объект"}, valid_from=localdate(), by=administrator, now=timezone.now()
    )
    typed = {"label": "Что строите", "hint": "", "valid_from": localdate().strftime("%d.%m.%Y")}
    answer = administrator_client.post(address, {**typed, "key": str(uuid.uuid4()), "version": form["version"].value()})

    assert answer.status_code == 422
    seen = words(answer)
    assert "сохранено — «Объект»; у вас — «Что строите»" in seen
    again = administrator_client.post(
        address, {**typed, "key": str(uuid.uuid4()), "version": answer.context["form"]["version"].value()}
    )
    assert again.status_code == 302
    assert rules_now().question("purpose").label == "Что строите"


def test_in_a_company_of_heat(other_company: GridCompany, signed_in: Any) -> None:
    from tenancy.company import inside

    with inside(other_company):
        client = signed_in(world.staff(6), other_company)
    assert "Тепловая" in words(client.get(LIST)) or "нагрузка" in words(client.get(LIST))
    assert sent(client, page("own-question"), **OWN).status_code == 302
    with inside(other_company):
        assert [one.label for one in rules_now().questions if one.is_own] == ["Есть ли проект?"]
