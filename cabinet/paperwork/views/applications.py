"""The application itself as a file, in Word and in PDF."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from accounts.requests import Request
from accounts.security.rate_limits import Limit
from audit import record
from cabinet.cases.models import Case
from documents.storage import attachment
from tenancy.access import Role, access
from tenancy.methods import require_safe

from .. import merge_fields, services

FILES = Limit("application_file", "60/h/user")  # a child process fills and draws it


@access(Role.APPLICANT, Role.STAFF)
@require_safe
@never_cache
def word(request: Request, pk: int) -> HttpResponse:
    """«Заявка в Word», of a draft too: it is printed and signed before it is filed."""
    return _file(request, pk, form="word")


@access(Role.APPLICANT, Role.STAFF)
@require_safe
@never_cache
def pdf(request: Request, pk: int) -> HttpResponse:
    return _file(request, pk, form="pdf")


def _file(request: Request, pk: int, *, form: str) -> HttpResponse:
    case = get_object_or_404(Case.objects.visible_to(request.user).select_related("applicant", "author"), pk=pk)
    if not case.nature.has_stages:
        raise Http404
    if not FILES.allows(request):
        return render(request, "errors/429.html", status=429)
    now = timezone.now()
    content, content_type, extension = services.application_file(case, form=form, by=request.user, now=now)
    record(request.user, "application.file_downloaded", case, now=now)
    answer = HttpResponse(content, content_type=content_type)
    stem = services.file_stem(case, merge_fields.TITLES[merge_fields.APPLICATION])
    answer["Content-Disposition"] = attachment(f"{stem}.{extension}")
    return answer
