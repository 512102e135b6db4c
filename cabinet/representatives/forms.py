from datetime import date
from typing import Any

from django.utils import timezone

from accounts.forms.versions import Versioned
from ui import forms

from .models import Representation

YEARS = 10  # longer is a slip of the keyboard


class LettersForm(forms.Form):
    client_letters = forms.BooleanField(
        label="Присылать письма об обращениях тех, кого я представляю",
        help_text="Сами заявители получают свои письма в любом случае",
        required=False,
    )


class InviteForm(Versioned, forms.Form):
    email = forms.EmailField(
        label="E-mail представителя",
        width=30,
        missing="Введите e-mail в формате name@example.ru",
        error_messages={"invalid": "Введите e-mail в формате name@example.ru"},
        help_text="Туда придёт ссылка. Она действует 72 часа и только один раз",
    )
    scope = forms.ChoiceField(
        label="Что разрешить",
        choices=Representation.Scope.choices,
        widget=forms.RadioSelect,
        missing="Выберите, что разрешить",
        help_text="Подписывать документы за вас представитель не сможет",
    )
    until = forms.DateField(
        label="До какой даты",
        missing="Введите дату в формате ДД.ММ.ГГГГ",
        error_messages={"invalid": "Введите дату в формате ДД.ММ.ГГГГ"},
        help_text="Например, как в доверенности. После неё доступ закончится сам",
    )
    document = forms.FileField(
        label="Доверенность",
        missing="Приложите доверенность или другой документ о полномочиях",
        widget=forms.FileInput,
        error_messages={"empty": "Файл пуст. Проверьте его и добавьте ещё раз"},
    )

    def __init__(self, *args: Any, newest: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.remember(dict.fromkeys(("email", "scope", "until")), version=str(newest))

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        today = timezone.localdate()
        if until < today:
            raise forms.ValidationError("Эта дата уже прошла")
        if until.year > today.year + YEARS:
            raise forms.ValidationError("Проверьте дату: срок слишком большой")
        return until
