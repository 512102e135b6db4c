"""The alarm: operators get an email at once if a file is gone or changed."""

import uuid
from typing import Any

from accounts.models import User
from notifications.services import send_email
from tenancy.company import in_public

from .integrity import Verdict


def tell_operators(company: Any, verdict: Verdict) -> None:
    """Send one email to each operator. It holds numbers of documents only."""
    with in_public():
        for operator in User.objects.filter(is_operator=True, is_active=True):
            send_email(
                key=uuid.uuid4(),
                to=operator.email,
                template="files_differ",
                context={"schema_name": company.schema_name, "verdict": verdict},
            )
