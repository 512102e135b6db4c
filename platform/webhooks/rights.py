"""Whether an endpoint may still be told anything: asked anew before each attempt, so a lost right ends it at once."""

from accounts.models import User
from accounts.queries import has_second_factor

from .models import Endpoint


def may_have_webhooks(user: User) -> bool:
    """Administrators for the company, applicants and their representatives for the applicant."""
    return user.is_administrator or (not user.is_staff_of_company and user.applicant is not None)


def owner_of(endpoint: Endpoint) -> User | None:
    """The person of the endpoint, acting for whom it was made; None if they may not be told any more."""
    # Imported late: the gate and the services of accounts import one another, so it may not be the first of them.
    from accounts.security.second_factor_gate import is_required_of

    user = User.objects.active().filter(pk=endpoint.user_number).first()
    if user is None or (is_required_of(user) and not has_second_factor(user)):
        return None
    if endpoint.acts_for is None:
        return user if user.is_administrator else None
    user.acts_for = endpoint.acts_for
    is_theirs = not user.is_staff_of_company and user.applicant is not None and user.applicant.pk == endpoint.acts_for
    return user if is_theirs else None
