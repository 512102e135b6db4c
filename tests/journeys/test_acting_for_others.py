"""A second employee of an organisation, and a representative: nobody needs another's password."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from accounts import synthetic
from cabinet.demo.people import GARDENERS, PASSWORD, SOBOLEVSKAYA
from tests.journeys.visitor import Visitor

Come = Callable[..., Visitor]
OLGA, OLEG = "lisina@example.ru", "yablochkov@example.ru"


def test_a_second_employee_joins_and_files_for_the_organisation(visitor: Come) -> None:
    olga, head = visitor(), visitor()
    registers_with_the_numbers_of(GARDENERS.n, olga)
    olga.sees("уже работает в этом кабинете")
    head.sign_in(GARDENERS.email)
    head.page.goto(head.reads_letter(GARDENERS.email, "Сотрудник просит доступ"))
    head.sees("Просит доступ: Лисина Ольга")
    head.breaks_no_rule()
    head.press("Открыть доступ Лисина Ольга")
    head.sees("Доступ открыт. Сотруднику отправлено письмо.")
    olga.page.reload()
    olga.press("Создать заявку на технологическое присоединение")
    olga.brings_a_filled_form()
    olga.page.get_by_label("Адрес объекта").fill("СНТ «Энергетик-2», участок 14")
    olga.press("Сохранить черновик")
    head.open("/cases/?tab=drafts")
    head.sees("участок 14")
    head.open("/organisation/")
    head.press("Исключить Лисина Ольга")
    head.sees("Сотрудник исключён.")
    olga.expects(404)
    olga.page.reload()
    olga.sees("Страница не найдена")


def registers_with_the_numbers_of(n: int, olga: Visitor) -> None:
    olga.open("/accounts/signup/?form=organisation")
    answers = {
        "inn": synthetic.inn10(n), "ogrn": synthetic.ogrn(n), "kpp": synthetic.kpp(n),
        "organisation_name": "СНТ «Энергетик-2»", "last_name": "Лисина", "first_name": "Ольга",
        "email": OLGA, "phone": synthetic.phone(511), "password1": PASSWORD, "password2": PASSWORD,
    }  # fmt: skip
    for name, answer in answers.items():
        olga.page.locator(f"[name={name}]").fill(answer)
    olga.page.locator("label", has_text="Я согласен с условиями").click(position={"x": 5, "y": 5})
    olga.press("Зарегистрироваться")
    olga.finishes_registration(OLGA, synthetic.phone(511))


def test_a_representative_acts_for_a_client_until_it_is_taken_back(visitor: Come, paper: Callable[[str], Path]) -> None:
    client, oleg = visitor(), visitor()
    client.sign_in(SOBOLEVSKAYA.email)
    invites(client, paper("Доверенность.pdf"))
    oleg.page.goto(oleg.reads_letter(OLEG, "Вас приглашают быть представителем"))
    oleg.breaks_no_rule()
    oleg.page.locator("[name=last_name]").fill("Яблочков")
    oleg.page.locator("[name=first_name]").fill("Олег")
    oleg.page.locator("[name=password1]").fill(PASSWORD)
    oleg.page.locator("[name=password2]").fill(PASSWORD)
    oleg.page.locator("label", has_text="Я согласен с условиями").click(position={"x": 5, "y": 5})
    oleg.press("Принять приглашение")
    oleg.sees("Вы действуете за:")
    oleg.sees("Соболевская")
    oleg.follow("Сменить")
    oleg.sees("За кого вы действуете")
    oleg.breaks_no_rule()
    oleg.follow("Документооборот")
    oleg.press("Создать сообщение сетевой организации")
    oleg.write("Прошу принять меня по доверенности.")
    oleg.press("Отправить")
    oleg.sees("Сообщение отправлено.")
    client.open("/cases/?tab=enquiries")
    expect(client.main.get_by_role("row").nth(1)).to_be_visible()
    client.open("/representatives/")
    client.press("Отозвать полномочия Яблочков Олег")
    client.sees("Полномочия отозваны")
    oleg.expects(404)
    oleg.page.reload()
    oleg.sees("Страница не найдена")
    oleg.follow("Информация")
    oleg.sees("Сейчас вы ни за кого не действуете")


def invites(client: Visitor, power_of_attorney: Path) -> None:
    client.follow("Данные")
    client.follow("Представители")
    client.page.get_by_label("E-mail представителя").fill(OLEG)
    client.page.get_by_text("Смотреть, подавать и отвечать", exact=True).click()
    client.page.get_by_label("До какой даты").fill("31.12.2027")
    client.page.locator("[name=document]").set_input_files(power_of_attorney)
    client.press("Отправить приглашение")
    client.sees("Приглашение отправлено.")
    client.page.set_viewport_size({"width": 360, "height": 740})
    client.is_not_cut()
    client.page.set_viewport_size({"width": 1280, "height": 720})
