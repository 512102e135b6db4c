"""How a file comes in part by part, and how it leaves: by a short link, after the caller has checked the right."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from accounts.requests import Request
from tenancy.access import Role, access
from tenancy.methods import posted_from

from . import processing, release, services
from .errors import FileBroken, PartOfWrongSize
from .forms import BeginForm
from .models import Document, Upload
from .storage import Absent


def _page(request: Request, key: uuid.UUID | None = None, number: int = 0) -> str:
    """These addresses are for scripts. Whoever opens one comes to their first page, if the upload is theirs."""
    if key is not None:
        _own(request, key)
    return "/"


@access(Role.APPLICANT, Role.CLERK)
@posted_from(_page)
def begin_upload(request: Request) -> HttpResponse:
    """Begin, or go on: the answer says which parts are here already."""
    if not request.user.may_act:  # whose client lets them only look has nothing to file
        raise Http404
    form = BeginForm(request.POST)
    if not form.is_valid():
        raise FileBroken(request.POST.get("name", ""))
    upload = services.begin_upload(**form.cleaned_data, by=request.user, now=timezone.now())
    parts = sorted(map(int, upload.parts))
    return JsonResponse({"key": upload.key, "chunk_size": upload.chunk_size, "parts": parts}, status=201)


@access(Role.APPLICANT, Role.CLERK)
@posted_from(_page, method="PUT")
def put_part(request: Request, key: uuid.UUID, number: int) -> HttpResponse:
    """One part as the body of the request, no more of it in memory than a part may have."""
    upload = _own(request, key)
    services.put_part(upload, number, _body(request, length=upload.length_of(number)))
    return HttpResponse(status=204)


@access(Role.APPLICANT, Role.CLERK)
@posted_from(_page)
def finish_upload(request: Request, key: uuid.UUID) -> HttpResponse:
    document = services.finish_upload(_own(request, key), now=timezone.now())
    return JsonResponse({"key": document.key, "file_name": document.file_name, "size": document.size})


@access(Role.APPLICANT, Role.CLERK)
@posted_from(_page)
def cancel_upload(request: Request, key: uuid.UUID) -> HttpResponse:
    services.cancel_upload(_own(request, key))
    return HttpResponse(status=204)


def hand_out(document: Document, *, own: bool) -> HttpResponse:
    """Send the browser to S3. The link lives a minute and is kept nowhere. `own`: to the side that sent the file.

    Raises StorageUnavailable, and what release.check raises of a file that may be harmful.
    """
    release.check(document, own=own)
    try:
        address = services.link(document)
    except Absent:
        processing.note_lost(document, now=timezone.now())
        raise release.FileLost(document.file_name, own=own) from None
    response = redirect(address)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _own(request: Request, key: uuid.UUID) -> Upload:
    return get_object_or_404(Upload.objects.of(request.user).select_related("document"), key=key)


def _body(request: HttpRequest, *, length: int) -> bytes:
    """Not `request.body`: that is for forms and has their limit. A wrong length is refused before it is read."""
    if request.headers.get("Content-Length") != str(length):
        raise PartOfWrongSize
    try:
        return request.read(length)
    except UnreadablePostError as error:  # the line was cut; nobody is there to read the answer
        raise PartOfWrongSize from error
