from typing import Any

from accounts.models import User
from ui import forms
from ui.forms import Label

from .scopes import HINTS, Scope, scopes_for

TERMS = {30: "30 дней", 90: "90 дней", 365: "Год"}


class KeyForm(forms.Form):
    name = forms.CharField(
        label="Название",
        help_text="Чтобы узнать ключ в списке и в журнале, например «1С:Бухгалтерия»",
        max_length=100,
        width=30,
        missing="Введите название ключа, например «1С:Бухгалтерия»",
    )
    scopes = forms.MultipleChoiceField(
        label="Что разрешено",
        widget=forms.CheckboxSelectMultiple,
        missing="Отметьте, что разрешено ключу",
    )
    days = forms.ChoiceField(
        label="Срок действия",
        choices=list(TERMS.items()),
        widget=forms.RadioSelect,
        initial=90,
        missing="Выберите срок действия",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scopes: Any = self.fields["scopes"]
        scopes.choices = [(scope.value, Label(scope.label, HINTS[scope])) for scope in scopes_for(user)]
        scopes.initial = [Scope.READ.value]

    def clean_days(self) -> int:
        return int(self.cleaned_data["days"])
