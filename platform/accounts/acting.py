"""For whom a request acts, and how far. Rights are read anew for every request, so a revoked one ends at once."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

if TYPE_CHECKING:
    from .models import Applicant, User

CHOICE = "acts_for"  # in the session: the number of the applicant whom the person chose to act for


@dataclass(frozen=True)
class Acting:
    """Made only by the function that answers `ports.acting_of`. Without an applicant the person acts for nobody."""

    applicant: "Applicant | None" = None
    role: str = ""  # a Membership.Role; empty for a representative
    may_file: bool = False

    @property
    def is_own(self) -> bool:
        """The person acts for themself or for their organisation, not for somebody they represent."""
        return bool(self.role)

    @property
    def administers(self) -> bool:
        return self.role == "administrator"

    @property
    def is_representative(self) -> bool:
        return self.applicant is not None and not self.role


class ActingMiddleware(AuthenticationMiddleware):
    """Gives `request.user` the applicant chosen in the session. The session is read only when the user is needed."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(partial(_who, request))  # type: ignore[assignment]


def _who(request: HttpRequest) -> "User":
    user = get_user(request)
    if user.is_authenticated:
        user.acts_for = request.session.get(CHOICE)
    return user  # type: ignore[return-value]
