"""The guided application: short steps made of the rule pack, in any order, saved as one goes."""

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from accounts.models import ApplicantDetails, User
from cabinet.cases.models import Case
from notifications.models import OutboxMessage
from tenancy.company import inside
from tenants.models import GridCompany
from tests import world
from tests.applications.guide import Guided
from tests.world import words

WHERE = {"purpose": "Жилой дом", "address": "Лугореченск, ул. Новая, 12", "cadastral_number": "99:01:0101001:777"}


@pytest.fixture
def guided(applicant_client: Client) -> Guided:
    return Guided(applicant_client)


def attach_all(guided: Guided, *names: str) -> None:
    guided.open("documents")
    guided.press("attach", files=[world.pdf(f"{name}.pdf") for name in names])


def test_a_person_goes_from_the_first_step_to_a_submitted_application(guided: Guided) -> None:
    assert guided.step == "what"
    assert guided.go(type="new", household="yes") == "where"
    assert guided.go(**WHERE) == "power"
    assert guided.go(max_power_kw="15", voltage="0_4", reliability="3") == "supply"
    assert guided.go() == "documents"
    attach_all(guided, "выписка ЕГРН", "план участка", "паспорт")
    assert guided.go() == "check"  # nothing is asked of the applicant: the step is passed over

    ready = words(guided.open())
    assert "Всё заполнено, документы приложены" in ready
    answer = guided.press("submit")

    case = guided.case
    assert answer["Location"] == f"/cases/{case.pk}/"
    assert case.stage == "waiting"
    assert case.application.category == "person_15"
    assert case.application.answers["household"] is True
    assert case.application.answers["voltage"] == "0_4"


def test_the_side_says_what_is_still_to_be_answered_and_then_which_category_and_why(guided: Guided) -> None:
    assert 'осталось ответить: </p> <ul class="small"><li>Тип заявки</li>' in words(guided.open())
    guided.go(type="new", household="yes")
    assert "<li>Максимальная мощность</li>" in words(guided.open("what"))

    guided.open("power")
    guided.go(max_power_kw="15", voltage="0_4", reliability="3")
    told = words(guided.open("where"))
    assert "Физическое лицо, до 15 кВт" in told
    assert "третья категория надёжности" in told
    assert "Пункт 14 Правил" in told
    assert "Договор заключается оплатой счёта" in told
    assert "по льготной ставке за киловатт" in told
    assert "Пункт 14 Правил, по мнению сетевой организации" in told
    assert "Сколько стоит (предварительно)" in told
    assert "требует проверки юристом" not in told  # that is told to staff


@pytest.mark.parametrize(
    ("answers", "said", "unsaid"),
    [
        ({"household": "no"}, "Прямо в Правилах этого нет", "Пункт 7(1)"),
        ({"max_power_kw": "400"}, "Пункт 15 Правил.", "по мнению"),
    ],
    ids=["nobody settles it", "a source was read"],
)
def test_the_side_says_as_law_only_what_a_source_settles(
    guided: Guided, answers: dict[str, str], said: str, unsaid: str
) -> None:
    given = {"household": "yes", "max_power_kw": "15", **answers}
    guided.go(type="new", household=given["household"])
    guided.open("power")
    guided.go(max_power_kw=given["max_power_kw"], voltage="0_4", reliability="3", load="магазин")
    told = words(guided.open("where"))

    assert said in told
    assert unsaid not in told


def test_what_the_pack_requires_is_asked_for_in_its_words(guided: Guided) -> None:
    assert "Выберите тип заявки" in words(guided.press())
    assert "Ответьте, нужна ли энергия только для бытовых нужд" in words(guided.press(type="new"))
    guided.go(type="temporary", temporary_kind="construction", temporary_months="6")
    assert "Введите адрес объекта или опишите, где он находится" in words(guided.press())


def test_questions_that_come_up_are_shown_before_one_goes_on(guided: Guided) -> None:
    refused = words(guided.press(type="temporary"))
    assert "Выберите, зачем нужно временное присоединение" in refused
    assert 'name="temporary_months"' in refused

    guided.go(type="new", household="no")
    guided.open("power")
    response = guided.press(max_power_kw="100", voltage="0_4", reliability="2", load="Склад")
    assert response["Location"].endswith("/power/?fresh=1")  # «в том числе по второй категории» came up
    shown = words(guided.open())
    assert "По вашим ответам появились ещё вопросы" in shown
    assert 'name="power_2"' in shown
    guided.at = guided.address("power")
    assert guided.go(power_2="40", power_3="60") == "supply"


