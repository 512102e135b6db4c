"""Every edition is read when the site starts: a wrong one stops it there, not on somebody's page."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from .packs import PACKS, editions, load
from .validation import PackInvalid


@register()
def packs_are_valid(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    for code in PACKS.values():
        for edition in editions(code):
            try:
                load(code, edition)
            except PackInvalid as mistake:
                found.append(Error(str(mistake), id="rules.E001"))
    return found
