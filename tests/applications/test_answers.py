"""Numbers with their unit, and several plots: people type as they are used to."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from cabinet.applications.cadastre import cadastral_numbers
from cabinet.applications.forms import DraftForm
from cabinet.rules.packs import pack_on
from ui import forms

A, B = "56:44:0301002:88", "56:44:0301002:89"


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("electricity", "15,5 кВт", "15.5"), ("electricity", "15.5", "15.5"), ("electricity", "15,5 квт.", "15.5"),
        ("electricity", "15КВТ", "15"), ("electricity", "15 kW", "15"), ("electricity", "1 500 кВт", "1500"),
        ("electricity", "15 киловатт", "15"), ("heat", "0,35 Гкал/ч", "0.35"), ("heat", "0.35 гкал/час", "0.35"),
        ("heat", "0,35 Гкал в час", "0.35"), ("heat", "0,35", "0.35"),
    ],
)  # fmt: skip
def test_the_unit_of_the_field_may_be_typed(kind: str, typed: str, kept: str) -> None:
    form = DraftForm({"max_power_kw": typed}, pack=pack_on(kind, date.today()))

    assert form.is_valid(), form.errors
    assert form.cleaned_data["max_power_kw"] == Decimal(kept)


@pytest.mark.parametrize(
    ("kind", "typed", "unit"),
    [("electricity", "15 МВт", "МВт"), ("electricity", "15 Вт", "Вт"), ("electricity", "15 кВА", "кВА"),
     ("electricity", "0,4 кВ", "кВ"), ("electricity", "20 л. с.", "л. с."), ("heat", "15 кВт", "кВт"),
     ("electricity", "0,35 Гкал/ч", "Гкал/ч")],
)  # fmt: skip
def test_another_unit_is_named(kind: str, typed: str, unit: str) -> None:
    pack = pack_on(kind, date.today())
    [error] = DraftForm({"max_power_kw": typed}, pack=pack).errors["max_power_kw"]

    assert f"«{unit}»" in error
    assert pack.power.unit in error
    assert pack.power.example in error


def test_a_field_of_megabytes_takes_its_unit_too() -> None:
    class Limits(forms.Form):
        largest = forms.IntegerField(suffix="МБ")

    assert Limits({"largest": "50 Мб"}).is_valid()
    assert "«ГБ»" in Limits({"largest": "1 ГБ"}).errors["largest"][0]


@pytest.mark.parametrize("kind", ["electricity", "heat"])
def test_a_hint_says_what_is_usual_for_a_house(kind: str) -> None:
    pack = pack_on(kind, date.today())
    hint = DraftForm(pack=pack).fields["max_power_kw"].help_text

    assert "дома" in hint
    assert pack.power.unit in hint


@pytest.mark.parametrize(
    "typed",
    [f"{A},{B}", f"{A}, {B}", f"{A};{B}", f"{A} {B}", f"{A}\r\n{B}", f"{A}\n\n{B}\n", f"{A} и {B}", f"{A}, {B}, {A}",
     f" {A} ;\t{B};", "56:44:0301002 : 88, 56：44：0301002：89"],
)  # fmt: skip
def test_several_plots_are_all_kept_once(typed: str) -> None:
    assert cadastral_numbers(typed) == [A, B]


@pytest.mark.parametrize("wrong", ["56:44", "дом", "56:44:0301002:", "5644030100288"])
def test_the_wrong_one_of_several_is_named(wrong: str) -> None:
    with pytest.raises(ValidationError, match="Проверьте кадастровый номер") as refusal:
        cadastral_numbers(f"{A}, {wrong}")

    assert f"«{wrong}»" in refusal.value.message
    assert f"«{A}»" not in refusal.value.message
