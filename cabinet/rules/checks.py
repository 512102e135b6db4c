"""Every edition is read when the site starts: a wrong one stops it there, not on somebody's page."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register

from .packs import PACKS, editions, load
from .validation import PackInvalid


@register()
def packs_are_valid(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    return [Error(str(mistake), id="rules.E001") for code in PACKS.values() for mistake in _mistakes_of(code)]


def _mistakes_of(code: str) -> Iterator[PackInvalid]:
    try:
        days = editions(code)
    except PackInvalid as mistake:
        yield mistake
        return
    for edition in days:
        try:
            load(code, edition)
        except PackInvalid as mistake:
            yield mistake
