"""A form that carries the version of its initial data and shows both values when somebody else has saved first."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import QueryDict

from ui import forms
from ui.words import in_digits

from .. import identifiers
from ..versions import ChangedMeanwhile, version_of

if TYPE_CHECKING:
    _Form = forms.Form
else:
    _Form = object

FIELD = "version"
LONGEST = 200  # characters of a value in a sentence


class Versioned(_Form):
    """Mixed into a form, before its base. The template draws `{{ form.version }}` unless it draws the whole form."""

    long_fields: tuple[str, ...] = ()  # whole texts: the saved one is shown below the field

    def remember(self, saved: Mapping[str, Any], *, version: str = "") -> None:
        """What the form was filled with. Called at the end of `__init__`, before anything is validated."""
        self.remembered = tuple(saved)
        self.fields[FIELD] = forms.CharField(
            label="Версия", required=False, widget=forms.HiddenInput, initial=version or version_of(saved), optional=""
        )

    @property
    def seen(self) -> str:
        """The version that the page carried; empty for a form that creates something new."""
        version: str = self.cleaned_data.get(FIELD, "")
        return version

    @property
    def answers(self) -> dict[str, Any]:
        """The typed values of the fields that were remembered."""
        return {name: self.cleaned_data[name] for name in self.remembered if name in self.cleaned_data}

    def show(self, refusal: ChangedMeanwhile) -> None:
        """Both values of each field in question. What only the other one has changed takes its place in the form."""
        self.add_error(None, refusal.message)
        sent: Any = self.data
        data: Any = sent.copy() if isinstance(sent, QueryDict) else dict(sent)
        data[self.add_prefix(FIELD)] = refusal.version
        for name, value in refusal.kept.items():
            if name in self.fields:
                self._put(data, name, value)
        for name, value in refusal.clashes.items():
            if name not in self.fields:  # not a question of this form
                continue
            typed = self.cleaned_data.get(name)
            if name in self.long_fields:
                self.fields[name].saved = value  # type: ignore[attr-defined]
            self.add_error(name, self.both(name, value, typed))
        self.data = data

    def both(self, name: str, saved: Any, typed: Any) -> str:
        label = self.fields[name].label
        if name in self.long_fields:
            where = "он показан ниже" if saved else "он пуст"
            return f"{label}: сохранён другой текст, {where}. В поле — ваш"
        return f"{label}: сохранено — {self.in_words(name, saved)}; у вас — {self.in_words(name, typed)}"

    def in_words(self, name: str, value: Any) -> str:
        """A value as people read it."""
        field: Any = self.fields[name]
        if isinstance(value, bool):
            return "да" if value else "нет"
        if value is None or value in ("", []):
            return "пусто"
        if choices := dict(getattr(field, "choices", ())):
            chosen = value if isinstance(value, list) else [value]
            return ", ".join(str(choices.get(one, one)) for one in chosen)
        if isinstance(value, list):
            return f"«{', '.join(map(str, value))}»"
        if isinstance(value, date):
            return in_digits(value)
        text = identifiers.shown(name, str(value))
        return f"«{text if len(text) <= LONGEST else text[:LONGEST] + '…'}»"

    def _put(self, data: Any, name: str, value: Any) -> None:
        """Put the value into the data in the form in which a browser would send it."""
        key, widget = self.add_prefix(name), self.fields[name].widget
        if isinstance(widget, forms.CheckboxInput):
            data.pop(key, None)
            if value:
                data[key] = "on"
        elif isinstance(widget, forms.CheckboxSelectMultiple):
            data.setlist(key, value or [])
        else:
            shown = self.fields[name].prepare_value(value)
            data[key] = "" if shown is None else widget.format_value(shown) or ""
