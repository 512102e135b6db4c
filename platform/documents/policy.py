"""What a company decides about its files. Its settings belong to a layer above, named by DOCUMENTS_POLICY."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from tenancy.company import is_public

MEGABYTE = 1024 * 1024
GIGABYTE = 1024 * MEGABYTE


@dataclass(frozen=True, kw_only=True)
class Policy:
    """The defaults are those of a company that has decided nothing. Sizes are in bytes."""

    max_file_size: int = 50 * MEGABYTE  # the manuals of the trade promise 50 MB
    quota: int = 100 * GIGABYTE  # all files of the company


def policy() -> Policy:
    """Of the company we are in."""
    chosen: Policy = Policy() if is_public() else import_string(settings.DOCUMENTS_POLICY)()
    return chosen
