import re

from ui import forms

from .. import identifiers
from .fields import Identifier, OwnPassword

MISSING = "Введите 6 цифр из СМС"


class CodeForm(forms.Form):
    code = forms.CharField(label="Код из СМС", missing=MISSING, max_length=20, autocomplete="one-time-code")

    def clean_code(self) -> str:
        code = identifiers.compact(self.cleaned_data["code"])
        if not re.fullmatch(r"[0-9]{6}", code):
            raise forms.ValidationError(MISSING, code="code")
        return code


class ChangePhoneForm(OwnPassword):
    phone = Identifier(
        label="Новый номер телефона",
        help_text="На него придёт код",
        check=identifiers.mobile,
        missing=identifiers.PHONE_MISTAKEN,
        width=20,
        inputmode="tel",
        autocomplete="tel",
    )
    password = forms.PasswordField(
        label="Пароль от кабинета", missing="Введите пароль", autocomplete="current-password"
    )
    field_order = ["phone", "password"]

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        if phone == self.user.phone:
            raise forms.ValidationError("Это ваш нынешний номер", code="same")
        return phone
