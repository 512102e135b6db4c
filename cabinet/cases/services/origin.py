"""How a case came that staff have entered themselves."""

import uuid
from datetime import datetime

from django.db import transaction

from accounts.models import User

from ..models import Case, Entry
from .feed import add_note
from .outcome import NUMBER_GIVEN
from .placement import locked, place_entry


@transaction.atomic
def note_origin(case: Case, *, text: str, reason: str, by: User, now: datetime) -> Entry:
    """A line of the feed for both sides; the `reason` why it was entered later only for staff.

    The letter about the submission tells of it, so this line has none. Whoever enters a case becomes its assignee.
    """
    case = locked(case)
    given = f", {NUMBER_GIVEN}{case.number}" if case.number else ""
    entry = place_entry(
        case,
        kind=Entry.Kind.STATUS,
        title=f"{text}{given}"[:300],
        by=by,
        key=uuid.uuid4(),
        is_told=False,
        now=now,
    )
    if reason:
        add_note(case, text=f"Внесена позже, чем поступила: {reason}", by=by, key=uuid.uuid4(), now=now)
    return entry
