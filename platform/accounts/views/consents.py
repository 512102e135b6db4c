from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.models import ConsentText
from tenancy.access import open_to_all


@open_to_all
def consent(request: HttpRequest, kind: str) -> HttpResponse:
    """The text as it is agreed to today."""
    text = get_object_or_404(ConsentText.objects.current(), kind=kind)
    return render(request, "accounts/consent.html", {"text": text})
