"""Adapts allauth.mfa: Russian messages, encrypted secrets, and our own page of the second step."""

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpResponse
from django.shortcuts import redirect

from notifications.channels import sender_name

from ..security.encryption import box
from .internals import SecondStep


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "Код не подошёл. Дождитесь в приложении следующего и введите его",
        "unverified_email": "Сначала подтвердите e-mail по ссылке из письма",
    }

    def encrypt(self, text: str) -> str:
        return box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return box().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return sender_name()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Names the company. A passkey belongs to the host, so one made here does not work at another company."""
        return {**super().get_public_key_credential_rp_entity(), "name": sender_name()}

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        return f"Ключ {Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1}"


class SecondFactorStage(SecondStep):
    """Sends the person to our page of the second step when it is due."""

    urlname = "second_factor"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        return (redirect(self.urlname) if self.is_due() else None), True
