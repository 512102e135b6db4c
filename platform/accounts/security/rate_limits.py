"""How often anybody may try. allauth counts in the cache, for each company apart: the keys of the cache carry it.

Limits of the account itself are functions here. Whatever else costs much declares a `Limit` beside what it protects.
"""

from dataclasses import dataclass
from typing import Any, TypeVar

from allauth.core import ratelimit
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import Form, ValidationError
from django.forms.utils import ErrorDict
from django.http import HttpRequest

from ..allauth_glue import internals
from ..models import User

SENTENCE = "Слишком много попыток. Повторите через 5 минут или восстановите пароль"
CODE = "too_many_login_attempts"  # as allauth calls it

AnyForm = TypeVar("AnyForm", bound=Form)


@dataclass(frozen=True)
class Limit:
    """How often somebody may do something that costs much.

    `rates` are written as allauth reads them: «60/h/user», «30/10m/ip», «10/h/key», several divided by commas. An entry
    of ACCOUNT_RATE_LIMITS with the name of the action takes their place.
    """

    action: str
    rates: str

    def allows(self, request: HttpRequest, *, key: str | None = None) -> bool:
        """Count one more attempt, whatever the method of the request. False if it is one too many.

        `key` names what a rate by key is counted for.
        """
        chosen: Any = settings.ACCOUNT_RATE_LIMITS
        if chosen is False:  # allauth's own way to say that nothing is limited
            return True
        config = {self.action: chosen.get(self.action, self.rates)}
        counted = internals.consume(request, app="accounts", action=self.action, config=config, limit_get=True, key=key)
        return counted is not None


def sign_in_allowed(request: HttpRequest) -> bool:
    return bool(ratelimit.consume(request, action="login"))


def registration_allowed(request: HttpRequest) -> bool:
    return bool(ratelimit.consume(request, action="signup"))


def welcome_allowed(request: HttpRequest, email: str) -> bool:
    """Counts registrations with one e-mail, because each sends a message to a mailbox that may be anybody's."""
    return bool(ratelimit.consume(request, action="signup_email", key=email.strip().lower()))


def confirmation_allowed(request: HttpRequest, login: str) -> bool:
    """Counts requests to send the confirmation e-mail again."""
    return bool(ratelimit.consume(request, action="confirm_email", key=login.strip().lower()))


def is_quiet(request: HttpRequest, action: str) -> bool:
    """Few attempts of `action` ("signup", "login") were made. Otherwise browsers must send a proof of work."""
    asked = {"app": "allauth.account", "action": f"{action}_quiet", "key": "company", "limit_get": True}
    return bool(internals.consume(request, **asked, dry_run=request.method == "GET"))


def reset_allowed(request: HttpRequest, login: str) -> bool:
    return bool(ratelimit.consume(request, action="reset_password", key=login.strip().lower()))


def new_password_allowed(request: HttpRequest) -> bool:
    """Counts new passwords that are set by the link of an e-mail."""
    return bool(ratelimit.consume(request, action="reset_password_from_key"))


def password_change_allowed(request: HttpRequest) -> bool:
    return bool(ratelimit.consume(request, action="change_password", user=request.user))


def forgive_failures(request: HttpRequest, user: User) -> None:
    """Clear the failed attempts of a person who has proved to own the mailbox."""
    ratelimit.clear(request, action="login_failed", key=key_of(user))


def key_of(user: User) -> str:
    return f"user {user.pk}"


def refuse(form: AnyForm) -> AnyForm:
    """Return the form with its input and the refusal; none of its fields is validated."""
    form.cleaned_data = {}
    form._errors = ErrorDict(renderer=form.renderer)  # type: ignore[attr-defined]  # so that nothing is checked
    form.add_error(None, ValidationError(SENTENCE, code=CODE))
    return form


def is_refused(form: Form, field: str = NON_FIELD_ERRORS) -> bool:
    return form.is_bound and form.has_error(field, CODE)
