from uuid import uuid4

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from tenancy.access import open_to_all

from .. import services
from ..address import evidence_of
from ..forms import ConfirmAgainForm, KnownPasswordForm, NewPasswordForm, RegistrationForm, form_for
from ..models import LegalForm, User
from ..policy import policy
from ..security import email_confirmation, rate_limits
from ..security.constant_time import steady
from .entry import START, enter
from .phones import greet

SENT_TO = "registration_sent_to"  # in the session, because an e-mail address must not stand in a URL
# In the session: the key of the registration begun in this browser, so that a correction is recognised.
KEY = "registration_key"


@open_to_all
@never_cache
@sensitive_post_parameters("password1", "password2")
def register(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(START)
    asks = {"asks_password": not policy().password_by_letter, "asks_proof": False}
    if request.method != "POST":
        asks["asks_proof"] = _is_proof_due(request)
        legal_form = request.GET.get("form", LegalForm.PERSON)
        initial = {"legal_form": legal_form, "key": request.session.get(KEY) or uuid4()}
        return _page(request, form_for(legal_form)(initial=initial, **asks))
    chosen = request.POST.get("legal_form", "")
    if chosen != request.POST.get("shown"):  # another legal form was chosen, so its fields are shown first
        return _page(request, form_for(chosen)(initial=request.POST.dict(), **asks))
    asks["asks_proof"] = _is_proof_due(request)
    form = form_for(chosen)(request.POST, **asks)
    if not rate_limits.registration_allowed(request):
        return _page(request, rate_limits.refuse(form), status=429)
    return _register(request, form) if form.is_valid() else _page(request, form)


def _is_proof_due(request: HttpRequest) -> bool:
    return not rate_limits.is_quiet(request, "signup") or policy().captcha


def _register(request: HttpRequest, form: RegistrationForm) -> HttpResponse:
    """A person who is already registered gets the same answer in the same time."""
    if not rate_limits.welcome_allowed(request, form.cleaned_data["email"]):
        return _page(request, rate_limits.refuse(form), status=429)
    with steady():
        services.register(
            form.newcomer(),
            password=form.cleaned_data.get("password1"),
            agreed_to=form.agreed_to,
            evidence=evidence_of(request),
            key=form.cleaned_data["key"],
            now=timezone.now(),
        )
    request.session[SENT_TO] = form.cleaned_data["email"]
    request.session[KEY] = str(form.cleaned_data["key"])
    return redirect("registration_sent")


def _page(request: HttpRequest, form: RegistrationForm, *, status: int = 200) -> HttpResponse:
    # The legal form may have been chosen on the page itself. Reloaded, the page must ask for the same fields.
    request.drawn_at = f"{request.path}?{urlencode({'form': form['legal_form'].value() or LegalForm.PERSON})}"  # type: ignore[attr-defined]
    return render(request, "accounts/register.html", {"form": form}, status=status)


@open_to_all
@never_cache
def registration_sent(request: HttpRequest) -> HttpResponse:
    """The same answer for everybody, so that a stranger learns nothing from it."""
    if SENT_TO not in request.session:
        return redirect("register")
    return render(request, "accounts/registration_sent.html", {"email": request.session[SENT_TO]})


@open_to_all
@never_cache
def confirm_again(request: HttpRequest) -> HttpResponse:
    """«Отправить письмо ещё раз»: the answer is the same whether or not the login is known."""
    form = ConfirmAgainForm(request.POST or None, initial={"login": request.GET.get("login", "")})
    if request.method == "POST" and not rate_limits.confirmation_allowed(request, request.POST.get("login", "")):
        return render(request, "accounts/confirm_again.html", {"form": rate_limits.refuse(form)}, status=429)
    if request.method == "POST" and form.is_valid():
        with steady():
            services.send_confirmation_again(form.cleaned_data["login"], now=timezone.now())
        return render(request, "accounts/confirm_again_sent.html")
    return render(request, "accounts/confirm_again.html", {"form": form})


@open_to_all
@never_cache
@sensitive_post_parameters("password", "password1", "password2")
def confirm_email(request: HttpRequest, key: str) -> HttpResponse:
    """Confirms by a button, because mail programs open links by themselves. Then the person is signed in."""
    address = email_confirmation.address_for(key)
    form = _asked_of(request, address.user)
    if request.method == "POST" and form is not None and not rate_limits.new_password_allowed(request):
        form = rate_limits.refuse(form)
    if request.method != "POST" or (form is not None and not form.is_valid()):
        status = 429 if form is not None and rate_limits.is_refused(form) else 200
        return render(request, "accounts/confirm_email.html", {"email": address.email, "form": form}, status=status)
    password = form.cleaned_data["password1"] if isinstance(form, NewPasswordForm) else None
    user = services.confirm_email(key, password=password, now=timezone.now())
    logout(request)  # the e-mail may be opened where somebody else is signed in
    return enter(request, user, to=greet(request, user))


def _asked_of(request: HttpRequest, user: User) -> NewPasswordForm | KnownPasswordForm | None:
    """A new password if there is none yet; the chosen one if another browser sent the registration.

    A mistyped address is somebody's mailbox, and reading the e-mail alone must not let them in.
    """
    typed = request.POST if request.method == "POST" else None
    if not user.has_usable_password():
        return NewPasswordForm(typed)
    if request.session.get(KEY) == str(user.registration_key):
        return None
    return KnownPasswordForm(typed, user=user)
