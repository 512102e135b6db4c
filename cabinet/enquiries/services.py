"""What is done with a message to the company while it is a draft; afterwards its case goes on."""

import uuid
from datetime import datetime

from django.db import transaction

from accounts.models import Applicant, User
from cabinet.cases import services as cases
from cabinet.cases.models import Case
from ui import html

from .models import Enquiry

TITLE = "Сообщение сетевой организации"


@transaction.atomic
def start(*, applicant: Applicant, by: User, key: uuid.UUID, now: datetime) -> Enquiry:
    """A new draft of a message; the same key gives the same draft."""
    case = cases.start_draft(kind=Case.Kind.ENQUIRY, title=TITLE, applicant=applicant, by=by, key=key, now=now)
    enquiry, _created = Enquiry.objects.get_or_create(case=case)
    return enquiry


@transaction.atomic
def save_draft(enquiry: Enquiry, *, topic: str, text: str, now: datetime) -> Enquiry:
    """Keep what was written so far. Raises NotADraft once it is sent."""
    enquiry.topic = topic
    enquiry.text = html.clean(text)
    cases.keep_draft(enquiry.case, subject=enquiry.get_topic_display(), now=now)
    enquiry.save()
    return enquiry


@transaction.atomic
def send(enquiry: Enquiry, *, topic: str, text: str, by: User, now: datetime) -> Case:
    """Send the message. Sent already, it is returned as it is."""
    case = cases.locked(enquiry.case)
    if case.is_draft:
        save_draft(enquiry, topic=topic, text=text, now=now)
        cases.write_into_draft(case, text=enquiry.text, by=by, now=now)
    return cases.submit(case, by=by, now=now)
