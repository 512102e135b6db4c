"""How forms are drawn: one renderer for all of them, and fields that say how they look in a word.

    from ui import forms

    class Enter(forms.Form):
        snils = forms.CharField(label="СНИЛС", help_text="11 цифр", missing="Введите СНИЛС", width=14)

`FORM_RENDERER = "ui.forms.Renderer"` makes `{{ form }}` the error summary and the fields, and
`{% field form.snils %}` one of them; also for forms that are not ours.
"""

from decimal import Decimal
from typing import Any, Literal

from django import forms
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import (
    CheckboxInput,
    CheckboxSelectMultiple,
    ClearableFileInput,
    FileInput,
    HiddenInput,
    PasswordInput,
    RadioSelect,
    Select,
    TextInput,
)
from django.http import HttpRequest

from ui import quantities, widgets

__all__ = [
    "BooleanField",
    "CharField",
    "CheckboxInput",
    "CheckboxSelectMultiple",
    "ChoiceField",
    "ClearableFileInput",
    "DateField",
    "DecimalField",
    "EmailField",
    "FileField",
    "FileInput",
    "FoldedChoices",
    "Form",
    "HiddenInput",
    "IntegerField",
    "Label",
    "ModelChoiceField",
    "ModelForm",
    "MultipleChoiceField",
    "PasswordField",
    "PasswordInput",
    "RadioSelect",
    "Select",
    "TextInput",
    "Textarea",
    "URLField",
    "ValidationError",
    "look",
]

Form = forms.Form
ModelForm = forms.ModelForm
ValidationError = forms.ValidationError

# The widths that the style sheet knows, about as many characters.
Width = Literal[8, 14, 20, 30]
TICKED = (CheckboxInput, RadioSelect, CheckboxSelectMultiple)


class FoldedChoices(CheckboxSelectMultiple):
    """Many boxes under headings. Each heading opens its own; one with a ticked box stands open."""


class Label(str):
    """Of a choice, with the hint that stands under it."""

    hint: str

    def __new__(cls, text: str, hint: str = "") -> "Label":
        label = super().__new__(cls, text)
        label.hint = hint
        return label


class BoundField(forms.BoundField):
    """A field of a form with what the template of a field asks about it."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        # The server names what is missing, in its own words and all at once; the browser keeps silent.
        attrs.pop("required", None)
        if not isinstance(widget, TICKED) and not widget.is_hidden:
            attrs["class"] = f"input {widget.attrs.get('class', '')}".strip()
        return attrs

    @property
    def kind(self) -> str:
        """Which of the shapes of `ui/forms/field.html` it takes."""
        widget = self.field.widget
        if isinstance(widget, FoldedChoices):
            return "folded"
        if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
            return "options"
        if isinstance(widget, CheckboxInput):
            return "choice"
        return "password" if isinstance(widget, PasswordInput) else "input"

    @property
    def folds(self) -> list[tuple[str, list[forms.boundfield.BoundWidget], int]]:
        """Of `FoldedChoices`: each heading, its boxes, and how many of them are ticked."""
        field: Any = self.field
        boxes: dict[str, list[forms.boundfield.BoundWidget]] = {str(name): [] for name, _ in field.choices}
        headings = {str(value): str(name) for name, options in field.choices for value, _label in options}
        for box in self.subwidgets:
            boxes[headings[str(box.data["value"])]].append(box)
        return [(name, found, sum(box.data["selected"] for box in found)) for name, found in boxes.items()]

    @property
    def optional_mark(self) -> str:
        free = not self.field.required and not self.field.disabled and self.kind != "choice"
        if not free or not getattr(self.form, "mark_optional", True):
            return ""
        return getattr(self.field, "optional", "необязательно")

    @property
    def remark(self) -> str | None:
        """What a form that keeps half-done answers says of this one, quietly; None where nothing is ever said."""
        remarks = getattr(self.form, "remarks", None)
        return None if remarks is None else "" if self.errors else remarks.get(self.name, "")

    @property
    def anchor(self) -> str:
        """Where a link of the error summary leads: the control, or the first of several."""
        return self.id_for_label or f"{self.auto_id}_0"


class Renderer(TemplatesSetting):
    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
    bound_field_class = BoundField

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        if draw := widgets.DRAWN.get(template_name):
            return draw(context["widget"])
        return super().render(template_name, context, request)


def look(
    field: forms.Field,
    *,
    width: Width | None = None,
    inputmode: str = "",
    autocomplete: str = "",
    missing: str = "",
    optional: str = "необязательно",
    suffix: str = "",
) -> None:
    """Tell a field how it is drawn.

    `missing` is said when a required field is left empty, `optional` stands in brackets after the
    label of an optional one, `suffix` beside the control («кВт»).
    """
    asked = {"data-width": width, "inputmode": inputmode, "autocomplete": autocomplete}
    field.widget.attrs |= {name: value for name, value in asked.items() if value}
    if field.label or missing:
        field.error_messages["required"] = missing or missed(field)
    vars(field).update(optional=optional, suffix=suffix)


def missed(field: forms.Field) -> str:
    """What is said about an empty field that has no sentence of its own."""
    label = str(field.label).replace("«", "„").replace("»", "“")
    if isinstance(field, forms.BooleanField):
        return f"Отметьте «{label}»"
    return f"Выберите ответ: «{label}»" if isinstance(field, forms.ChoiceField) else f"Заполните поле «{label}»"


class Textarea(forms.Textarea):
    """As tall as the style sheet says."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__()
        self.attrs = dict(attrs or {})


