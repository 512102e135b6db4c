"""A company is late: the queue says so, each day has its owner, and the evidence proves itself without us."""

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

from cabinet.demo.companies import GORSET
from tests.journeys.test_paper_desk import enters_a_paper
from tests.journeys.visitor import Visitor

Come = Callable[..., Visitor]


def verified(folder: Path) -> str:
    """What the script of the archive says, with Python alone: no site, no packages, no settings."""
    command = [sys.executable, "-I", "-S", "проверить.py"]
    done = subprocess.run(command, cwd=folder, env={}, capture_output=True, text=True, check=False, timeout=120)
    return done.stdout + done.stderr


def test_a_late_company_is_shown_day_by_day_and_cannot_deny_it(
    visitor: Come, paper: Callable[[str], Path], tmp_path: Path
) -> None:
    clerk = visitor()
    clerk.sign_in(GORSET.email_of(GORSET.staff[-1]))
    number = enters_a_paper(clerk, 873, paper("заявка.pdf"), days=60)

    clerk.sees("срок не считается")
    clerk.follow("Укажите категорию заявки")
    clerk.breaks_no_rule()
    clerk.is_not_cut()
    clerk.chooses("Физическое лицо, до 15 кВт")
    clerk.page.locator("[name=source]").fill("Из приложенной формы, пункты 5 и 6")
    clerk.press("Сохранить")
    clerk.sees("Сроки посчитаны с поступления заявки")

    clerk.open("/cases/?due=over&order=due")
    clerk.sees(number)
    clerk.page.get_by_role("link", name=number).first.click()
    clerk.follow("Сроки")
    clerk.sees("Чей это день")
    clerk.sees("просрочен")
    clerk.breaks_no_rule()
    clerk.is_not_cut()
    with clerk.page.expect_download() as started:
        clerk.page.get_by_role("link", name="Доказательства (ZIP)").click()
    archive = tmp_path / "evidence.zip"
    started.value.save_as(archive)
    clerk.follow("Лист для печати")
    clerk.sees("Сетевая организация")

    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
    [inside] = [path.parent for path in folder.rglob("проверить.py") if "Подписано" not in path.parts]
    assert "ВСЁ ВЕРНО" in verified(inside), verified(inside)

    days = inside / "Дни.csv"
    days.write_text(days.read_text("utf-8-sig").replace("Сетевая организация", "Заявитель"), "utf-8-sig")
    assert "НАРУШЕНО" in verified(inside)
