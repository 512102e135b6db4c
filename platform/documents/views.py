"""Uploads part by part, and downloads by a link that lives a minute, given once the caller has checked the right."""

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
    """These addresses are for scripts. A person who opens one of an own upload by GET is led to the first page."""
    if key is not None:
        _own(request, key)
    return "/"


@access(Role.APPLICANT, Role.CLERK)
@posted_from(_page)
def begin_upload(request: Request) -> HttpResponse:
    """Begin an upload, or continue one: the answer says which parts have come already."""
    if not request.user.may_act:  # a read-only representative may not upload
        raise Http404
    form = BeginForm(request.POST)
    if not form.is_valid():
        raise FileBroken(name=request.POST.get("name", ""))
    upload = services.begin_upload(**form.cleaned_data, by=request.user, now=timezone.now())
    parts = sorted(map(int, upload.parts))
    return JsonResponse({"key": upload.key, "chunk_size": upload.chunk_size, "parts": parts}, status=201)


@access(Role.APPLICANT, Role.CLERK)
@posted_from(_page, method="PUT")
def put_part(request: Request, key: uuid.UUID, number: int) -> HttpResponse:
    """Take one part, which is the body of the request. Memory never holds more than the size of a part."""
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
    """Send the browser to S3 by a link that lives a minute. `own` says that it goes to the side that sent the file.

    Raises StorageUnavailable, and what release.check raises.
    """
    release.check(document, own=own)
    try:
        address = services.link(document)
    except Absent:
        processing.note_lost(document, now=timezone.now())
        raise release.FileLost(name=document.file_name, own=own) from None
    response = redirect(address)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _own(request: Request, key: uuid.UUID) -> Upload:
    return get_object_or_404(Upload.objects.of(request.user).select_related("document"), key=key)


def _body(request: HttpRequest, *, length: int) -> bytes:
    """The body of the request. A wrong length is refused before it is read.

    `request.body` cannot be used, because it has the size limit of forms.
    """
    if request.headers.get("Content-Length") != str(length):
        raise PartOfWrongSize
    try:
        return request.read(length)
    except UnreadablePostError as error:  # the connection is cut, so nobody reads this answer
        raise PartOfWrongSize from error
