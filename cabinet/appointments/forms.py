"""What is asked of whoever comes."""

from datetime import datetime
from typing import Any

from accounts import identifiers
from accounts.forms.fields import Identifier, Proof
from cabinet.cases.models import Case
from ui import forms
from ui.words import one_line

from .timetable import Timetable

PURPOSE_LIMIT = 500


class ChoiceForm(forms.Form):
    """Which service, where. Of one office or one service nobody is asked to choose."""

    mark_optional = False

    service = forms.ChoiceField(label="Услуга", widget=forms.Select)
    office = forms.ChoiceField(label="Офис", widget=forms.Select)

    def __init__(self, *args: Any, table: Timetable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {number for office in table.offices for one in office.windows for number in one.services}
        services: Any = self.fields["service"]
        services.choices = [
            (one.number, f"{one.name}, {one.minutes} мин") for one in table.services if one.number in offered
        ]
        offices: Any = self.fields["office"]
        offices.choices = [
            (one.number, ", ".join(filter(None, [one.name, one.address]))) for one in table.offices if one.windows
        ]


class WantedForm(forms.Form):
    """Of a link or a button: which service, where, when. Without a time somebody waits for one."""

    service = forms.IntegerField(widget=forms.HiddenInput)
    office = forms.IntegerField(widget=forms.HiddenInput)
    at = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_at(self) -> datetime | None:
        typed = self.cleaned_data["at"]
        if not typed:
            return None
        try:
            moment = datetime.fromisoformat(typed)
        except ValueError as error:
            raise forms.ValidationError("Выберите время из списка") from error
        if moment.tzinfo is None:
            raise forms.ValidationError("Выберите время из списка")
        return moment


class PurposeForm(forms.Form):
    purpose = forms.CharField(
        label="Цель приёма",
        max_length=PURPOSE_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Коротко: сотрудник подготовит нужные документы",
    )

    def clean_purpose(self) -> str:
        return one_line(self.cleaned_data["purpose"], PURPOSE_LIMIT)


class ApplicantForm(PurposeForm):
    """Somebody who has signed in is known; only the case is asked."""

    case = forms.ModelChoiceField(
        Case.objects.none(), label="По какому обращению", required=False, empty_label="Не по обращению"
    )
    field_order = ["case", "purpose"]

    def __init__(self, *args: Any, cases: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["case"]
        field.queryset = cases
        field.label_from_instance = lambda case: f"{case.kind_name} {case.name}"


class WalkInForm(PurposeForm):
    """Staff write down who has come or called."""

    name = forms.CharField(label="Имя и фамилия", max_length=200, width=30, missing="Введите имя и фамилию")
    phone = Identifier(
        label="Телефон",
        check=identifiers.mobile,
        required=False,
        help_text="На него придёт СМС с напоминанием",
        width=20,
        inputmode="tel",
    )
    field_order = ["name", "phone", "purpose"]

    def clean_name(self) -> str:
        name = one_line(self.cleaned_data["name"], 200)
        if not name:
            raise forms.ValidationError("Введите имя и фамилию")
        return name


class VisitorForm(WalkInForm):
    """Somebody without an account: the number is confirmed by a code."""

    phone = Identifier(
        label="Мобильный телефон",
        check=identifiers.mobile,
        missing=identifiers.PHONE_MISTAKEN,
        help_text="На него придёт код, а перед приёмом — напоминание",
        width=20,
        inputmode="tel",
        autocomplete="tel",
    )
    email = forms.EmailField(
        label="E-mail",
        required=False,
        width=30,
        autocomplete="email",
        error_messages={"invalid": "Введите e-mail в формате name@example.ru"},
    )
    agreed = forms.BooleanField(
        label="Я согласен с условиями по обработке персональных данных",
        missing="Подтвердите согласие на обработку персональных данных, чтобы записаться",
    )
    proof = Proof()
    field_order = ["name", "phone", "email", "purpose", "agreed"]

    def __init__(self, *args: Any, asks_proof: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_proof:
            del self.fields["proof"]
