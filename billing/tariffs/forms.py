from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from billing.bank.statement import kopecks_of
from billing.reckoning.kopecks import in_roubles
from ui import forms

from .models import Tariff
from .rows import TEMPLATE, Row, read

LEGAL_FORMS = [
    ("person", "Физическое лицо"),
    ("entrepreneur", "Индивидуальный предприниматель"),
    ("organisation", "Юридическое лицо"),
]
VOLTAGES = [
    ("0_22", "220 В"),
    ("0_4", "380 В (0,4 кВ)"),
    ("6_10", "6–10 кВ"),
    ("20_35", "20–35 кВ"),
    ("110", "110 кВ и выше"),
]
RELIABILITY = [("3", "Третья"), ("2", "Вторая"), ("1", "Первая")]
SETTLEMENTS = [
    ("", "Не знаю"),
    ("town", "Город или посёлок городского типа"),
    ("country", "Село, деревня, СНТ, дачный посёлок"),
]
# Who may pay the social rate; each needs a document.
SOCIAL_CLASSES = [
    ("", "Нет"),
    ("low_income", "Малоимущие"),
    ("veterans", "Ветераны боевых действий, семьи погибших"),
    ("disabled", "Инвалиды I и II группы, дети-инвалиды, их семьи"),
    ("radiation", "Пострадавшие от радиации"),
    ("large_families", "Многодетные семьи"),
]
MOST_BYTES = 512 * 1024


class RoublesField(forms.CharField):
    """A rate in roubles, cleaned to whole kopecks; None where nothing is typed."""

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        kopecks = kopecks_of(text)
        if kopecks is None:
            raise forms.ValidationError("Введите рубли и копейки больше нуля, например 7 600,00")
        return kopecks


class TariffForm(forms.Form):
    region = forms.CharField(label="Регион", max_length=150, missing="Введите регион, например «Оренбургская область»")
    valid_from = forms.DateField(label="Действует с", missing="Введите первый день, например 01.01.2026")
    valid_until = forms.DateField(label="Действует по", missing="Введите последний день, например 31.12.2026")
    act_title = forms.CharField(
        label="Орган и вид акта",
        max_length=300,
        help_text="Например: постановление департамента по ценам и тарифам",
        missing="Напишите, каким актом установлен тариф",
    )
    act_number = forms.CharField(label="Номер акта", max_length=60, width=14, missing="Введите номер акта")
    act_date = forms.DateField(label="Дата акта", missing="Введите дату акта")
    reduced_kopecks = RoublesField(
        label="Льготная ставка за 1 кВт", required=False, width=14, suffix="₽", help_text="Пусто, если не установлена"
    )
    social_kopecks = RoublesField(
        label="Ставка для льготных категорий за 1 кВт", required=False, width=14, suffix="₽",
        help_text="Малоимущие, ветераны, инвалиды, многодетные",
    )  # fmt: skip
    inclusive = forms.BooleanField(label="Льготные ставки включают НДС", required=False, initial=True)
    standard_inclusive = forms.BooleanField(label="Стандартизированные ставки включают НДС", required=False)
    table = forms.CharField(
        label="Стандартизированные ставки",
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="По строке на ставку, столбцы через точку с запятой, как в образце. Дробная часть — через запятую",
    )
    file = forms.FileField(
        label="Или файл CSV",
        required=False,
        help_text="Его строки заменят то, что набрано выше",
    )
    rows: Sequence[Row] = ()

    def __init__(self, data: Any = None, files: Any = None, **options: Any) -> None:
        super().__init__(data, files, initial={"table": TEMPLATE, "inclusive": True}, **options)

    def clean(self) -> None:
        answers = self.cleaned_data
        begins, ends = answers.get("valid_from"), answers.get("valid_until")
        if begins and ends and ends < begins:
            self.add_error("valid_until", "Последний день не может быть раньше первого. Исправьте одну из дат")
        text = answers.get("table", "")
        if file := answers.get("file"):
            text = self._text_of(file)
            if text:
                shown: Any = self.data
                shown = shown.copy()  # what the file says is shown, so that it can be mended on the page
                shown["table"] = text
                self.data = shown
        if "file" in self.errors:
            return
        self.rows, mistakes = read(text)
        for mistake in mistakes:
            self.add_error("table", str(mistake))
        if not (self.rows or mistakes or answers.get("reduced_kopecks") or answers.get("social_kopecks")):
            self.add_error("table", "В тарифе нет ни одной ставки. Введите хотя бы одну")

    def _text_of(self, file: Any) -> str:
        if file.size > MOST_BYTES:
            self.add_error("file", "Файл больше 512 КБ. Оставьте в нём только строки ставок")
            return ""
        content = file.read()
        for encoding in ("utf-8-sig", "windows-1251"):
            try:
                text: str = content.decode(encoding)
            except UnicodeDecodeError:
                continue
            if "\x00" not in text:
                return text
        self.add_error(
            "file", "Это не CSV: буквы не читаются. Сохраните таблицу как «CSV UTF-8» и выберите файл ещё раз"
        )
        return ""

    @property
    def answers(self) -> dict[str, Any]:
        return {
            name: self.cleaned_data[name]
            for name in (
                "region", "valid_from", "valid_until", "act_title", "act_number", "act_date", "reduced_kopecks",
                "social_kopecks", "inclusive", "standard_inclusive",
            )
        }  # fmt: skip


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="Почему тариф снимается",
        max_length=300,
        help_text="Останется в истории. Выставленные счета не изменятся",
        missing="Напишите, почему тариф снимается",
    )


