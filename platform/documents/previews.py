"""Pictures of files as answers to a browser. The caller has checked that this person may see the file."""

from django.http import Http404, HttpResponse

from . import pictures, release
from .models import Document
from .storage import Absent

# The picture comes from a stranger's file, so the browser must show it in a sandbox, whatever it takes it for.
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"


def show_picture(document: Document, name: str, *, own: bool) -> HttpResponse:
    """The JPEG called `name` (see documents.pictures). `own` says that it goes to the side that sent the file.

    Raises Http404 if there is no such picture, StorageUnavailable, and what release.check raises.
    """
    release.check(document, own=own)
    try:
        content = b"".join(pictures.picture(document, name))  # small, because we have drawn it
    except Absent as error:
        raise Http404 from error
    response = HttpResponse(content, content_type=pictures.CONTENT_TYPE)
    response["Content-Disposition"] = "inline"
    response["Content-Security-Policy"] = SANDBOX
    return response
