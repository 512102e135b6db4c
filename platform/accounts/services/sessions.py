from datetime import datetime

from django.db import transaction

import audit

from ..errors import SessionGone
from ..models import Session, User
from ..queries import sessions_of


@transaction.atomic
def end_session(user: User, handle: str, *, now: datetime) -> None:
    """End one session of the person; its cookie is void at the next request. Raises SessionGone."""
    session = next((session for session in sessions_of(user, now=now) if session.handle == handle), None)
    if session is None:
        raise SessionGone
    session.delete()
    audit.record(user, "session.ended", user, now=now)


@transaction.atomic
def end_other_sessions(user: User, *, but: str | None, now: datetime) -> None:
    """«Завершить все»: end every session but the current one."""
    Session.objects.of(user).exclude(session_key=but).delete()
    audit.record(user, "session.others_ended", user, now=now)
