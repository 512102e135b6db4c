from typing import Any

from accounts.models import User
from audit import told
from tenancy.errors import DomainError
from ui import forms
from ui.forms import FoldedChoices

from . import ports
from .address import LONGEST, checked


class EndpointForm(forms.Form):
    name = forms.CharField(
        label="Название",
        help_text="Чтобы узнать вебхук в списке, например «1С:Бухгалтерия»",
        max_length=100,
        width=30,
        missing="Введите название, например «1С:Бухгалтерия»",
    )
    url = forms.CharField(
        label="Адрес, на который отправлять",
        help_text="Начинается с https://, порт 443 или 8443. Адреса внутренних сетей не подходят",
        max_length=LONGEST,
        missing="Введите адрес, например https://1c.example.ru/hook",
    )
    kinds = forms.MultipleChoiceField(
        label="О каких обращениях",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        optional="",
        help_text="Ничего не отмечено — обо всех",
    )
    events = forms.MultipleChoiceField(
        label="О каких событиях",
        widget=FoldedChoices,
        required=False,
        optional="",
        help_text="Ничего не отмечено — обо всех, и о тех, что появятся позже",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for_applicant = not user.is_staff_of_company
        events: Any = self.fields["events"]
        groups = told.grouped(for_applicant=for_applicant)
        events.choices = [(group, [(one.event, one.label) for one in events]) for group, events in groups.items()]
        if for_applicant:
            del self.fields["kinds"]
        else:
            kinds: Any = self.fields["kinds"]
            kinds.choices = ports.kinds()

    def clean_url(self) -> str:
        try:
            return checked(self.cleaned_data["url"])
        except DomainError as refusal:
            raise forms.ValidationError(refusal.message) from refusal
