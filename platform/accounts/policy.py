"""Rules that a company sets for accounts. An upper layer stores them and answers `ports.policy_of_company`."""

from dataclasses import dataclass

from tenancy.company import is_public

from . import ports


@dataclass(frozen=True, kw_only=True)
class Policy:
    """The defaults are those of a company that has decided nothing, and of the platform's own host."""

    password_by_letter: bool = False  # set by the link of the e-mail, not in the registration form
    captcha: bool = False  # always on; under attack it comes on by itself
    phone_required: bool = True  # the number must be confirmed before an application is filed
    phone_hold_hours: int = 24  # how long after a change of the number SMS signing is blocked
    sms_per_day: int = 500  # for the whole company


def policy() -> Policy:
    """The policy of the current company."""
    return Policy() if is_public() else ports.policy_of_company()
