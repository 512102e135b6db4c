"""How a picture of a file is shown, after the caller has checked the right."""

from django.http import Http404, HttpResponse

from . import pictures, release
from .models import Document
from .storage import Absent

# It is drawn from a stranger's file: whatever a browser makes of it, it makes in a sandbox.
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"


def show_picture(document: Document, name: str, *, own: bool) -> HttpResponse:
    """The JPEG called `name` (see documents.pictures); one that is not there is a 404. `own`: to the side that sent it.

    Raises what release.check raises, StorageUnavailable.
    """
    release.check(document, own=own)
    try:
        content = b"".join(pictures.picture(document, name))  # small: drawn by us
    except Absent as error:
        raise Http404 from error
    response = HttpResponse(content, content_type=pictures.CONTENT_TYPE)
    response["Content-Disposition"] = "inline"
    response["Content-Security-Policy"] = SANDBOX
    return response
