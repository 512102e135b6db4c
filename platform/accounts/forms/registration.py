"""Registration: one form for each legal form, with the same names for the same things.

Whoever chooses another legal form gets its fields with all that was typed: what the other form does not ask travels
in hidden fields, so nothing is lost on the way there and back. No script is needed.
"""

import uuid
from collections.abc import Iterator
from typing import Any

from django.forms import BoundField

from ui import forms

from .. import identifiers
from ..models import Applicant, ConsentText, LegalForm
from .consents import CONSENT_MISSING, CONSENTS, promise
from .fields import Identifier, NewPassword, Proof, email, middle_name, person_name


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
    proof = Proof()

    shown: LegalForm
    own_fields: tuple[str, ...]  # of the legal form, in their order on the page

    def __init__(self, *args: Any, asks_password: bool = True, asks_proof: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_password:
            del self.fields["password1"], self.fields["password2"]
        if not asks_proof:
            del self.fields["proof"]
        self.order_fields(["legal_form", *self.own_fields, "email", "phone", "password1", "password2"])
        for name, kind in CONSENTS.items():
            self.fields[name].label = promise(kind)

    def clean_key(self) -> uuid.UUID:
        try:
            return uuid.UUID(self.cleaned_data["key"])
        except ValueError:  # a forged key is replaced, because the registration does not depend on it
            return uuid.uuid4()

    @property
    def about(self) -> list[BoundField]:
        """The fields about the person or organisation that registers."""
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
