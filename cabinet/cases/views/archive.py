"""«Скачать всё (ZIP)»."""

from django.http import HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

import documents.services
from accounts.requests import Request
from audit import record
from documents.storage import attachment
from tenancy.access import Role, access
from tenancy.methods import require_safe

from ..files import proofs
from ..files.archive import ARCHIVES, Archive
from ..models import Case


@access(Role.APPLICANT, Role.STAFF)
@require_safe
@never_cache
def archive(request: Request, pk: int) -> HttpResponseBase:
    """Written while it is sent: two gigabytes take no more memory than two files."""
    case = get_object_or_404(Case.objects.visible_to(request.user).submitted(), pk=pk)
    if not ARCHIVES.allows(request):
        return render(request, "errors/429.html", status=429)
    documents.services.can_be_read()
    now = timezone.now()
    made = Archive(case, request.user, now=now, extras=proofs.beside)
    record(request.user, "case.archive_downloaded", case, now=now, files=made.file_count)
    answer = StreamingHttpResponse(made.chunks(), content_type="application/zip")
    name = f"{case.kind_name} {case.number}".strip()
    answer["Content-Disposition"] = attachment(f"{name}, документы.zip")
    return answer
