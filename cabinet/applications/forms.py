import re
from typing import Any

from cabinet.rules.packs import Pack
from ui import forms

# Район : округ : квартал : объект.
CADASTRAL_NUMBER = re.compile(r"\d{2}:\d{2}:\d{6,7}:\d+")


class DraftForm(forms.Form):
    """The draft as it is kept: anything may be missing, but what is typed must make sense."""

    type = forms.ChoiceField(label="Тип заявки", required=False, optional="", widget=forms.RadioSelect)
    purpose = forms.CharField(
        label="Что подключаем", max_length=200, required=False, help_text="Например: жилой дом, гараж, магазин"
    )
    address = forms.CharField(
        label="Адрес объекта",
        max_length=300,
        required=False,
        optional="",
        help_text="Если адреса ещё нет, опишите место: район, посёлок, номер участка",
    )
    cadastral_number = forms.CharField(
        label="Кадастровый номер участка",
        required=False,
        width=20,
        help_text="Из выписки ЕГРН, например 56:44:0301002:88",
    )
    max_power_kw = forms.DecimalField(
        label="Максимальная мощность",
        required=False,
        optional="",
        width=8,
        suffix="кВт",
        max_digits=9,
        decimal_places=2,
        error_messages={
            "invalid": "Введите мощность числом, например 15",
            "max_digits": "Проверьте мощность: такой не бывает",
            "max_whole_digits": "Проверьте мощность: такой не бывает",
            "max_decimal_places": "Округлите мощность до сотых, например 15,25",
        },
    )

    def __init__(self, *args: Any, pack: Pack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pack = pack
        kind: Any = self.fields["type"]
        kind.choices = [(type_.code, type_.title) for type_ in pack.types]

    def clean_cadastral_number(self) -> str:
        # A Rosreestr extract is copied with wide colons and blanks as often as not.
        number = re.sub(r"\s", "", self.cleaned_data["cadastral_number"]).replace("：", ":")
        if number and not CADASTRAL_NUMBER.fullmatch(number):
            raise forms.ValidationError("Проверьте кадастровый номер. Пример: 56:44:0301002:88")
        return number

    def clean_max_power_kw(self) -> Any:
        power = self.cleaned_data["max_power_kw"]
        if power is not None and power <= 0:
            raise forms.ValidationError("Введите мощность больше нуля, например 15")
        return power


class SubmitForm(DraftForm):
    """The draft as it is handed over: what cannot be missing is asked for by name."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("type") and "type" not in self.errors:
            self.add_error("type", "Выберите тип заявки")
        if not cleaned.get("address") and "address" not in self.errors:
            self.add_error("address", "Введите адрес объекта или опишите, где он находится")
        type_ = self.pack.type_of(cleaned.get("type", ""))
        power_is_optional = type_ is not None and type_.power_is_optional
        if cleaned.get("max_power_kw") is None and not power_is_optional and "max_power_kw" not in self.errors:
            self.add_error("max_power_kw", "Введите мощность числом, например 15")
        return cleaned
