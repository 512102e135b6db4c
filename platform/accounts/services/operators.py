from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

import audit
from tenancy.company import in_public

from ..models import User


@transaction.atomic
def make_operator(*, email: str, password: str, last_name: str, first_name: str, now: datetime) -> User:
    """An operator of the platform, among the shared tables. Raises ValidationError for a weak password."""
    with in_public():
        names = {"last_name": last_name, "first_name": first_name}
        operator = User(email=email.lower(), is_operator=True, joined_at=now, **names)
        validate_password(password, operator)
        operator.set_password(password)
        operator.full_clean(exclude=["password"])
        operator.save()
        audit.record(None, "operator.made", operator, now=now)
    return operator
