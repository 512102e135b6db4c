"""What is done with a message to the company while it is a draft; afterwards its case goes on."""

import uuid
from datetime import datetime

from django.db import transaction

from accounts.models import Applicant, User
from cabinet.cases import services as cases
from cabinet.cases.drafts.state import Sheet
from cabinet.cases.models import Case
from ui import html

from .kind import ENQUIRY
from .models import Enquiry

BARE = Sheet()  # nothing but topic and text
TITLE = "Сообщение сетевой организации"


@transaction.atomic
def start(*, applicant: Applicant, by: User, key: uuid.UUID, now: datetime) -> Enquiry:
    """A new draft of a message; the same key gives the same draft."""
    case = cases.start_draft(kind=ENQUIRY, title=TITLE, applicant=applicant, by=by, key=key, now=now)
    enquiry, _created = Enquiry.objects.get_or_create(case=case)
    return enquiry


@transaction.atomic
def save_draft(enquiry: Enquiry, *, topic: str, text: str, sheet: Sheet = BARE, now: datetime) -> None:
    """Keep what was written so far. Raises NotADraft once it is sent, DraftChanged if another page wrote."""
    case = cases.open_draft(enquiry.case, sheet)
    if case is None:
        return
    kept = Enquiry.objects.get(pk=case.pk)
    text = html.clean(text)
    is_changed = (kept.topic, kept.text) != (topic, text)
    if is_changed:
        kept.topic, kept.text = topic, text
        kept.save(update_fields=["topic", "text"])
    is_blank = topic == Enquiry.Topic.MESSAGE and not text
    cases.keep_draft(case, sheet, subject=kept.get_topic_display(), is_blank=is_blank, is_changed=is_changed, now=now)


@transaction.atomic
def send(enquiry: Enquiry, *, topic: str, text: str, sheet: Sheet = BARE, by: User, now: datetime) -> Case:
    """Send the message. Sent already, it is returned as it is."""
    case = cases.locked(enquiry.case)
    if case.is_draft:
        save_draft(enquiry, topic=topic, text=text, sheet=sheet, now=now)
        cases.write_into_draft(case, text=html.clean(text), by=by, now=now)
    return cases.submit(case, by=by, now=now)
