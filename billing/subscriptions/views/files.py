from django.http import HttpResponse
from django.utils.http import content_disposition_header


def pdf(content: bytes, name: str) -> HttpResponse:
    """To be saved under a name that a person recognises."""
    header = content_disposition_header(True, f"{name}.pdf")
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": header or ""})
