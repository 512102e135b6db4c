from typing import Any

from ui import forms

from ..models import User
from .fields import LOGIN_LABEL, NewPassword, OwnPassword, must_be_own


class AskResetForm(forms.Form):
    login = forms.CharField(
        label=LOGIN_LABEL, missing=f"Введите {LOGIN_LABEL}", max_length=254, width=30, autocomplete="username"
    )


class ConfirmAgainForm(AskResetForm):
    """For people who have registered and have not received the e-mail."""


class NewPasswordForm(NewPassword):
    """For the link of an e-mail, which sets a new password."""


class KnownPasswordForm(OwnPassword):
    """Asks for the password that was chosen at the registration."""

    password = forms.PasswordField(
        label="Пароль",
        missing="Введите пароль",
        autocomplete="current-password",
        help_text="Не помните? Откройте ссылку там, где регистрировались, или через час зарегистрируйтесь ещё раз",
    )


class ChangePasswordForm(NewPassword):
    old_password = forms.PasswordField(
        label="Текущий пароль", missing="Введите текущий пароль", autocomplete="current-password"
    )
    field_order = ["old_password", "password1", "password2"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["password1"].label = "Новый пароль"

    def clean_old_password(self) -> str:
        password: str = self.cleaned_data["old_password"]
        must_be_own(password, self.user, sentence="Текущий пароль введён неверно")
        return password