def test_what_is_not_shown_is_neither_required_nor_erased(guided: Guided) -> None:
    guided.go(type="new", household="yes")
    guided.open("what")
    guided.go(type="temporary", temporary_kind="movable", temporary_months="3")
    guided.open("what")
    guided.go(type="new")

    assert guided.answers["household"] is True
    assert guided.answers["temporary_months"] == "3"


def test_steps_that_ask_nothing_of_this_type_are_skipped(guided: Guided) -> None:
    heads = {page.code for page in guided.case.rules.pages if page.side == "applicant"}
    assert heads == {"what", "where", "power", "supply"}
    assert "Нужно строить сети" not in words(guided.open("power"))
    assert guided.client.get(guided.address("company")).status_code == 404
    assert guided.client.get(guided.address("nowhere")).status_code == 404


def test_any_step_is_opened_in_any_order_and_keeps_what_was_typed(guided: Guided) -> None:
    guided.open("power")
    guided.press("save", max_power_kw="15,25 кВт")
    guided.open("what")
    guided.press("save", type="new")
    sent = guided.form()
    answer = guided.client.post(sent.address, {**sent.values, "household": "yes", "go": guided.address("where")})

    assert answer["Location"] == guided.address("where")
    assert guided.answers["max_power_kw"] == pytest.approx(15.25)
    assert guided.answers["household"] is True


def test_words_that_make_no_sense_stay_at_their_step(guided: Guided) -> None:
    guided.open("power")
    assert guided.press("save", max_power_kw="много").status_code == 422
    guided.open("where")
    guided.press("save", **WHERE)

    assert 'value="много"' in words(guided.open("power"))
    assert "введённое не удалось понять" in words(guided.open("check"))


def test_a_draft_goes_on_where_it_was_left(guided: Guided) -> None:
    guided.go(type="new", household="yes")
    guided.press("save", **WHERE)

    assert guided.case.get_absolute_url() == guided.address("where")
    listed = words(guided.client.get("/cases/?tab=drafts"))
    assert f'href="{guided.address("where")}"' in listed


def test_one_who_brings_a_filled_form_gets_the_one_page(guided: Guided) -> None:
    assert "У меня есть заполненная форма" in words(guided.open())
    page = world.one_page(guided.at)
    answer = guided.client.post(
        page, {**world.ANSWERS, "do": "submit", "key": str(uuid.uuid4()), "files": [world.docx()]}
    )

    assert answer["Location"] == f"/cases/{guided.pk}/"


def test_the_check_names_each_lack_with_its_point_and_a_link(guided: Guided) -> None:
    guided.go(type="new", household="yes")
    refused = guided.open("check")
    seen = words(refused)
    assert "Введите адрес объекта" in seen
    assert "(пункт 9)" in seen
    assert f"{guided.address('where')}#id_address" in seen
    assert "Не добавлен документ: Паспорт" in seen
    assert f"{guided.address('documents')}#documents" in seen

    assert guided.press("submit").status_code == 422
    assert guided.case.is_draft


def test_without_documents_it_is_submitted_all_the_same_after_a_word(guided: Guided) -> None:
    guided.go(type="new", household="yes")
    guided.go(**WHERE)
    guided.go(max_power_kw="15", voltage="0_4", reliability="3")
    seen = words(guided.open("check"))
    assert "Подать всё равно" in seen
    assert "пришлёт запрос недостающего" in seen

    # A page that has not shown the lack cannot have agreed to it.
    assert guided.client.post(guided.at, {"do": "submit"}).status_code == 422
    assert guided.case.is_draft
    assert guided.press("submit")["Location"] == f"/cases/{guided.pk}/"
    assert guided.case.stage == "waiting"


def test_an_organisation_of_400_kilowatts(here: None, company: GridCompany, signed_in: Callable[..., Client]) -> None:
    guided = Guided(signed_in(world.organisation(1), company))
    guided.go(type="new")
    guided.go(**WHERE)
    guided.go(max_power_kw="400", voltage="6_10", reliability="3", load="Мебельное производство")

    assert "От 150 до 670 кВт" in words(guided.open("supply"))
    guided.open("check")
    guided.press("submit")
    assert guided.case.application.category == "medium_670"


