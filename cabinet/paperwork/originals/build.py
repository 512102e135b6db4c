"""Builds the Word templates of the repository: `python -m cabinet.paperwork.originals.build`.

They are ordinary Word files; a lawyer opens them and reads the text with the names of fields in it. The same script
gives the same bytes, so a template that was changed by hand, or a script that was changed and not run, shows in a test.
"""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from cabinet.paperwork import merge_fields as m

HERE = Path(__file__).parent
DAY = datetime(2026, 1, 1)  # noqa: DTZ001  (a property of the file, the same at every build)
FONT = "Times New Roman"


class Paper:
    """A Word file, from the top to the bottom."""

    def __init__(self, title: str, *, is_wide: bool = False) -> None:
        self.word = Document()
        section = self.word.sections[0]
        section.page_width, section.page_height = (Mm(297), Mm(210)) if is_wide else (Mm(210), Mm(297))
        section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(20)
        normal: Any = self.word.styles["Normal"]
        normal.font.name, normal.font.size = FONT, Pt(11)
        normal.paragraph_format.space_after = Pt(4)
        fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(kind), FONT)
        about = self.word.core_properties
        about.title, about.author, about.comments = title, "", ""
        about.created = about.modified = DAY
        about.last_modified_by, about.revision = "", 1

    def line(self, text: str, *, bold: bool = False, align: str = "", size: float = 0, after: float = -1) -> None:
        paragraph = self.word.add_paragraph()
        run = paragraph.add_run(text)
        run.bold = bold or None
        if size:
            run.font.size = Pt(size)
        if align:
            paragraph.alignment = {
                "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT,
            }[align]  # fmt: skip
        if after >= 0:
            paragraph.paragraph_format.space_after = Pt(after)

    def title(self, text: str) -> None:
        self.line(text, bold=True, align="center", size=14, after=8)

    def heading(self, text: str) -> None:
        paragraph = self.word.add_paragraph()
        paragraph.paragraph_format.space_before = Pt(10)
        paragraph.paragraph_format.keep_with_next = True
        paragraph.add_run(text).bold = True

    def letterhead(self) -> None:
        self.line("{{ организация }}", bold=True, size=12, after=0)
        self.line("{{ организация_реквизиты }}", size=9, after=0)
        self.line(
            "{{ организация_адрес }}{% if организация_адрес and организация_телефон %}, {% endif %}"
            "{{ организация_телефон }}",
            size=9,
            after=14,
        )

    def addressee(self) -> None:
        self.line("{{ заявитель }}", bold=True, align="right", after=0)
        self.line("{{ заявитель_адрес }}", align="right", after=0)
        self.line("{{ заявитель_почта }}", align="right", after=12)

    def pairs(self, pairs: Sequence[tuple[str, str]], widths: tuple[int, int] = (55, 115)) -> None:
        """Rows of a name and a field."""
        self.table([], [list(pair) for pair in pairs], widths)

    def table(
        self, head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int], size: float = 10
    ) -> None:
        table = self.word.add_table(rows=0, cols=len(widths))
        table.style = "Table Grid"
        table.autofit = False
        for row in [head, *rows] if head else rows:
            made = table.add_row()
            is_head = bool(head) and row is head
            if is_head:
                mark = OxmlElement("w:tblHeader")
                mark.set(qn("w:val"), "true")
                made._tr.get_or_add_trPr().append(mark)
            for cell, text, width in zip(made.cells, row, widths, strict=True):
                cell.width = Mm(width)
                [paragraph] = cell.paragraphs
                paragraph.paragraph_format.space_after = Pt(0)
                run = paragraph.add_run(text)
                run.font.size = Pt(size)
                run.bold = is_head or None
        for column, width in zip(table._tbl.tblGrid.findall(qn("w:gridCol")), widths, strict=True):
            column.set(qn("w:w"), str(round(width / 25.4 * 1440)))
        self.line("", after=4, size=4)

    def listed(self, listed: m.Listed, heads: Sequence[str], names: Sequence[str], widths: Sequence[int]) -> None:
        """A table with one row for each item of a list."""
        columns = [f"{{{{ {listed.row}.{name} }}}}" for name in names]
        blank = [""] * (len(widths) - 1)
        rows = [[listed.loop, *blank], columns, [listed.ended, *blank]]
        self.table(heads, rows, widths, size=9)

    def about_case(self) -> None:
        self.pairs(
            [
                ("Заявка", "на {{ заявка_на }}"),
                ("Номер", "{{ заявка_номер }}"),
                ("Подана", "{{ заявка_подана }}"),
                ("Объект", "{{ объект }}"),
                ("Адрес объекта", "{{ адрес }}"),
            ]
        )

    def signature(self) -> None:
        self.line("")
        self.line("Исполнитель: {{ исполнитель }}")
        self.line("Дата: {{ документ_дата }}")

    def bytes(self) -> bytes:
        made = io.BytesIO()
        self.word.save(made)
        return _of_one_day(made)


