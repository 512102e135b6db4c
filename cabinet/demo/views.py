"""What stands in for a token with keys in the demonstration. The routes exist in the embedded mode only."""

from django.http import Http404, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from accounts.requests import Request
from tenancy.access import Role, access
from tenancy.methods import require_http_methods

from . import authority


@access(Role.APPLICANT, Role.STAFF, Role.SUPPLIER)
@never_cache
@require_http_methods(["GET", "POST"])
def signer(request: Request) -> HttpResponse:
    """The certificates of who is signed in; a POST signs a digest with one of them. All of it is a test."""
    now = timezone.now()
    held = authority.certificates_of(request.user, now=now)
    if request.method != "POST":
        return JsonResponse({"certificates": [one.facts for one in held]})
    chosen = next((one for one in held if one.thumbprint == request.POST.get("thumbprint")), None)
    if chosen is None:
        raise Http404
    try:
        signature = authority.signed(chosen, bytes.fromhex(request.POST.get("hash", "")), now=now)
    except ValueError:
        raise Http404 from None
    return JsonResponse({"signature": signature})
