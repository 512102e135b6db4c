"""Taking a qualified signature (УКЭП): from the plug-in's page, or as a file made outside."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache

from accounts.requests import Request
from signing import services
from signing.models import Signature
from tenancy.access import Role, access
from tenancy.errors import DomainError
from tenancy.methods import posted_from

from ..forms import MEGABYTE, SignatureFileForm
from ..plugin import plugin_allowed
from .page import draw, found, page_of

SAID = {
    Signature.Status.VALID: "Подписано. Подпись проверена автоматически.",
    Signature.Status.INDETERMINATE: "Подпись получена и проверяется: узнаём, не отозван ли сертификат.",
}


@access(Role.APPLICANT, Role.CLERK)
@posted_from(page_of)
@never_cache
@plugin_allowed
def sign(request: Request, pk: int) -> HttpResponse:
    """A script sends Base64 and gets JSON; the form sends a file and gets a page."""
    item = found(request, pk)
    if (sent := request.POST.get("signature")) is not None:
        # A little more than the largest signature in Base64; the verdict names what is too large.
        raw = sent[: 2 * MEGABYTE].encode()
        signature = services.sign_qualified(item.request, raw, by=request.user, now=timezone.now())
        return JsonResponse({"status": signature.status, "message": SAID[Signature.Status(signature.status)]})
    form = SignatureFileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            raw = form.cleaned_data["signature"].read()
            signature = services.sign_qualified(item.request, raw, by=request.user, now=timezone.now())
        except DomainError as refusal:
            form.add_error("signature", refusal.message)
        else:
            messages.success(request, SAID[Signature.Status(signature.status)])
            return redirect(item.case)
    return draw(request, found(request, pk), form=form, status=422)