def _of_one_day(file: io.BytesIO) -> bytes:
    """The same archive with the same time on each part."""
    made = io.BytesIO()
    with zipfile.ZipFile(file) as parts, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as same:
        for info in parts.infolist():
            part = zipfile.ZipInfo(info.filename, DAY.timetuple()[:6])
            part.compress_type = zipfile.ZIP_DEFLATED
            same.writestr(part, parts.read(info))
    return made.getvalue()


def _listed(code: str, name: str) -> m.Listed:
    return next(entry for entry in m.entries(code) if isinstance(entry, m.Listed) and entry.name == name)


def application() -> Paper:
    paper = Paper("Заявка")
    paper.line("В {{ организация }}", align="right", after=0)
    paper.line("{{ организация_адрес }}", align="right", after=0)
    paper.line("от {{ заявитель }}", align="right", after=12)
    paper.title("Заявка на {{ заявка_на }}")
    paper.pairs(
        [
            ("Номер", "{{ заявка_номер }}"),
            ("Подана", "{{ заявка_подана }}"),
            ("Тип заявки", "{{ тип_заявки }}"),
            ("Категория", "{{ категория }}"),
        ]
    )
    paper.heading("Заявитель")
    paper.pairs(
        [
            ("Заявитель", "{{ заявитель }}"),
            ("Правовая форма", "{{ заявитель_форма }}"),
            ("Реквизиты", "{{ заявитель_реквизиты }}"),
            ("Паспорт", "{{ заявитель_паспорт }}"),
            ("Адрес", "{{ заявитель_адрес }}"),
            ("Телефон", "{{ заявитель_телефон }}"),
            ("E-mail", "{{ заявитель_почта }}"),
        ]
    )
    paper.heading("Объект")
    paper.pairs(
        [
            ("Что подключаем", "{{ объект }}"),
            ("Адрес", "{{ адрес }}"),
            ("Кадастровые номера", "{{ кадастровые_номера }}"),
            ("Сколько запрошено", "{{ мощность }}"),
        ]
    )
    paper.heading("Сведения")
    facts = _listed(m.APPLICATION, "сведения")
    paper.listed(facts, ["Что спрошено", "Ответ"], ["название", "значение"], [75, 95])
    paper.heading("Приложения")
    files = _listed(m.APPLICATION, "документы")
    paper.listed(files, ["№", "Документ", "Файл", "Размер"], ["номер", "название", "файл", "размер"], [10, 70, 65, 25])
    paper.line("{% if подал %}Подал в личном кабинете: {{ подал }}{% endif %}")
    paper.line("")
    paper.line("Подпись ____________________ / {{ заявитель_фио }} /        Дата ____________________")
    return paper


def receipt() -> Paper:
    paper = Paper("Квитанция о подаче")
    paper.letterhead()
    paper.title("Квитанция о подаче заявки")
    paper.pairs(
        [
            ("Заявка", "на {{ заявка_на }}"),
            ("Номер", "{{ заявка_номер }}"),
            ("Подана", "{{ заявка_подана }}"),
            ("Заявитель", "{{ заявитель }}"),
            ("Подал", "{{ подал }}"),
            ("Тип заявки", "{{ тип_заявки }}"),
            ("Объект", "{{ объект }}"),
            ("Адрес объекта", "{{ адрес }}"),
        ]
    )
    paper.heading("Принятые файлы")
    files = _listed(m.RECEIPT, "документы")
    paper.listed(
        files,
        ["№", "Документ и файл", "SHA-256 и Стрибог-256"],
        ["номер", "название", "sha256"],
        [10, 65, 95],
    )
    table = paper.word.tables[-1]
    row = table.rows[2]
    row.cells[1].paragraphs[0].runs[0].text = "{{ документ.название }}"
    _more(row.cells[1], "{{ документ.файл }}, {{ документ.размер }}")
    row.cells[2].paragraphs[0].runs[0].text = "SHA-256: {{ документ.sha256 }}"
    _more(row.cells[2], "Стрибог-256: {{ документ.стрибог256 }}")
    paper.line("{% if not документы %}Файлов к заявке не приложено.{% endif %}")
    paper.heading("Проверка квитанции")
    paper.line("{{ qr }}", after=2)
    paper.line("Код {{ код_проверки }}. Проверить: {{ адрес_проверки }}")
    paper.line(
        "На странице проверки видны номер заявки, время подачи и хэши файлов, без персональных данных. Хэш меняется, "
        "если изменить в файле хоть один знак: так видно, что файл тот самый.",
        size=9,
    )
    return paper


