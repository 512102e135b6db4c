"""A paper comes by post: one screen makes an application of it, and its number tells its stages."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.utils.timezone import localtime
from playwright.sync_api import expect

from accounts import synthetic
from cabinet.demo.companies import GORSET
from tests.journeys.visitor import Visitor

Come = Callable[..., Visitor]


def enters_a_paper(clerk: Visitor, n: int, *scans: Path, has_scripts: bool = True, days: int = 1) -> str:
    """A paper of a person of 7 kW that came so many days ago."""
    number = f"П-{n}"
    clerk.open("/cases/")
    clerk.follow("Внести бумажную заявку")
    clerk.page.get_by_text("По почте", exact=True).click()
    came = localtime() - timedelta(days=days)
    clerk.page.locator("[name=received_on]").fill(f"{came:%d.%m.%Y}")
    clerk.page.locator("[name=number]").fill(number)
    clerk.page.locator("[name=q]").fill(synthetic.snils(n))
    clerk.press("Найти")
    clerk.sees("Никого не нашлось")
    clerk.press("Физическое лицо")
    told = {"last_name": "Полушкина", "first_name": "Зоя", "snils": synthetic.snils(n), "phone": synthetic.phone(n)}
    for name, value in told.items():
        clerk.page.locator(f"[name=new-{name}]").fill(value)
    clerk.chooses("Новое присоединение")
    clerk.page.locator("[name=address]").fill("Лугореченск, ул. Речная, д. 9")
    clerk.page.locator("[name=max_power_kw]").fill("7")
    clerk.page.locator("#files").set_input_files(scans)
    if has_scripts:  # the page sends them by itself
        expect(clerk.page.locator("[name=upload]")).to_have_count(len(scans))
    clerk.expects(422)
    clerk.press("Внести заявку")
    clerk.sees("Напишите, почему заявка внесена позже")
    expect(clerk.page.locator("[name=new-last_name]")).to_have_value("Полушкина")
    expect(clerk.page.locator("[name=upload]")).to_have_count(len(scans))
    clerk.page.locator("[name=reason]").fill("Письмо передали утром")
    clerk.press("Внести заявку")
    clerk.sees("Заявка внесена.")
    clerk.sees("поступила по почте")
    return number


def test_a_paper_becomes_an_application(visitor: Come, paper: Callable[[str], Path]) -> None:
    clerk, zoya = visitor(), visitor()
    clerk.sign_in(GORSET.email_of(GORSET.staff[-1]))
    number = enters_a_paper(clerk, 871, paper("заявка.pdf"), paper("паспорт.pdf"))
    clerk.follow("История")
    clerk.sees("Письмо передали утром")
    clerk.breaks_no_rule()
    clerk.is_not_cut()

    zoya.open("/accounts/login/")
    zoya.follow("Где моя заявка? Узнать без входа")
    zoya.page.locator("[name=number]").fill(number)
    zoya.page.locator("[name=digits]").fill(synthetic.phone(871)[-4:])
    zoya.press("Показать стадии")
    zoya.sees("Дата поступления заявки и её регистрационный номер")
    zoya.breaks_no_rule()
    zoya.is_not_cut()


def test_the_desk_needs_no_script(visitor: Come, paper: Callable[[str], Path]) -> None:
    clerk = visitor(java_script_enabled=False)
    clerk.sign_in(GORSET.email_of(GORSET.staff[-1]))
    enters_a_paper(clerk, 872, paper("заявка.pdf"), has_scripts=False)
