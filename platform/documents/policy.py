"""What a company decides about its files. An upper layer stores it and answers `ports.policy_of_company`."""

from dataclasses import dataclass

from tenancy.company import is_public

from . import ports

MEGABYTE = 1024 * 1024
GIGABYTE = 1024 * MEGABYTE


@dataclass(frozen=True, kw_only=True)
class Policy:
    """The defaults hold for a company that has changed nothing. Sizes are in bytes."""

    max_file_size: int = 50 * MEGABYTE  # the manuals of other such sites promise 50 MB
    quota: int = 100 * GIGABYTE  # all files of the company


def policy() -> Policy:
    """The policy of the current company."""
    return Policy() if is_public() else ports.policy_of_company()
