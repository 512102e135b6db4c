from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from cabinet.applications.models import Application
from cabinet.company.queries import profile
from cabinet.desk.forms import SOURCES
from cabinet.rules.packs import current_pack
from ui import forms

from .imports.columns import BY_CODE, IDENTIFIERS, TARGETS, guessed
from .imports.line import Setting
from .imports.table import Table
from .period import Period
from .registry import Book, book_of, books

FORMATS = [("xlsx", "XLSX — таблица для Excel"), ("jsonl", "JSON Lines — для программ: по записи в строке")]
FIRST_YEAR, DAYS_AT_MOST = 2000, 366 * 5
_DATE = "Введите дату в формате ДД.ММ.ГГГГ"


class ExportForm(forms.Form):
    """«Выгрузить»: what, as what, of which days."""

    book = forms.ChoiceField(label="Что выгрузить", widget=forms.RadioSelect, missing="Выберите, что выгрузить")
    format = forms.ChoiceField(label="Формат", widget=forms.RadioSelect, choices=FORMATS, missing="Выберите формат")
    since = forms.DateField(
        label="С", help_text="Первый день, например 01.03.2026", missing="Введите первый день периода",
        error_messages={"invalid": f"Первый день периода: {_DATE[0].lower()}{_DATE[1:]}"},
    )  # fmt: skip
    until = forms.DateField(
        label="По", help_text="Последний день, он тоже войдёт", missing="Введите последний день периода",
        error_messages={"invalid": f"Последний день периода: {_DATE[0].lower()}{_DATE[1:]}"},
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        last = today.replace(day=1) - timedelta(days=1)
        initial = {"book": books()[0].code, "format": "xlsx", "since": last.replace(day=1), "until": last}
        super().__init__(*args, **{"initial": initial, **kwargs})
        self.today = today
        field: Any = self.fields["book"]
        field.choices = [(one.code, f"{one.title}, {one.dated}") for one in books()]

    def clean_since(self) -> date:
        day: date = self.cleaned_data["since"]
        if day.year < FIRST_YEAR:
            raise forms.ValidationError(f"Первый день периода: проверьте год, он раньше {FIRST_YEAR}")
        if day > self.today:
            raise forms.ValidationError("Первый день периода ещё не наступил")
        return day

    def clean_until(self) -> date:
        day: date = self.cleaned_data["until"]
        if day.year > timezone.localdate().year + 1:
            raise forms.ValidationError("Последний день периода: проверьте год")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until:
            if until < since:
                self.add_error("until", "Последний день периода раньше первого. Поменяйте их местами")
            elif (until - since).days > DAYS_AT_MOST:
                self.add_error("until", "Период длиннее пяти лет. Выгрузите его по частям")
        return cleaned

    @property
    def chosen(self) -> Book:
        return book_of(self.cleaned_data["book"])

    @property
    def period(self) -> Period:
        return Period(self.cleaned_data["since"], self.cleaned_data["until"])


class FileForm(forms.Form):
    file = forms.FileField(
        label="Файл", help_text="CSV (UTF-8 или Windows-1251) или XLSX, до 5 МБ", missing="Выберите файл",
        allow_empty_file=True,
    )  # fmt: skip


GROUPS = (
    ("Поступление", ("received_on", "received_time", "number", "external", "former_status", "source", "every_source")),
    ("Заявитель", ("snils", "inn", "ogrn", "kpp", "legal_form", "full_name", "last_name", "first_name", "middle_name",
                   "organisation_name", "phone", "email")),
    ("Заявка", ("type", "every_type", "address", "purpose", "cadastral_number", "max_power_kw")),
)  # fmt: skip


class ColumnsForm(forms.Form):
    """Which column of the file is what; and what holds where the file says nothing."""

    def __init__(self, *args: Any, table: Table, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = table
        columns = [("", "нет в файле"), *((str(number), _shown(table, number)) for number in range(len(table.heads)))]
        for target in TARGETS:
            self.fields[target.code] = forms.ChoiceField(
                label=target.label, required=False, choices=columns, help_text=target.hint, optional=""
            )
        self.fields["every_type"] = forms.ChoiceField(
            label="Тип заявки, если в строке его нет", required=False, optional="",
            choices=[("", "не подставлять"), *((one.code, one.title) for one in current_pack().types)],
        )  # fmt: skip
        self.fields["every_source"] = forms.ChoiceField(
            label="Откуда поступили, если в строке не сказано",
            choices=[(source.value, source.label) for source in reversed(SOURCES)],
        )

    @classmethod
    def guessed(cls, table: Table) -> "ColumnsForm":
        found = guessed(table.heads, profile().import_columns)
        initial = {code: str(column) for code, column in found.items()}
        return cls(table=table, initial={**initial, "every_source": Application.Source.OTHER.value})

    @property
    def groups(self) -> list[tuple[str, list[Any]]]:
        return [(title, [self[code] for code in codes]) for title, codes in GROUPS]

    @property
    def columns(self) -> dict[str, int]:
        return {code: int(chosen) for code in BY_CODE if (chosen := self.cleaned_data.get(code))}

    def setting(self, file_name: str) -> Setting:
        return Setting(
            self.columns, self.table.heads, type=self.cleaned_data["every_type"],
            source=self.cleaned_data["every_source"], file_name=file_name,
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        seen: dict[str, str] = {}
        for code in BY_CODE:
            chosen = cleaned.get(code)
            if chosen and chosen in seen:
                head = self.table.heads[int(chosen)]
                self.add_error(code, f"Столбец «{head}» уже выбран для поля «{BY_CODE[seen[chosen]].label}»")
            elif chosen:
                seen[chosen] = code
        if not cleaned.get("received_on") and "received_on" not in self.errors:
            self.add_error("received_on", "Выберите столбец с датой поступления: от неё идут сроки")
        if not cleaned.get("address") and "address" not in self.errors:
            self.add_error("address", "Выберите столбец с адресом объекта")
        if not cleaned.get("type") and not cleaned.get("every_type") and "type" not in self.errors:
            self.add_error("type", "Выберите столбец с типом заявки или тип для всех строк")
        if not any(cleaned.get(code) for code in IDENTIFIERS) and not self.errors.keys() & set(IDENTIFIERS):
            self.add_error("snils", "Выберите столбец со СНИЛС, ИНН или ОГРН: по ним находят заявителя")
        return cleaned


def _shown(table: Table, column: int) -> str:
    """A heading with what stands under it first."""
    example = next((cell for line in table.lines if (cell := line.cell(column))), "")
    short = example if len(example) <= 30 else f"{example[:29]}…"
    return f"{table.heads[column][:60]} — {short}" if short else table.heads[column][:60]