def _more(cell: Any, text: str) -> None:
    paragraph = cell.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.add_run(text).font.size = Pt(8)


def missing_notice() -> Paper:
    paper = _letter("Запрос недостающих сведений")
    paper.line("Для рассмотрения заявки не хватает сведений или документов:")
    missing = _listed(m.MISSING, "недостающее")
    paper.listed(missing, ["№", "Чего не хватает"], ["номер", "название"], [10, 160])
    paper.line("{{ текст }}")
    paper.line("{% if ответить_до %}Просим ответить до {{ ответить_до }}.{% endif %}")
    paper.line("Добавить их можно в личном кабинете, в карточке заявки. Срок рассмотрения пойдёт заново со дня ответа.")
    paper.signature()
    return paper


def refusal() -> Paper:
    paper = _letter("Мотивированный отказ")
    paper.line("По вашей заявке принято решение об отказе.")
    paper.line("Причина: {{ причина }}{% if причина_пункт %} (пункт {{ причина_пункт }} правил){% endif %}", bold=True)
    paper.line("{{ текст }}")
    paper.line("Правила: {{ основание }}.")
    paper.line("{{ обжалование }}")
    paper.line("Когда причина устранена, подайте исправленную заявку: кнопка «Создать исправленную заявку» в карточке.")
    paper.signature()
    return paper


def void_notice() -> Paper:
    paper = _letter("Уведомление об аннулировании заявки")
    paper.line("Ваша заявка аннулирована.")
    paper.line("{% if причина %}Причина: {{ причина }}{% endif %}", bold=True)
    paper.line("{{ текст }}")
    paper.line("Правила: {{ основание }}.")
    paper.line("{{ обжалование }}")
    paper.line("Вы можете подать заявку заново. Если причина названа неверно, напишите нам в карточке заявки.")
    paper.signature()
    return paper


def readiness_notice() -> Paper:
    paper = _letter("Уведомление об обеспечении возможности присоединения")
    paper.line("Сообщаем, что возможность присоединения вашего объекта к сетям организации обеспечена.")
    paper.line("{{ текст }}")
    paper.line("Правила: {{ основание }}.")
    paper.signature()
    return paper


def _letter(title: str) -> Paper:
    paper = Paper(title)
    paper.letterhead()
    paper.addressee()
    paper.title(title)
    paper.about_case()
    return paper


def passport() -> Paper:
    paper = Paper("Паспорт услуги (процесса)", is_wide=True)
    paper.letterhead()
    paper.title("Паспорт услуги (процесса) сетевой организации")
    paper.line("{{ услуга }}", bold=True, align="center", after=8)
    paper.pairs(
        [
            ("Кто может обратиться", "{{ круг }}"),
            ("Правила", "{{ основание }}"),
            ("Плата", "{{ плата }}"),
            ("Куда обращаться", "Личный кабинет; {{ организация_адрес }} {{ организация_телефон }}"),
        ],
        widths=(55, 202),
    )
    paper.heading("Что приложить к заявке")
    papers = _listed(m.PASSPORT, "приложения")
    paper.listed(papers, ["Документ", "Когда нужен", "Пункт"], ["название", "когда", "пункт"], [110, 117, 30])
    paper.heading("Состав, последовательность и сроки")
    paper.listed(
        _listed(m.PASSPORT, "этапы"),
        ["№", "Этап", "Содержание и условия", "Форма", "Срок", "Ссылка на правила"],
        ["номер", "этап", "содержание", "форма", "срок", "пункт"],
        [10, 42, 85, 38, 57, 25],
    )
    paper.line("{{ оговорка }}", size=9)
    paper.line("Составлен {{ документ_дата }}", size=9)
    return paper


ALL: dict[str, Callable[[], Paper]] = {
    m.APPLICATION: application,
    m.RECEIPT: receipt,
    m.MISSING: missing_notice,
    m.REFUSAL: refusal,
    m.VOID: void_notice,
    m.READINESS: readiness_notice,
    m.PASSPORT: passport,
}


def main() -> None:
    for code, build in ALL.items():
        (HERE / f"{code}.docx").write_bytes(build().bytes())


if __name__ == "__main__":
    main()
