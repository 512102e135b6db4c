"""What every page of a company knows of it."""

from django.http import HttpRequest
from django.urls import reverse

from .queries import profile


def company(request: HttpRequest) -> dict[str, object]:
    """`company` is the Profile on a company's host and None on the platform's.

    The profile is read once per request: a page's view may have read it before.
    """
    if request.company is None:
        return {"company": None}
    if not hasattr(request, "company_profile"):
        request.company_profile = profile()
    about = request.company_profile
    brand_url = reverse("brand", args=[about.brand_color[1:]]) if about.brand_color else ""
    return {"company": about, "brand_url": brand_url}
