"""Both ways to a contract in a browser, from the application to the connection: by payment and by signatures."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.utils.timezone import localdate
from playwright.sync_api import expect

from cabinet.demo.companies import GORSET
from cabinet.demo.people import BAKERY, ORLOVA
from tests.journeys.tour import SIGNER
from tests.journeys.visitor import Visitor, words

Come = Callable[..., Visitor]
Paper = Callable[[str], Path]
GARAGE = "Лугореченск, ул. Договорная, д. 15"
WORKSHOP = "Лугореченск, ул. Договорная, д. 400"
CLERK = GORSET.email_of(GORSET.staff[-1])


def opens(somebody: Visitor, number: str, *, tab: str = "") -> None:
    """The page of the contract, by the card of the case of that number."""
    somebody.open(f"/cases/?tab={tab}" if tab else "/cases/")
    somebody.page.get_by_role("row", name=words(number)).get_by_role("link").first.click()
    somebody.follow("Договор и исполнение")


def gives(somebody: Visitor, **files: Path) -> None:
    for code, file in files.items():
        somebody.page.locator(f"#file-{code}").set_input_files(file)


def signs(somebody: Visitor, *names: str, side: str = "ООО «Горсеть»") -> None:
    """One document after another, at «На подпись», until the card says that this side has signed it."""
    for name in names:
        somebody.open("/signatures/")
        item = somebody.page.get_by_role("listitem").filter(has_text=name)
        item.get_by_role("link", name=words("Подписать отдельно")).click()
        somebody.page.locator("label[for^=read-]").click()
        somebody.press("Подписать")
        somebody.sees(f"Подписано со стороны {side}")


def test_a_person_pays_for_fifteen_kilowatts(visitor: Come, paper: Paper) -> None:
    orlova, maria, signer = visitor(), visitor(), visitor()
    orlova.sign_in(ORLOVA.email)
    maria.sign_in("admin@gorset.example.ru")
    signer.sign_in(SIGNER)
    submits(orlova, paper, GARAGE, power="15")
    number = takes_into_work(maria, GARAGE, "15001")
    places_the_offer(maria, orlova, signer, paper, number)
    pays(maria, orlova, number)
    connects(maria, orlova, signer, paper, number)


def submits(somebody: Visitor, paper: Paper, address: str, *, power: str) -> None:
    somebody.open("/cases/")
    somebody.press("Создать заявку на технологическое присоединение")
    somebody.brings_a_filled_form()
    somebody.chooses("Новое присоединение")
    somebody.page.get_by_label("Адрес объекта").fill(address)
    somebody.page.get_by_label("Максимальная мощность").fill(power)
    somebody.page.locator("#files").set_input_files([paper("Заявка.docx")])
    expect(somebody.page.locator(".file[data-state=done]")).to_have_count(1)
    somebody.press("Подать заявку")
    somebody.sees("Заявка подана.")


def takes_into_work(staff: Visitor, address: str, number: str) -> str:
    staff.open("/cases/")
    staff.page.get_by_role("row", name=words(address)).get_by_role("link").first.click()
    staff.page.get_by_label("Текущий статус").fill("Заявка на рассмотрении сетевой организацией")
    staff.page.get_by_label("Регистрационный номер").fill(number)
    staff.press("Сохранить")
    staff.sees("Сохранено.")
    return number


def places_the_offer(maria: Visitor, orlova: Visitor, signer: Visitor, paper: Paper, number: str) -> None:
    opens(maria, number)
    maria.follow("Разместить оферту")
    maria.page.get_by_label("Сумма счёта").fill("48 600,00")
    gives(maria, offer=paper("Оферта 15001.pdf"), technical_conditions=paper("ТУ 15001.pdf"))
    maria.expects(422)
    maria.press("Разместить оферту")
    maria.sees("Приложите файл: «Счёт на оплату»")
    maria.sees("Оферта 15001.pdf")
    gives(maria, instruction=paper("Инструкция 15001.pdf"), invoice=paper("Счёт 15001.pdf"))
    maria.press("Разместить оферту")
    maria.sees("Оферта отправлена на подпись")
    maria.breaks_no_rule()
    opens(orlova, number)
    orlova.sees("Договора пока нет")
    signs(signer, "Оферта 15001.pdf", "ТУ 15001.pdf", "Инструкция 15001.pdf")
    orlova.page.reload()
    orlova.sees("Договора пока нет")
    signs(signer, "Счёт 15001.pdf")
    orlova.page.reload()
    orlova.sees("Оплатите 48 600,00 ₽ до")
    orlova.sees("Как оплатить")
    orlova.breaks_no_rule()
    orlova.is_not_cut()


def pays(maria: Visitor, orlova: Visitor, number: str) -> None:
    opens(maria, number)
    maria.follow("Оплата поступила")
    maria.page.get_by_label("Дата поступления по выписке банка").fill(f"{localdate() + timedelta(days=400):%d.%m.%Y}")
    maria.page.get_by_label("Документ об оплате", exact=True).fill("платёжное поручение № 45")
    maria.press("Оплата поступила")
    maria.sees("ещё не наступило")
    maria.breaks_no_rule()
    maria.page.get_by_label("Дата поступления по выписке банка").fill(f"{localdate():%d.%m.%Y}")
    maria.press("Оплата поступила")
    maria.sees("Оплата записана")
    maria.sees("Договор заключён")
    orlova.page.reload()
    orlova.sees("Договор заключён")
    orlova.finds_letter(ORLOVA.email, "договор заключён")


def connects(maria: Visitor, orlova: Visitor, signer: Visitor, paper: Paper, number: str) -> None:
    maria.open("/cases/")
    maria.page.get_by_role("row", name=words(number)).get_by_role("link").first.click()
    maria.page.get_by_label("Текущий статус").fill("Присоединено")
    maria.press("Сохранить")
    maria.sees("Не хватает фактов")
    opens(maria, number)
    maria.follow("Сообщить о ходе работ")
    maria.page.get_by_label("Что сделано").fill("Установлена опора")
    maria.press("Сообщить о ходе работ")
    maria.sees("Ход работ сетевой организации: Установлена опора")
    maria.follow("Уведомление о возможности присоединения")
    gives(maria, paper=paper("Уведомление 15001.pdf"))
    maria.press("Уведомление о возможности присоединения")
    maria.sees("Документ отправлен на подпись")
    signs(signer, "Уведомление 15001.pdf")
    maria.open("/cases/")
    maria.page.get_by_role("row", name=words(number)).get_by_role("link").first.click()
    maria.page.get_by_label("Текущий статус").fill("Присоединено")
    maria.press("Сохранить")
    maria.sees("Сохранено.")
    opens(orlova, number, tab="archive")
    orlova.sees("Размещено уведомление об обеспечении возможности присоединения")
    orlova.sees("Договор исполнен")


def test_an_organisation_disagrees_signs_and_is_connected(visitor: Come, paper: Paper) -> None:
    clerk, bakery, signer = visitor(), visitor(), visitor()
    clerk.sign_in(CLERK)
    bakery.sign_in(BAKERY.email)
    signer.sign_in(SIGNER)
    submits(bakery, paper, WORKSHOP, power="400")
    number = takes_into_work(clerk, WORKSHOP, "15002")
    sends_the_draft(clerk, signer, paper, number)
    disagrees(bakery, paper, number)
    answers(clerk, signer, paper, number)
    signs(bakery, "Договор 15002, редакция 2.pdf", side="заявителя")
    opens(bakery, number)
    bakery.sees("Договор заключён")
    bakery.sees("Протокол разногласий, раунд 1")
    does_the_works(clerk, bakery, signer, paper, number)
    is_connected(clerk, bakery, signer, paper, number)


def sends_the_draft(clerk: Visitor, signer: Visitor, paper: Paper, number: str) -> None:
    opens(clerk, number)
    clerk.follow("Направить проект договора")
    gives(clerk, contract=paper("Договор 15002.pdf"), technical_conditions=paper("ТУ 15002.pdf"))
    clerk.press("Направить проект договора")
    clerk.sees("Проект договора отправлен на подпись организации")
    signs(signer, "Договор 15002.pdf", "ТУ 15002.pdf")


def disagrees(bakery: Visitor, paper: Paper, number: str) -> None:
    opens(bakery, number)
    bakery.sees("Ответьте на проект договора")
    bakery.follow("Прислать разногласия")
    bakery.page.get_by_label("С чем вы не согласны").fill("Срок работ")
    gives(bakery, protocol=paper("Протокол 15002.pdf"))
    bakery.press("Прислать разногласия")
    bakery.sees("Протокол разногласий отправлен")
    bakery.breaks_no_rule()


def answers(clerk: Visitor, signer: Visitor, paper: Paper, number: str) -> None:
    opens(clerk, number)
    clerk.sees("Заявитель прислал разногласия")
    clerk.follow("Ответить на разногласия")
    clerk.breaks_no_rule()
    clerk.chooses("договор будет в согласованной редакции")
    clerk.page.get_by_label("Пояснение").fill("Срок работ — восемь месяцев")
    gives(clerk, contract=paper("Договор 15002, редакция 2.pdf"))
    clerk.press("Ответить на разногласия")
    clerk.sees("Ответ отправлен")
    signs(signer, "Договор 15002, редакция 2.pdf")


def does_the_works(clerk: Visitor, bakery: Visitor, signer: Visitor, paper: Paper, number: str) -> None:
    bakery.follow("Условия выполнены")
    bakery.page.get_by_label("Что сделано").fill("Смонтирован щит")
    gives(bakery, paper=paper("Щит.pdf"))
    bakery.press("Условия выполнены")
    bakery.sees("Записано")
    opens(clerk, number)
    clerk.follow("Предложить время осмотра")
    clerk.page.get_by_label("День осмотра").fill(f"{localdate() + timedelta(days=3):%d.%m.%Y}")
    clerk.page.get_by_label("Время", exact=True).fill("10:30")
    clerk.press("Предложить время осмотра")
    bakery.page.reload()
    bakery.follow("Согласовать время осмотра")
    bakery.press("Согласовать время осмотра")
    bakery.sees("Время осмотра согласовано")
    act(clerk, paper, number, "Акт осмотра", "Осмотр 15002.pdf")
    signs(signer, "Осмотр 15002.pdf")
    signs(bakery, "Осмотр 15002.pdf", side="заявителя")


def is_connected(clerk: Visitor, bakery: Visitor, signer: Visitor, paper: Paper, number: str) -> None:
    opens(clerk, number)
    clerk.sees("замечаний нет")
    clerk.follow("Напряжение подано")
    clerk.press("Напряжение подано")
    clerk.sees("Фактическое присоединение, напряжение подано")
    for button, name in (
        ("Акт о присоединении", "Присоединение 15002.pdf"),
        ("Акт балансовой принадлежности", "Баланс 15002.pdf"),
        ("Акт эксплуатационной ответственности", "Эксплуатация 15002.pdf"),
    ):
        act(clerk, paper, number, button, name)
        signs(signer, name)
        signs(bakery, name, side="заявителя")
    clerk.open("/cases/")
    clerk.page.get_by_role("row", name=words(number)).get_by_role("link").first.click()
    clerk.page.get_by_label("Текущий статус").fill("Присоединено")
    clerk.press("Сохранить")
    clerk.sees("Сохранено.")
    opens(bakery, number, tab="archive")
    bakery.sees("Договор исполнен")
    bakery.is_not_cut()


def act(clerk: Visitor, paper: Paper, number: str, button: str, name: str) -> None:
    opens(clerk, number)
    clerk.follow(button)
    gives(clerk, paper=paper(name))
    clerk.page.get_by_role("button", name=button, exact=True).click()  # a field of a file is a button, too
    clerk.sees("Документ отправлен на подпись")
