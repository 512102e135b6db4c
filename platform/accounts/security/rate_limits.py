"""How often one may try. allauth counts, per company: the cache's keys carry it."""

from typing import TypeVar

from allauth.core import ratelimit
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import Form, ValidationError
from django.forms.utils import ErrorDict
from django.http import HttpRequest

from accounts.allauth_glue import internals
from accounts.models import User

SENTENCE = "Слишком много попыток. Повторите через 5 минут или восстановите пароль"
CODE = "too_many_login_attempts"  # as allauth calls it

AnyForm = TypeVar("AnyForm", bound=Form)


def sign_in_allowed(request: HttpRequest) -> bool:
    return ratelimit.consume(request, action="login")


def registration_allowed(request: HttpRequest) -> bool:
    return ratelimit.consume(request, action="signup")


def welcome_allowed(request: HttpRequest, email: str) -> bool:
    """One more registration with this e-mail: each sends a letter there, and the mailbox may be anybody's."""
    return ratelimit.consume(request, action="signup_email", key=email.strip().lower())


def letter_allowed(request: HttpRequest, login: str) -> bool:
    """One more letter that confirms the e-mail."""
    return ratelimit.consume(request, action="confirm_email", key=login.strip().lower())


def is_quiet(request: HttpRequest, action: str) -> bool:
    """No sign of an attack by `action` ("signup", "login")? Otherwise browsers are asked for a proof of work."""
    asked = {"app": "allauth.account", "action": f"{action}_quiet", "key": "company", "limit_get": True}
    return bool(internals.consume(request, **asked, dry_run=request.method == "GET"))


def reset_allowed(request: HttpRequest, login: str) -> bool:
    return ratelimit.consume(request, action="reset_password", key=login.strip().lower())


def new_password_allowed(request: HttpRequest) -> bool:
    """By a link of a letter."""
    return ratelimit.consume(request, action="reset_password_from_key")


def password_change_allowed(request: HttpRequest) -> bool:
    return ratelimit.consume(request, action="change_password", user=request.user)


def truncated(address: str) -> str:
    """The network of a household: whoever has an IPv6 address has billions of them."""
    return internals.truncate_ip(address)


def export_allowed(request: HttpRequest) -> bool:
    """Of all one's data and files: each reads them anew."""
    return ratelimit.consume(request, action="export_data", user=request.user)


def check_allowed(request: HttpRequest) -> bool:
    """Of a signature, by anybody: a large file costs a second of work, and codes must not be found by trying."""
    asked = {"app": "allauth.account", "action": "check_document", "limit_get": True}
    return bool(internals.consume(request, **asked))


def archive_allowed(request: HttpRequest) -> bool:
    """Of all files of a case."""
    asked = {"app": "allauth.account", "action": "download_archive", "user": request.user, "limit_get": True}
    return bool(internals.consume(request, **asked))


def copy_allowed(request: HttpRequest) -> bool:
    """Of a signed PDF with the sheet of signatures: a thick one costs seconds of work."""
    asked = {"app": "allauth.account", "action": "stamped_copy", "user": request.user, "limit_get": True}
    return bool(internals.consume(request, **asked))


def draft_save_allowed(request: HttpRequest) -> bool:
    """Of a draft by the page itself: every few seconds from each open tab, not more."""
    return ratelimit.consume(request, action="save_draft", user=request.user)


def closing_allowed(request: HttpRequest) -> bool:
    """It asks for the password, so it may not be a way to guess it."""
    return password_change_allowed(request)


def forgive_failures(request: HttpRequest, user: User) -> None:
    """Who has proved to own the mailbox is not kept out by wrong guesses, their own or another's."""
    ratelimit.clear(request, action="login_failed", key=key_of(user))


def key_of(user: User) -> str:
    return f"user {user.pk}"


def refuse(form: AnyForm) -> AnyForm:
    """The form with all that was typed and the sentence instead of any check of it."""
    form.cleaned_data = {}
    form._errors = ErrorDict(renderer=form.renderer)  # type: ignore[attr-defined]  # so that nothing is checked
    form.add_error(None, ValidationError(SENTENCE, code=CODE))
    return form


def is_refused(form: Form, field: str = NON_FIELD_ERRORS) -> bool:
    return form.is_bound and form.has_error(field, CODE)
