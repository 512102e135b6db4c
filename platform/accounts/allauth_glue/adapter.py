from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from ..queries import user_for_login
from ..security import devices, rate_limits
from .internals import WithKeyOfTries

WRONG = "Неверный логин или пароль"


class AccountAdapter(WithKeyOfTries):
    """Changes what allauth does when people sign in: messages, look-ups and what follows a sign-in."""

    error_messages = {
        **WithKeyOfTries.error_messages,
        "email_password_mismatch": WRONG,
        rate_limits.CODE: rate_limits.SENTENCE,
        "rate_limited": rate_limits.SENTENCE,
    }

    def is_safe_url(self, url: str) -> bool:
        """Only this host is safe to redirect to, because every other host belongs to another company."""
        request = self.request
        return url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Does nothing: our own pages say what happened."""

    def should_send_confirmation_mail(self, *args: Any, **kwargs: Any) -> bool:
        """Never: our own e-mail is written in the transaction of the registration."""
        return False

    def get_login_stages(self) -> list[str]:
        """The stages of allauth, with our page in place of its second step."""
        ours = {"allauth.mfa.stages.AuthenticateStage": "accounts.allauth_glue.second_factor.SecondFactorStage"}
        return [ours.get(path, path) for path in super().get_login_stages()]

    def post_login(self, request: HttpRequest, user: Any, *, signup: bool, **kwargs: Any) -> HttpResponse:
        """Called when all steps are passed and the session has its new key."""
        response: HttpResponse = super().post_login(request, user, signup=signup, **kwargs)
        devices.greet(request, response, user, is_first=signup, now=timezone.now())
        return response

    def key_of_tries(self, login: str) -> str:
        """Tries are counted per person: guessing by e-mail, СНИЛС and telephone in turn gives no more of them."""
        user = user_for_login(login)
        return rate_limits.key_of(user) if user else f"login {login.lower()}"
