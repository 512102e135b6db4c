"""«Паспорта услуг»: public pages made from the rule pack, with unsettled rules marked for staff only."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from accounts.security.rate_limits import Limit
from cabinet.rules.packs import current_pack
from documents.storage import attachment
from tenancy.access import open_to_all
from tenancy.methods import require_safe
from tenancy.retention import kept_for

from .. import services
from ..passports import CALCULATED, UNSURE, Passport, passport_of, passports

FILES = Limit("passport_file", "30/10m/ip")  # open to all, and a child process draws it


@open_to_all
@require_safe
@kept_for(300)
def index(request: HttpRequest) -> HttpResponse:
    """Which services there are: one passport for each category of the rules of today."""
    pack = current_pack()
    context = {"rules": pack, "passports": passports(pack, for_staff=_is_staff(request))}
    return render(request, "paperwork/passports.html", context)


@open_to_all
@require_safe
@kept_for(300)
def passport(request: HttpRequest, code: str) -> HttpResponse:
    is_staff = _is_staff(request)
    context = {
        "rules": current_pack(),
        "passport": _passport(code, for_staff=is_staff),
        "is_staff": is_staff,
        "calculated": CALCULATED,
        "unsure": UNSURE,
    }
    return render(request, "paperwork/passport.html", context)


@open_to_all
@require_safe
@never_cache
def word(request: HttpRequest, code: str) -> HttpResponse:
    return _file(request, code, form="word")


@open_to_all
@require_safe
@never_cache
def pdf(request: HttpRequest, code: str) -> HttpResponse:
    return _file(request, code, form="pdf")


def _file(request: HttpRequest, code: str, *, form: str) -> HttpResponse:
    """What leaves as a file leaves for anybody: staff too get the public wording."""
    found = _passport(code, for_staff=False)
    if not FILES.allows(request):
        return render(request, "errors/429.html", status=429)
    content, content_type, extension = services.passport_file(found, form=form, now=timezone.now())
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = attachment(f"Паспорт услуги, {found.title}.{extension}")
    return answer


def _passport(code: str, *, for_staff: bool) -> Passport:
    pack = current_pack()
    category = pack.category(code)
    if category is None:
        raise Http404
    return passport_of(pack, category, for_staff=for_staff)


def _is_staff(request: HttpRequest) -> bool:
    return bool(request.user.is_authenticated and request.user.is_staff_of_company)