def test_details_of_the_applicant_are_asked_with_the_way_back(
    here: None, company: GridCompany, signed_in: Callable[..., Client]
) -> None:
    owner = world.organisation(1)
    ApplicantDetails.objects.all().delete()
    guided = Guided(signed_in(owner, company))
    guided.open("documents")
    assert guided.go() == "applicant"
    seen = words(guided.open())
    assert "место нахождения" in seen
    back = guided.address("applicant").replace("/", "%2F")
    assert f"/profile/?next={guided.address('applicant')}" in seen or back in seen
    assert "Заполните сведения о заявителе: место нахождения" in words(guided.open("check"))


def test_a_representative_is_not_asked_for_the_power_of_attorney_again(
    company: GridCompany, applicant: User, signed_in: Callable[..., Client]
) -> None:
    guided = Guided(signed_in(world.representative(applicant, 1), company))
    guided.go(type="new", household="yes")
    assert "Уже в кабинете" in words(guided.open("documents"))
    assert "Не добавлен документ: Доверенность" not in words(guided.open("check"))


def test_two_tabs_at_different_steps_do_not_disturb_each_other(guided: Guided) -> None:
    guided.open("what")
    first = guided.form()
    guided.open("where")
    guided.press("save", **WHERE)
    answer = guided.client.post(first.address, {**first.values, "type": "new", "household": "yes", "do": "next"})

    assert answer.status_code == 302
    assert guided.answers["address"] == WHERE["address"]
    assert guided.answers["type"] == "new"


def test_two_tabs_at_one_step_are_noticed(guided: Guided) -> None:
    guided.open("where")
    here = guided.form()
    guided.press("save", **WHERE)
    answer = guided.client.post(here.address, {**here.values, "address": "Другой адрес", "do": "next"})

    assert answer.status_code == 409
    seen = words(answer)
    assert "Черновик изменён в другой вкладке" in seen
    assert f"Сохранено: {WHERE['address']}" in seen
    assert f'href="{guided.address("where")}" data-take-saved' in seen
    assert guided.answers["address"] == WHERE["address"]


def test_the_one_page_and_a_step_are_two_tabs_too(guided: Guided) -> None:
    guided.open("where")
    here = guided.form()
    guided.client.post(world.one_page(guided.at), {**world.ANSWERS, "do": "save"})
    answer = guided.client.post(here.address, {**here.values, "address": "Другой адрес", "do": "next"})

    assert answer.status_code == 409


def test_a_stranger_finds_no_step(guided: Guided, company: GridCompany, signed_in: Callable[..., Client]) -> None:
    stranger = signed_in(world.person(7), company)

    assert stranger.get(guided.at).status_code == 404
    assert stranger.post(guided.at, {"type": "new", "do": "next"}).status_code == 404


def test_the_receipt_and_both_cards_tell_every_answer(
    guided: Guided, administrator: User, company: GridCompany, signed_in: Callable[..., Client]
) -> None:
    guided.go(type="new", household="yes")
    guided.go(**WHERE, settlement="country")
    guided.go(max_power_kw="15", voltage="0_4", reliability="3", benefit="veteran")
    guided.go(supplier="АО «Сбыт»")
    guided.open("check")
    guided.press("submit")

    card = f"/cases/{guided.pk}/"
    told = ("380 В (0,4 кВ)", "Село, деревня, СНТ", "Ветеран боевых действий", "АО «Сбыт»", "15 кВт")
    for client in (guided.client, signed_in(administrator, company)):
        seen = words(client.get(card))
        assert all(one in seen for one in told)
    staff = words(signed_in(administrator, company).get(card))
    assert "Физическое лицо, до 15 кВт, пункт 14. Порядок требует проверки юристом" in staff
    letter = OutboxMessage.objects.filter(text__contains="Мы получили ваше обращение").latest("pk")
    assert all(one in letter.text for one in ("380 В (0,4 кВ)", "Ветеран боевых действий", "АО «Сбыт»"))


@pytest.fixture
def heat(other_company: GridCompany, signed_in: Callable[..., Client]) -> Iterator[Guided]:
    with inside(other_company):
        yield Guided(signed_in(world.organisation(1), other_company))


