from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from accounts.requests import Request
from cabinet.applicants.asked import missing_of
from cabinet.applicants.queries import why_nobody
from cabinet.appointments.queries import ahead_of
from cabinet.company.queries import profile
from cabinet.pages.models import Slot
from cabinet.pages.queries import current
from tenancy.access import Role, access, open_to_all
from tenancy.methods import require_safe
from tenancy.retention import kept_for

from .queries import summary_of

ASKED = "asked_for_data"  # in the session: the first page of this visit was «Данные»


@open_to_all
@require_safe
def entrance(request: Request) -> HttpResponse:
    """The address people type: to their first section, or to the sign-in page."""
    user = request.user
    if not user.is_authenticated:
        return redirect("sign_in")
    if user.is_staff_of_company:
        return redirect("case_list")
    if user.is_of_supplier:
        return redirect("supplier_queue")
    if ASKED not in request.session and user.acting.is_own and user.applicant and missing_of(user.applicant):
        request.session[ASKED] = True  # once: whoever wants to look around first may
        return redirect(f"{reverse('profile')}?{urlencode({'next': reverse('home')})}")
    return redirect("home")


@access(Role.APPLICANT)
@require_safe
def home(request: Request) -> HttpResponse:
    """«Информация», the first page of an applicant: what to do, what is going on, what the company says."""
    nobody = "" if request.user.applicant else why_nobody(request.user)
    coming = [visit for visit in ahead_of(request.user, now=timezone.now()) if visit.is_booked]
    context = {"text": current(Slot.HOME), "nobody": nobody, "visit": coming[0] if coming else None}
    return render(request, "home/home.html", {**context, **summary_of(request.user)})


@open_to_all
@require_safe
@kept_for(300)
def help_page(request: Request) -> HttpResponse:
    """«Помощь», also for those who cannot sign in: that is when help is needed most."""
    about = profile()
    facts = [("Адрес", about.address), ("Контактное лицо", about.contact_name)]
    return render(request, "home/help.html", {"text": current(Slot.HELP), "facts": facts})
