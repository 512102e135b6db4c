"""Full addresses of our pages for e-mails. The host is the stored one, never the one that a request claims."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from tenancy.company import current_company, is_public


def link(route: str, *args: Any) -> str:
    """The address of the page on the host of the current schema."""
    if is_public():
        return f"{settings.PUBLIC_URL}{reverse(route, urlconf=settings.PUBLIC_SCHEMA_URLCONF, args=args)}"
    return f"{current_company().address}{reverse(route, urlconf=settings.ROOT_URLCONF, args=args)}"
