from typing import Any

from allauth.account.forms import LoginForm

from tenancy.company import is_public
from ui import forms

from .fields import LOGIN_LABEL, Proof


class SignInForm(LoginForm):
    """Our fields on allauth's form, which counts attempts and signs the person in."""

    password = forms.PasswordField(
        label="Пароль", missing="Введите пароль", autocomplete="current-password", width=None
    )
    remember = forms.BooleanField(label="Запомнить меня на этом устройстве", required=False)

    proof = Proof()

    def __init__(self, *args: Any, asks_proof: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_proof:
            del self.fields["proof"]
        label = "E-mail" if is_public() else LOGIN_LABEL  # operators have no other identifier
        self.fields["login"] = forms.CharField(
            label=label, missing=f"Введите {label}", max_length=254, autocomplete="username"
        )
        self.order_fields(["login", "password", "remember"])

    def user_credentials(self) -> dict[str, str]:
        """allauth's word for a login is `email`; accounts.backends finds a person by any identifier."""
        return {"email": self.cleaned_data["login"], "password": self.cleaned_data["password"]}
