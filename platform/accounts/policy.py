"""What a company decides about its people. Its settings belong to a layer above, named by ACCOUNT_POLICY."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from tenancy.company import is_public


@dataclass(frozen=True, kw_only=True)
class Policy:
    """The defaults are those of a company that has decided nothing, and of the platform's own host."""

    password_by_letter: bool = False  # set by the link of the letter, not in the registration form
    captcha: bool = False  # always; under attack it comes on by itself
    phone_required: bool = True  # confirmed, before an application is filed
    phone_hold_hours: int = 24  # no signing by SMS so long after the number was changed
    sms_per_day: int = 500  # of the whole company


def policy() -> Policy:
    """Of the company we are in."""
    chosen: Policy = Policy() if is_public() else import_string(settings.ACCOUNT_POLICY)()
    return chosen
