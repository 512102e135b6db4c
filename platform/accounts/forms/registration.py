"""Registration: one form for each legal form, with the same names for the same things.

Whoever chooses another legal form gets its fields with all that was typed: what the other form does not ask travels
in hidden fields, so nothing is lost on the way there and back. No script is needed.
"""

import uuid
from collections.abc import Iterator
from typing import Any

from django.forms import BoundField
from django.urls import reverse
from django.utils.html import format_html

from accounts import identifiers
from accounts.forms.fields import Identifier, NewPassword, email, middle_name, person_name
from accounts.models import Applicant, ConsentText, LegalForm
from ui import forms

CONSENT_MISSING = "Подтвердите согласие на обработку персональных данных, чтобы продолжить"
CONSENTS = {"agree": ConsentText.Kind.PERSONAL_DATA, "sign": ConsentText.Kind.SIMPLE_SIGNATURE}


class RegistrationForm(NewPassword):
    legal_form = forms.ChoiceField(
        label="Правовая форма", choices=LegalForm.choices, widget=forms.RadioSelect, missing="Выберите правовую форму"
    )
    last_name = person_name("Фамилия", missing="Введите фамилию", autocomplete="family-name")
    first_name = person_name("Имя", missing="Введите имя", autocomplete="given-name")
    middle_name = middle_name()
    email = email()
    phone = Identifier(
        label="Сотовый телефон",
        help_text="На него придёт код, которым подписывают документы",
        check=identifiers.mobile,
        missing=identifiers.PHONE_MISTAKEN,
        width=20,
        inputmode="tel",
        autocomplete="tel",
    )
    agree = forms.BooleanField(missing=CONSENT_MISSING)
    sign = forms.BooleanField(required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    shown: LegalForm
    own_fields: tuple[str, ...]  # of the legal form, in their order on the page

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["legal_form", *self.own_fields, "email", "phone", "password1", "password2"])
        self.fields["key"].initial = uuid.uuid4
        self._label("agree", "Я согласен с условиями по обработке персональных данных.", "Подробнее")
        self._label("sign", "Я согласен подписывать документы простой электронной подписью.", "Соглашение")

    def _label(self, name: str, promise: str, link: str) -> None:
        """What is promised and where it is written. In a tab of its own: what was typed here stays."""
        address = reverse("consent", args=[CONSENTS[name]])
        self.fields[name].label = format_html(
            '{} <a href="{}" target="_blank">{}<span class="hush"> (откроется в новой вкладке)</span></a>',
            promise,
            address,
            link,
        )

    def clean_key(self) -> uuid.UUID | None:
        try:
            return uuid.UUID(self.cleaned_data["key"])
        except ValueError:  # somebody's own invention: the registration does not depend on it
            return None

    @property
    def about(self) -> list[BoundField]:
        """Who registers."""
        return [self[name] for name in self.own_fields]

    @property
    def kept(self) -> Iterator[tuple[str, str]]:
        """What was typed into fields of the other legal forms."""
        typed = self.data if self.is_bound else self.initial
        for name in sorted({name for form in FORMS.values() for name in form.own_fields} - set(self.fields)):
            if value := typed.get(name):
                yield name, value

    @property
    def agreed_to(self) -> list[ConsentText.Kind]:
        return [kind for name, kind in CONSENTS.items() if self.cleaned_data[name]]

    def newcomer(self) -> Applicant:
        names = ("legal_form", *self.own_fields, "email", "phone")
        return Applicant(**{name: self.cleaned_data[name] for name in names})


class PersonForm(RegistrationForm):
    shown = LegalForm.PERSON
    snils = Identifier(
        label="СНИЛС",
        help_text="11 цифр, можно без дефисов и пробелов",
        check=identifiers.snils,
        missing="Введите СНИЛС",
        width=14,
    )
    inn = Identifier(
        label="ИНН",
        help_text="12 цифр. Пригодится для договора и счёта",
        check=identifiers.personal_inn,
        required=False,
        width=14,
    )
    own_fields = ("last_name", "first_name", "middle_name", "snils", "inn")


class EntrepreneurForm(RegistrationForm):
    shown = LegalForm.ENTREPRENEUR
    inn = Identifier(label="ИНН", help_text="12 цифр", check=identifiers.personal_inn, missing="Введите ИНН", width=14)
    ogrn = Identifier(label="ОГРНИП", help_text="15 цифр", check=identifiers.ogrnip, missing="Введите ОГРНИП", width=20)
    organisation_name = forms.CharField(label="Наименование", required=False, max_length=300, width=30)
    own_fields = ("inn", "ogrn", "organisation_name", "last_name", "first_name", "middle_name")


class OrganisationForm(RegistrationForm):
    shown = LegalForm.ORGANISATION
    inn = Identifier(
        label="ИНН", help_text="10 цифр", check=identifiers.organisation_inn, missing="Введите ИНН", width=14
    )
    ogrn = Identifier(label="ОГРН", help_text="13 цифр", check=identifiers.ogrn, missing="Введите ОГРН", width=14)
    kpp = Identifier(
        label="КПП", help_text="9 знаков", check=identifiers.kpp, missing="Введите КПП", width=14, inputmode=""
    )
    organisation_name = forms.CharField(
        label="Наименование организации",
        missing="Введите наименование организации",
        max_length=300,
        autocomplete="organization",
    )
    last_name = person_name("Фамилия руководителя", missing="Введите фамилию руководителя")
    first_name = person_name("Имя руководителя", missing="Введите имя руководителя")
    own_fields = ("inn", "ogrn", "kpp", "organisation_name", "last_name", "first_name", "middle_name")


FORMS: dict[str, type[RegistrationForm]] = {
    form.shown: form for form in (PersonForm, EntrepreneurForm, OrganisationForm)
}


def form_for(legal_form: str) -> type[RegistrationForm]:
    return FORMS.get(legal_form, PersonForm)