class ConnectionForm(forms.Form):
    """What the price depends on. The public page and the exact reckoning of staff ask the same."""

    tariff = forms.ChoiceField(label="Регион", missing="Выберите регион")
    legal_form = forms.ChoiceField(label="Кто подключается", choices=LEGAL_FORMS)
    power = forms.DecimalField(
        label="Мощность, которую подключают", max_digits=13, decimal_places=4, min_value=Decimal("0.0001"),
        suffix="кВт", width=8, missing="Введите мощность числом, например 15",
        error_messages={"min_value": "Введите мощность больше нуля", "invalid": "Введите мощность числом, например 15"},
    )  # fmt: skip
    existing = forms.DecimalField(
        label="Уже подключено", required=False, max_digits=13, decimal_places=4, min_value=Decimal(0), suffix="кВт",
        width=8, error_messages={"min_value": "Мощность не бывает отрицательной"},
    )  # fmt: skip
    voltage = forms.ChoiceField(label="Напряжение", choices=VOLTAGES, initial="0_4")
    reliability = forms.ChoiceField(label="Категория надёжности", choices=RELIABILITY, initial="3")
    sources = forms.ChoiceField(label="Источников питания", choices=[("1", "Один"), ("2", "Два и больше")])
    settlement = forms.ChoiceField(label="Где стоит объект", choices=SETTLEMENTS, required=False)
    metres = forms.DecimalField(
        label="От границы участка до сетей", required=False, max_digits=9, decimal_places=1, min_value=Decimal(0),
        suffix="м", width=8, help_text="По прямой, до ближайшего объекта сети нужного напряжения",
        error_messages={"min_value": "Расстояние не бывает отрицательным"},
    )  # fmt: skip
    social = forms.ChoiceField(
        label="Льготная категория", choices=SOCIAL_CLASSES, required=False, help_text="Подтверждается документом"
    )
    used_recently = forms.BooleanField(
        label="За последние три года такой объект уже подключали по льготной ставке", required=False
    )

    def __init__(self, data: Any = None, *, tariffs: Sequence[Tariff], **options: Any) -> None:
        super().__init__(data, **options)
        self.tariffs = {str(tariff.pk): tariff for tariff in tariffs}
        field: Any = self.fields["tariff"]
        field.choices = [(pk, tariff.region) for pk, tariff in self.tariffs.items()]
        if len(self.tariffs) == 1:
            field.widget, field.initial, field.required = forms.HiddenInput(), next(iter(self.tariffs)), False
        self.rows = self._rows()
        for row in self.rows:
            self.fields[f"quantity_{row.place}"] = _quantity_field(row)

    def _rows(self) -> list[Row]:
        """Rates of the chosen tariff that need a quantity: what has to be built."""
        chosen = self.tariffs.get(str(self["tariff"].value() or "")) or next(iter(self.tariffs.values()), None)
        return [row for row in chosen.rows if row.unit != "connection"] if chosen else []

    @property
    def quantity_fields(self) -> list[Any]:
        return [self[f"quantity_{row.place}"] for row in self.rows]

    @property
    def quantities(self) -> dict[str, Decimal]:
        return {
            row.place: quantity for row in self.rows if (quantity := self.cleaned_data.get(f"quantity_{row.place}"))
        }

    @property
    def chosen(self) -> Tariff:
        """The only one needs no choice."""
        return self.tariffs[self.cleaned_data["tariff"] or next(iter(self.tariffs))]


def _quantity_field(row: Row) -> Any:
    where = ", ".join(filter(None, [row.voltage_named, row.settlement_named]))
    return forms.DecimalField(
        label=f"{row.code}. {row.title}", required=False, max_digits=13, decimal_places=4, min_value=Decimal(0),
        suffix=row.unit_named, width=8, optional="",
        help_text=f"{in_roubles(row.kopecks)} за {row.unit_named}{', ' if where else ''}{where}",
        error_messages={"min_value": "Количество не бывает отрицательным"},
    )  # fmt: skip
