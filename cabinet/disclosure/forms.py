from collections.abc import Sequence
from typing import Any

from ui import forms


class LookupForm(forms.Form):
    """«Где моя заявка»."""

    number = forms.CharField(
        label="Номер заявки",
        help_text="Из письма о заявке или из карточки",
        max_length=40,
        width=14,
        missing="Введите номер заявки",
    )
    digits = forms.CharField(
        label="Последние четыре цифры телефона",
        help_text="Того, что указан в заявке",
        max_length=10,
        width=8,
        inputmode="numeric",
        autocomplete="off",
        missing="Введите последние четыре цифры телефона",
    )

    def clean_digits(self) -> str:
        typed: str = self.cleaned_data["digits"].strip()
        if len(typed) != 4 or not (typed.isascii() and typed.isdigit()):
            raise forms.ValidationError("Введите четыре цифры, например 4567")
        return typed

    def clean_number(self) -> str:
        """As it is registered: people copy it with its sign."""
        number = " ".join(self.cleaned_data["number"].replace("№", " ").split())
        if not number:  # those that have none yet are not looked for
            raise forms.ValidationError("Введите номер заявки")
        return number


class TableForm(forms.Form):
    mark_optional = False

    year = forms.ChoiceField(label="Год", required=False)
    number = forms.CharField(label="Номер заявки", max_length=40, required=False, width=14)

    def __init__(self, *args: Any, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year: Any = self.fields["year"]
        year.choices = [(str(one), str(one)) for one in years]

    def clean_number(self) -> str:
        return " ".join(self.cleaned_data["number"].replace("№", " ").split())
