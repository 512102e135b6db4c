"""How a file leaves: by a short link, after the caller has checked the right. The caller writes the audit."""

from django.http import HttpResponse
from django.shortcuts import redirect

from . import services
from .models import Document


def hand_out(document: Document) -> HttpResponse:
    """Send the browser to S3. The link lives a minute and is kept nowhere. Raises StorageUnavailable."""
    response = redirect(services.link(document))
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
