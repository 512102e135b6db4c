"""Full addresses of our pages, for letters. The host is the stored one, never what a request claims it to be."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from tenancy.company import current_company, is_public


def link(route: str, *args: Any) -> str:
    """The page on the host of the schema we are in."""
    if is_public():
        return f"{settings.PUBLIC_URL}{reverse(route, urlconf=settings.PUBLIC_SCHEMA_URLCONF, args=args)}"
    return f"{current_company().address}{reverse(route, urlconf=settings.ROOT_URLCONF, args=args)}"
