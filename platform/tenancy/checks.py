"""System checks of the settings that keep companies apart."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def companies_stay_apart(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Conditions of docs/adr/0005 for running behind a pooler, and those that keep sessions apart."""
    found: list[CheckMessage] = []
    database = settings.DATABASES["default"]
    if not database.get("DISABLE_SERVER_SIDE_CURSORS"):
        # Django names such cursors by thread; forked workers behind a pooler then read each other's rows.
        found.append(Error("DISABLE_SERVER_SIDE_CURSORS must be on: named cursors cross companies", id="tenancy.E001"))
    if settings.SESSION_COOKIE_DOMAIN or settings.CSRF_COOKIE_DOMAIN:
        found.append(Error("cookies must be host-only: one company's would reach another", id="tenancy.E002"))
    if settings.CACHES["default"].get("KEY_FUNCTION") != "django_tenants.cache.make_key":
        found.append(Error("cache keys must carry the company", id="tenancy.E003"))
    if settings.EMBEDDED and settings.PLATFORM_SCHEME == "https":
        found.append(Error("EMBEDDED shows everybody's e-mails and must not run in production", id="tenancy.E004"))
    return found
