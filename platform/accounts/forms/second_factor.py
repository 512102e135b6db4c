"""allauth's forms of the second factor with our fields and words."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm
from django.core.cache import cache
from django.forms import Form, JSONField

from ui import forms

from ..models import User
from ..security import rate_limits
from .fields import OwnPassword

# A code is accepted during the half minute before its own, in its own and in the next one.
CODE_LIVES = 90  # seconds
LONGEST_ANSWER = 20_000  # characters; a key with its whole certificate chain needs a third of it
KEY_SILENT = "Ключ не ответил. Попробуйте ещё раз или выберите другой способ"


def code_field(label: str, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label, missing="Введите код", width=14, max_length=20, inputmode="numeric",
        autocomplete="one-time-code", **kwargs,
    )  # fmt: skip


class AddAppForm(ActivateTOTPForm):
    code = code_field("Код из приложения", help_text="6 цифр, меняются каждые полминуты")


class KeyAnswer(Form):
    """Mixin for a form of allauth: the answer of a passkey, which the browser puts into a hidden field."""

    credential = JSONField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **{"user": user, **kwargs})

    def full_clean(self) -> None:
        """Moves every error of the hidden field above the form, because the person can only try again."""
        super().full_clean()
        wrong = self._errors.pop("credential", None)  # type: ignore[attr-defined]
        if wrong:
            refused = [error for error in wrong.as_data() if error.code == rate_limits.CODE]
            self.add_error(None, refused or forms.ValidationError(KEY_SILENT, code="silent"))

    def checked(self, check: Callable[[], Any]) -> Any:
        """Turns the errors of allauth on a malformed answer into a refusal, because allauth trusts its structure."""
        try:
            return check()
        except (TypeError, ValueError, KeyError, AttributeError, IndexError):
            raise forms.ValidationError(KEY_SILENT, code="silent") from None


class AddPasskeyForm(KeyAnswer, AddWebAuthnForm):
    name = forms.CharField(
        label="Название", help_text="Чтобы узнать ключ в списке, например «Рабочий компьютер»",
        required=False, optional="", max_length=60, width=30,
    )  # fmt: skip

    def clean_credential(self) -> Any:
        credential = self.cleaned_data["credential"]
        if len(str(credential)) > LONGEST_ANSWER:
            raise forms.ValidationError(KEY_SILENT, code="silent")
        return credential

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = self.checked(super().clean)
        return cleaned


class SecondStepForm(AuthenticateForm):
    code = code_field("Код", help_text="Из приложения или один из резервных")

    def clean_code(self) -> str:
        """A code of the application works once, so that a code which somebody has seen is useless."""
        code: str = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP and not cache.add(
            f"second-factor:{self.user.pk}:{code.replace(' ', '')}", True, timeout=CODE_LIVES
        ):
            raise get_adapter().validation_error("incorrect_code")
        return code


class PasskeyForm(KeyAnswer, AuthenticateWebAuthnForm):
    def clean_credential(self) -> Any:
        return self.checked(super().clean_credential)


class ConfirmForm(OwnPassword):
    """Asks for the password before a security setting is changed."""