class Drawn(forms.Field):
    """Gives a field the arguments of `look`."""

    def __init__(
        self,
        *args: Any,
        width: Width | None = None,
        inputmode: str = "",
        autocomplete: str = "",
        missing: str = "",
        optional: str = "необязательно",
        suffix: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        look(
            self,
            width=width,
            inputmode=inputmode,
            autocomplete=autocomplete,
            missing=missing,
            optional=optional,
            suffix=suffix,
        )


class CharField(Drawn, forms.CharField): ...


class EmailField(Drawn, forms.EmailField): ...


class URLField(Drawn, forms.URLField):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, assume_scheme="https", **kwargs)


class BooleanField(Drawn, forms.BooleanField): ...


class ChoiceField(Drawn, forms.ChoiceField): ...


class MultipleChoiceField(Drawn, forms.MultipleChoiceField): ...


class ModelChoiceField(Drawn, forms.ModelChoiceField): ...


class FileField(Drawn, forms.FileField): ...


class DateField(Drawn, forms.DateField):
    """A date as it is written here, ДД.ММ.ГГГГ."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%d.%m.%Y"))
        super().__init__(*args, input_formats=["%d.%m.%Y", "%Y-%m-%d"], **{"width": 14, **kwargs})


class NumberField(Drawn):
    """A number is typed as text: no arrows, no rounding by the browser; a comma or a point, its unit or none."""

    def __init__(self, *args: Any, example: str = "15", **kwargs: Any) -> None:
        self.example = example  # stands in the refusal of another unit
        super().__init__(*args, localize=True, **{"width": 8, **kwargs})
        if "invalid" not in kwargs.get("error_messages", {}):
            self.error_messages["invalid"] = "Введите число, например 15"

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            try:
                value = quantities.number_of(value, unit=getattr(self, "suffix", ""), example=self.example)
            except quantities.WrongUnit as wrong:
                raise ValidationError(str(wrong), code="wrong_unit") from wrong
            value = "".join(value.split()).replace(",", ".")
        return super().to_python(value)


class IntegerField(NumberField, forms.IntegerField):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"inputmode": "numeric", **kwargs})


class DecimalField(NumberField, forms.DecimalField):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"inputmode": "decimal", **kwargs})

    def prepare_value(self, value: Any) -> Any:
        """As a person writes it: 15, though the column keeps 15.00."""
        return Decimal(f"{value.normalize():f}") if isinstance(value, Decimal) else value


class PasswordField(CharField):
    """Kept as typed, with the spaces at its ends."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, strip=False, widget=PasswordInput(), **{"width": 20, **kwargs})
