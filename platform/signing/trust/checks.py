"""A check that production never trusts a root for tests."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from .models import Root


class TestRootTrusted(Exception):
    """A root for tests is trusted. Its authority issues a certificate in any name to anybody."""


def refuse_test_roots() -> None:
    """Called when a server or worker starts. Raises TestRootTrusted."""
    if settings.EMBEDDED:
        return
    if names := list(Root.objects.filter(is_test=True).values_list("name", flat=True)):
        raise TestRootTrusted(f"roots for tests are trusted: {names}; delete them from trust_root")


@register()
def pins_are_thumbprints(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    return [
        Error(f"SIGNING_ROOTS: {pin!r} is not a SHA-256 in hexadecimal", id="signing.E001")
        for pin in settings.SIGNING_ROOTS
        if len(pin) != 64 or not set(pin) <= set("0123456789abcdef")
    ]
