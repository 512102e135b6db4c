"""`manage.py load_cases`: a dry run, then each line with its files, whole or not at all, however often it is run."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import Applicant, User
from cabinet.cases.models import Case, Entry
from cabinet.exchange.imports.folder import Folder
from documents.models import Document, Upload
from notifications.models import OutboxMessage
from tenants.models import GridCompany
from tests import world
from tests.documents import honest

from . import brought
from .brought import HEADS, person

COLUMNS = [*HEADS, "Номер в прежней системе", "Статус"]
Load = Callable[..., tuple[str, str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = [(*person(61), "17", "Договор заключён"), (*person(62), "18", "")]
    (tmp_path / "заявки.csv").write_bytes(brought.csv(rows, heads=COLUMNS, encoding="cp1251"))
    for number, names in (("17", ["план.pdf", "паспорт.jpg"]), ("99", ["чужой.pdf"])):
        (tmp_path / number).mkdir()
        for name in names:
            content = honest.FILES["паспорт.jpg"]() if name.endswith("jpg") else world.PDF
            (tmp_path / number / name).write_bytes(content)
    return tmp_path


@pytest.fixture
def load(company: GridCompany, administrator: User, folder: Path, here: None) -> Load:
    """`load("--commit")`: what the command says, and the error with which it ends."""

    def run(*arguments: str, **options: Any) -> tuple[str, str]:
        out, error = StringIO(), ""
        by = options.get("by", administrator.email)
        try:
            asked = ("--folder", folder, "--by", by, *arguments)
            call_command("load_cases", company.host.partition(".")[0], *asked, stdout=out, stderr=StringIO())
        except CommandError as refusal:
            error = str(refusal)
        return out.getvalue(), error

    return run


def count() -> tuple[int, ...]:
    return tuple(one.objects.count() for one in (Case, Applicant, Document, Upload, OutboxMessage))


def test_it_says_what_it_would_do_and_does_nothing(load: Load) -> None:
    before = count()
    out, error = load()

    assert error == ""
    assert "заявки.csv: строк 2" in out
    assert "Номер в прежней системе — столбец «Номер в прежней системе»" in out
    assert "Папка «99» не относится ни к одной строке" in out
    assert "Будет внесено: 2, новых заявителей: 2, внесены раньше: 0, ошибок: 0" in out
    assert "повторите с --commit" in out
    assert count() == before


def test_lines_come_with_their_files_and_their_day(load: Load) -> None:
    out, error = load("--commit")

    assert (error, "Внесено: 2" in out) == ("", True)
    case = Case.objects.get(application__address="Лугореченск, ул. Мира, 61")
    assert timezone.localtime(case.submitted_at).isoformat() == "2026-03-12T00:00:00+03:00"
    files = Entry.objects.filter(case=case, document__isnull=False, from_company=False).select_related("document")
    assert sorted(entry.document.file_name for entry in files if entry.document) == ["паспорт.jpg", "план.pdf"]
    notes = " ".join(Entry.objects.filter(case=case, kind=Entry.Kind.NOTE).values_list("html", flat=True))
    assert "номер в прежней системе 17, статус там Договор заключён" in notes
    assert Upload.objects.count() == 0


def test_the_second_run_makes_nothing(load: Load) -> None:
    load("--commit")
    before = count()
    out, error = load("--commit")

    assert error == ""
    assert "Внесено: 0, новых заявителей: 0, внесены раньше: 2" in out
    assert count() == before


def test_a_run_that_died_goes_on(load: Load, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It dies between the two lines, having entered one."""
    asked: list[str] = []
    files_of = Folder.files_of

    def die(self: Folder, number: str) -> list[Path]:
        if number == "18":
            raise KeyboardInterrupt
        asked.append(number)
        return files_of(self, number)

    with monkeypatch.context() as dying:
        dying.setattr(Folder, "files_of", die)
        with pytest.raises(KeyboardInterrupt):
            load("--commit")
    assert Case.objects.count() == 1

    out, error = load("--commit")
    assert (error, "Внесено: 1, новых заявителей: 1, внесены раньше: 1" in out) == ("", True)


def test_what_is_wrong_is_named_by_its_line(load: Load, folder: Path) -> None:
    (folder / "18").mkdir()
    (folder / "18" / "план.pdf").write_bytes(b"MZ" + bytes(2000))
    (folder / "18" / "пусто.pdf").write_bytes(b"")
    rows = [(*person(61, power="много"), "17", ""), (*person(62), "18", ""), (*person(63), "17", "")]
    (folder / "заявки.csv").write_bytes(brought.csv(rows, heads=COLUMNS))
    before = count()
    out, error = load()

    assert "Есть ошибки" in error
    assert "Строка 2, Мощность, кВт: " in out
    assert "Строка 3, Номер в прежней системе: Файл «план.pdf»" in out
    assert "Строка 3, Номер в прежней системе: Файл «пусто.pdf» пуст" in out
    assert "Строка 4, Номер в прежней системе: Та же заявка, что в строке 2" in out
    assert count() == before


def test_a_line_whose_file_is_refused_is_not_entered_at_all(load: Load, folder: Path) -> None:
    (folder / "17" / "ящик.pdf").write_bytes(b"MZ" + bytes(2000))
    out, error = load("--commit")

    assert "Есть ошибки" in error
    assert "Внесено: 1" in out
    assert not Case.objects.filter(application__address="Лугореченск, ул. Мира, 61").exists()
    assert (Document.objects.count(), Upload.objects.count()) == (0, 0)


@pytest.mark.parametrize("number", ["..", ".", "../17", "/etc", "17/../17", "", "17\0"])
def test_a_number_never_leads_out_of_the_folder(folder: Path, number: str) -> None:
    assert Folder.opened(folder).files_of(number) == []


def test_links_are_not_followed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    (other / "secret.pdf").write_bytes(world.PDF)
    (folder / "18").symlink_to(other)
    (folder / "17" / "link.pdf").symlink_to(other / "secret.pdf")
    opened = Folder.opened(folder)

    assert opened.files_of("18") == []
    assert [path.name for path in opened.files_of("17")] == ["паспорт.jpg", "план.pdf"]


def test_columns_may_be_named(load: Load, folder: Path) -> None:
    heads = ["Когда", *COLUMNS[1:]]
    (folder / "заявки.csv").write_bytes(brought.csv([(*person(61), "17", "")], heads=heads))

    assert "Не узнаны столбцы: Дата поступления" in load()[1]
    assert "Будет внесено: 1" in load("--column", "received_on=Когда")[0]
    assert "поля «day» нет" in load("--column", "day=Когда")[1]
    assert "столбца «Где» в таблице нет" in load("--column", "address=Где")[1]


def test_what_cannot_be_is_said(load: Load, folder: Path, tmp_path: Path) -> None:
    assert "администратора nobody@example.ru в этом кабинете нет" in load(by="nobody@example.ru")[1]
    with pytest.raises(CommandError, match="Кабинета «нет» нет"):
        call_command("load_cases", "нет", "--folder", folder, "--by", "x")
    (folder / "вторая.xlsx").write_bytes(b"x")
    assert "должна лежать одна таблица" in load()[1]
    for path in folder.iterdir():
        path.rename(tmp_path.parent / f"{tmp_path.name}-{path.name}")
    folder.rmdir()
    assert "Проверьте --folder" in load()[1]
