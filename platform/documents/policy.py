"""What a company decides about its files. The setting DOCUMENTS_POLICY names the function that reads its settings."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from tenancy.company import is_public

MEGABYTE = 1024 * 1024
GIGABYTE = 1024 * MEGABYTE


@dataclass(frozen=True, kw_only=True)
class Policy:
    """The defaults hold for a company that has changed nothing. Sizes are in bytes."""

    max_file_size: int = 50 * MEGABYTE  # the manuals of other such sites promise 50 MB
    quota: int = 100 * GIGABYTE  # all files of the company


def policy() -> Policy:
    """The policy of the current company."""
    chosen: Policy = Policy() if is_public() else import_string(settings.DOCUMENTS_POLICY)()
    return chosen
