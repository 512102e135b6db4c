from typing import Any

from cabinet.rules.pack import Pack, Power
from ui import forms

from .cadastre import cadastral_numbers


class DraftForm(forms.Form):
    """The draft as it is kept: anything may be missing, but what is typed must make sense."""

    remarks: dict[str, str]  # said quietly of answers that are half done

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
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Из выписки ЕГРН, например 56:44:0301002:88. Если участков несколько, запишите номера через запятую "
        "или с новой строки",
    )

    def __init__(self, *args: Any, pack: Pack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pack = pack
        kind: Any = self.fields["type"]
        kind.choices = [(type_.code, type_.title) for type_ in pack.types]
        self.fields["max_power_kw"] = _power_field(pack.power)

    def clean_cadastral_number(self) -> str:
        return ", ".join(cadastral_numbers(self.cleaned_data["cadastral_number"]))

    def clean_max_power_kw(self) -> Any:
        power = self.cleaned_data["max_power_kw"]
        asked = self.pack.power
        if power is not None and power <= 0:
            raise forms.ValidationError(f"Введите {asked.asked} больше нуля, например {asked.example}")
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
            self.add_error("max_power_kw", self.fields["max_power_kw"].error_messages["invalid"])
        return cleaned


def _power_field(power: Power) -> forms.DecimalField:
    """In the unit and within the limits of the rule pack, which also gives the words of refusals."""
    impossible = f"Проверьте {power.asked}: {power.too_much}"
    whole_digits = power.largest.adjusted() + 1
    return forms.DecimalField(
        label=power.label,
        help_text=power.usual,
        example=power.example,
        required=False,
        optional="",
        width=8,
        suffix=power.unit,
        max_value=power.largest,
        max_digits=whole_digits + power.decimals,
        decimal_places=power.decimals,
        error_messages={
            "invalid": f"Введите {power.asked} числом, например {power.example}",
            "max_value": impossible,
            "max_digits": impossible,
            "max_whole_digits": impossible,
            "max_decimal_places": f"Округлите {power.asked} до {power.decimals_named}, например {power.fine_example}",
        },
    )
