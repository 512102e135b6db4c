"""Forms with the consents for people who get an account without the registration form."""

from typing import Any

from ui import forms

from ..models import ConsentText
from .consents import CONSENT_MISSING, CONSENTS, promise
from .fields import NewPassword, middle_name, person_name


class AgreementForm(NewPassword):
    """Asks for a password and the consents to finish an account that somebody else has created."""

    agree = forms.BooleanField(missing=CONSENT_MISSING)
    sign = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, kind in CONSENTS.items():
            if name in self.fields:
                self.fields[name].label = promise(kind)

    @property
    def agreed_to(self) -> list[ConsentText.Kind]:
        return [kind for name, kind in CONSENTS.items() if self.cleaned_data.get(name)]


class WelcomeForm(AgreementForm):
    """For an account made in the office: the person confirms the data as they stand."""

    right = forms.BooleanField(
        label="Мои данные указаны верно", missing="Подтвердите данные. Если в них ошибка, напишите сетевой организации"
    )
    field_order = ["right", "password1", "password2", "agree", "sign"]


class RepresentativeForm(AgreementForm):
    """For a representative, who files nothing of their own: a name is enough."""

    sign = None  # type: ignore[assignment]  # a representative signs nothing here
    last_name = person_name("Фамилия", missing="Введите фамилию", autocomplete="family-name")
    first_name = person_name("Имя", missing="Введите имя", autocomplete="given-name")
    middle_name = middle_name()
    field_order = ["last_name", "first_name", "middle_name", "password1", "password2", "agree"]