def test_heat_has_its_own_steps(heat: Guided) -> None:
    heat.go(type="new", ground="Собственность, выписка ЕГРН")
    heat.go(address="Лугореченск, ул. Новая, 12", floors="5", built_on="01.09.2027")
    assert "Какая нагрузка?" in words(heat.open())
    refused = words(heat.press(max_power_kw="0,35", load_heating="0,2", load_hot_water="0,1"))
    assert "Сумма по видам потребления — 0,3 Гкал/ч, а нужно 0,35 Гкал/ч: на 0,05 Гкал/ч меньше" in refused
    assert heat.go(max_power_kw="0,35", load_heating="0,2", load_hot_water="0,15", reliability="2") == "documents"
    heat.open("check")
    heat.press("submit")

    assert heat.case.stage == "waiting"
    assert heat.case.application.category
    assert heat.case.application.answers["built_on"] == "2027-09-01"
    assert heat.case.application.answers["floors"] == "5"


def test_the_address_is_composed_of_its_parts(guided: Guided) -> None:
    guided.open("where")
    guided.go(region="Оренбургская область", locality="с. Луговое", street="ул. Мира", house="1")
    assert guided.answers["address"] == "Оренбургская область, с. Луговое, ул. Мира, 1"

    guided.open("where")
    guided.go(house="1а")  # the line was made of the parts, so it follows them
    assert guided.answers["address"] == "Оренбургская область, с. Луговое, ул. Мира, 1а"
    guided.open("where")
    guided.go(address="Луговое, дом у реки")
    assert guided.answers["address"] == "Луговое, дом у реки"


def test_stages_are_rows_and_work_without_scripts(guided: Guided) -> None:
    guided.go(type="new", household="yes")
    guided.open("power")
    row: dict[str, Any] = {
        "stages-0-design_on": "01.03.2027", "stages-0-operation_on": "01.09.2027", "stages-0-power": "10",
        "stages-0-reliability": "3",
    }  # fmt: skip
    more = guided.press("more", max_power_kw="15", voltage="0_4", reliability="3", **row)
    assert more["Location"].endswith("?more=1#stages")
    assert 'name="stages-1-power"' in words(guided.open())
    refused = words(guided.press(**{"stages-1-power": "4"}))
    assert "Сумма по этапам — 14 кВт, а нужно 15 кВт: на 1 кВт меньше" in refused
    assert guided.go(**{"stages-1-power": "5"}) == "supply"

    assert guided.answers["stages"] == [
        {"design_on": "2027-03-01", "operation_on": "2027-09-01", "power": "10", "reliability": "3"},
        {"power": "5"},
    ]
    assert "Этап 1: 10 кВт, третья категория, проект 01.03.2027, ввод 01.09.2027" in words(guided.open("check"))
    guided.open("power")
    guided.go(**{"stages-1-power": "", "stages-0-power": "15"})
    assert len(guided.answers["stages"]) == 1


@pytest.mark.parametrize(
    ("cell", "typed", "sentence"),
    [
        ("power", "много", "Этап 1. Введите мощность числом, например 15"),
        ("design_on", "завтра", "Этап 1. Проект до: введите правильную дату"),
        ("operation_on", "01.01.2026", "Этап 1. Ввод в работу не может быть раньше проекта"),
        ("power", "", "Этап 1. Введите мощность этапа"),
    ],
)
def test_a_row_of_stages_that_makes_no_sense_is_told_by_its_number(
    guided: Guided, cell: str, typed: str, sentence: str
) -> None:
    guided.go(type="new", household="yes")
    guided.open("power")
    row = {"stages-0-design_on": "01.03.2027", "stages-0-power": "15", f"stages-0-{cell}": typed}
    answer = guided.press(max_power_kw="15", voltage="0_4", reliability="3", **row)

    assert answer.status_code == 422
    assert sentence in words(answer)
    guided.open("where")
    guided.press("save", **WHERE)
    assert not typed or f'value="{typed}"' in words(guided.open("power"))  # kept as it was typed


def test_a_second_press_finds_it_submitted(guided: Guided) -> None:
    Guided(guided.client)
    guided.client.post(world.one_page(guided.at), {**world.ANSWERS, "do": "submit", "files": [world.pdf()]})

    answer = guided.client.post(guided.address("check"), {"do": "submit"})
    assert answer["Location"] == f"/cases/{guided.pk}/"
    assert Case.objects.submitted().count() == 1
