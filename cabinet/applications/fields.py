"""Form fields made from the questions of the rule pack."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from cabinet.rules.pack import Choice, Pack, Power, Question
from ui import forms
from ui.forms import Label

from .cadastre import cadastral_numbers
from .models import Application
from .stages_field import StagesField
from .suppliers import SuppliersInput

TEXT_LIMIT, WORDS_LIMIT = 300, 4000
WIDTHS = (8, 14, 20, 30)  # those that the style sheet knows
MANY_CHOICES = 7  # more than these are a list to open
YES, NO = "yes", "no"


def field_of(question: Question, pack: Pack) -> Any:
    """What may be left empty; what the pack requires is asked for by the form, in the words of the pack."""
    return _MAKERS[question.type](question, pack)


def type_field(pack: Pack) -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Тип заявки",
        required=False,
        optional="",
        widget=forms.RadioSelect,
        choices=[(type_.code, Label(type_.title, type_.hint)) for type_ in pack.types],
    )


def power_field(power: Power, **more: Any) -> forms.DecimalField:
    """In the unit and within the limits of the rule pack, which also gives the words of refusals."""
    impossible = f"Проверьте {power.asked}: {power.too_much}"
    return PositiveField(
        label=power.label,
        help_text=power.usual,
        example=power.example,
        required=False,
        optional="",
        width=8,
        suffix=power.unit,
        max_value=power.largest,
        max_digits=power.largest.adjusted() + 1 + power.decimals,
        decimal_places=power.decimals,
        error_messages={
            "invalid": f"Введите {power.asked} числом, например {power.example}",
            "too_small": f"Введите {power.asked} больше нуля, например {power.example}",
            "max_value": impossible,
            "max_digits": impossible,
            "max_whole_digits": impossible,
            "max_decimal_places": f"Округлите {power.asked} до {power.decimals_named}, например {power.fine_example}",
        },
        **more,
    )


class PositiveField(forms.DecimalField):
    def clean(self, value: Any) -> Any:
        number = super().clean(value)
        if number is not None and number <= 0:
            raise ValidationError(self.error_messages["too_small"], code="too_small")
        return number


class PlotsField(forms.CharField):
    """Cadastral numbers as the column keeps them, with commas."""

    def clean(self, value: Any) -> str:
        return ", ".join(cadastral_numbers(super().clean(value)))


class YesNoField(forms.ChoiceField):
    """Two buttons, because «нет» is an answer and silence is none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=[(YES, "Да"), (NO, "Нет")], widget=forms.RadioSelect, **kwargs)

    def clean(self, value: Any) -> bool | None:
        return {YES: True, NO: False}.get(super().clean(value))

    def prepare_value(self, value: Any) -> Any:
        return {True: YES, False: NO}.get(value, value) if isinstance(value, bool) else value


def _common(question: Question) -> dict[str, Any]:
    return {
        "label": question.label,
        "help_text": question.hint,
        "required": False,
        "optional": "" if question.required is not False else "необязательно",
    }


def _width(question: Question) -> Any:
    return next((width for width in WIDTHS if width >= (question.width or 0)), None) if question.width else None


def _text(question: Question, pack: Pack) -> forms.CharField:
    column = {field.name: field for field in Application._meta.concrete_fields}.get(question.code)
    limit: Any = getattr(column, "max_length", None) or TEXT_LIMIT
    is_supplier = pack.supplier is not None and question.code == pack.supplier.question
    widget: dict[str, Any] = {"widget": SuppliersInput()} if is_supplier else {}
    return forms.CharField(max_length=limit, width=_width(question), **widget, **_common(question))


def _words(question: Question, pack: Pack) -> forms.CharField:
    return forms.CharField(max_length=WORDS_LIMIT, widget=forms.Textarea(attrs={"rows": 3}), **_common(question))


def _plots(question: Question, pack: Pack) -> PlotsField:
    return PlotsField(max_length=2000, widget=forms.Textarea(attrs={"rows": 2}), **_common(question))


def _power(question: Question, pack: Pack) -> forms.DecimalField:
    field = power_field(pack.power)
    field.label = question.label
    field.help_text = question.hint or pack.power.usual
    return field


def _number(question: Question, pack: Pack) -> forms.DecimalField:
    common = _common(question)
    example = question.example or ("1" if question.min is None or question.min <= 1 else f"{question.min}")
    asked = question.missing or f"Введите число в поле «{question.label}», например {example}"
    bounds = [f"не меньше {_written(question.min)}" if question.min is not None else ""]
    bounds += [f"не больше {_written(question.max)}" if question.max is not None else ""]
    outside = f"Проверьте поле «{question.label}»: {' и '.join(filter(None, bounds)) or 'такого числа не бывает'}"
    fine = f"Округлите число в поле «{question.label}»: " + (
        f"не больше {question.decimals} знаков после запятой" if question.decimals else "нужно целое, без дробной части"
    )
    return forms.DecimalField(
        example=example,
        width=_width(question) or 8,
        suffix=question.unit,
        min_value=question.min,
        max_value=question.max,
        max_digits=12 + question.decimals,
        decimal_places=question.decimals,
        error_messages={
            "invalid": asked,
            "min_value": outside,
            "max_value": outside,
            "max_digits": f"Проверьте поле «{question.label}»: такого числа не бывает",
            "max_whole_digits": f"Проверьте поле «{question.label}»: такого числа не бывает",
            "max_decimal_places": fine,
        },
        **common,
    )


def _choice(question: Question, pack: Pack) -> forms.ChoiceField:
    choices: list[tuple[str, str]] = [(one.code, _label(one)) for one in question.choices]
    common = _common(question)
    if question.default:
        common["optional"] = ""
    if len(choices) > MANY_CHOICES:
        return forms.ChoiceField(choices=[("", "Выберите"), *choices], **common)
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)


def _label(choice: Choice) -> Label:
    return Label(choice.label, choice.hint)


def _yes_no(question: Question, pack: Pack) -> YesNoField:
    return YesNoField(**_common(question))


def _date(question: Question, pack: Pack) -> forms.DateField:
    example = question.example or f"01.09.{date.today().year + 1}"  # noqa: DTZ011  (a year to show)
    asked = question.missing or f"Введите дату в поле «{question.label}», например {example}"
    return forms.DateField(error_messages={"invalid": asked}, **_common(question))


def _stages(question: Question, pack: Pack) -> StagesField:
    return StagesField(pack=pack, **_common(question))


def _written(number: Decimal | None) -> str:
    return "" if number is None else f"{number.normalize():f}".replace(".", ",")


_MAKERS: Mapping[str, Any] = {
    "text": _text,
    "words": _words,
    "number": _number,
    "power": _power,
    "choice": _choice,
    "yes_no": _yes_no,
    "date": _date,
    "plots": _plots,
    "stages": _stages,
}
