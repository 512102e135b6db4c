from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts import confirmation, limits, services
from accounts.forms import RegistrationForm, form_for
from accounts.models import LegalForm
from accounts.services import Evidence
from accounts.views.entry import START, enter
from tenancy.access import open_to_all

SENT_TO = "registration_sent_to"  # in the session: an address does not belong into a URL


@open_to_all
@never_cache
@sensitive_post_parameters("password1", "password2")
def register(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(START)
    if request.method != "POST":
        legal_form = request.GET.get("form", LegalForm.PERSON)
        return _page(request, form_for(legal_form)(initial={"legal_form": legal_form}))
    chosen = request.POST.get("legal_form", "")
    if chosen != request.POST.get("shown"):  # another legal form was ticked: its fields are asked first
        return _page(request, form_for(chosen)(initial=request.POST.dict()))
    form = form_for(chosen)(request.POST)
    if not limits.registration_allowed(request):
        return _page(request, limits.refuse(form), status=429)
    return _register(request, form) if form.is_valid() else _page(request, form)


def _register(request: HttpRequest, form: RegistrationForm) -> HttpResponse:
    user = services.register(
        form.newcomer(),
        password=form.cleaned_data["password1"],
        agreed_to=form.agreed_to,
        evidence=Evidence(ip=get_adapter().get_client_ip(request), user_agent=request.headers.get("User-Agent", "")),
        key=form.cleaned_data["key"],
        now=timezone.now(),
    )
    if user is not None:
        return enter(request, user)
    request.session[SENT_TO] = form.cleaned_data["email"]
    return redirect("registration_sent")


def _page(request: HttpRequest, form: RegistrationForm, *, status: int = 200) -> HttpResponse:
    return render(request, "accounts/register.html", {"form": form}, status=status)


@open_to_all
@never_cache
def registration_sent(request: HttpRequest) -> HttpResponse:
    """What somebody is told who is registered already: nothing that a stranger could learn from."""
    if SENT_TO not in request.session:
        return redirect("register")
    return render(request, "accounts/registration_sent.html", {"email": request.session[SENT_TO]})


@open_to_all
@never_cache
def confirm_email(request: HttpRequest, key: str) -> HttpResponse:
    """Confirmed by a button: mail programs open links by themselves."""
    if request.method == "POST":
        services.confirm_email(key, now=timezone.now())
        return render(request, "accounts/email_confirmed.html")
    return render(request, "accounts/confirm_email.html", {"email": confirmation.address_for(key).email})
