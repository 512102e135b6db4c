"""A person who is asked to sign with a code from an SMS, and what they do for it."""

import uuid
from datetime import datetime
from typing import Any

from accounts import services as accounts
from accounts.models import ConsentText, User
from cabinet.cases import services as cases
from documents.models import Document
from notifications.models import OutboxMessage
from signing import services
from signing.models import Signature, SignatureRequest
from tests import world
from tests.moment import NOW
from tests.world import EVIDENCE

TITLE = "Заявка на подключение"
SESSION = "a" * 32


def asked(applicant: User, upload: Any = None, *, title: str = TITLE) -> SignatureRequest:
    """Their own application, filed, waits for their signature."""
    case = world.draft(applicant)
    cases.attach(case, upload or world.pdf("заявка.pdf"), title="", by=applicant, key=uuid.uuid4(), now=NOW)
    document = Document.objects.latest("pk")
    cases.submit(case, by=applicant, now=NOW)
    [request] = services.request_signatures(
        document,
        title=title,
        sides=[SignatureRequest.Side.APPLICANT],
        applicant=world.applicant_of(applicant),
        due_on=None,
        by=applicant,
        now=NOW,
    )
    return request


def ready(applicant: User, upload: Any = None, *, title: str = TITLE) -> SignatureRequest:
    """… they have accepted the agreement and opened the document."""
    return prepared(asked(applicant, upload, title=title), applicant)


def prepared(request: SignatureRequest, by: User) -> SignatureRequest:
    accounts.give_consents(by, kinds=[ConsentText.Kind.SIMPLE_SIGNATURE], evidence=EVIDENCE, now=NOW)
    services.note_opened(request, by=by, evidence=EVIDENCE, now=NOW)
    return request


def send(request: SignatureRequest, by: User, *, now: datetime = NOW, session: str = SESSION) -> str:
    """The code that came."""
    services.send_code(request, by=by, session=session, evidence=EVIDENCE, now=now)
    return newest_sms(by.phone).text[:6]


def confirm(
    request: SignatureRequest, code: str, by: User, *, now: datetime = NOW, session: str = SESSION
) -> Signature:
    return services.sign_simple(request, code, by=by, session=session, evidence=EVIDENCE, now=now)


def signed(applicant: User, upload: Any = None, *, now: datetime = NOW, title: str = TITLE) -> Signature:
    request = ready(applicant, upload, title=title)
    return confirm(request, send(request, applicant, now=now), applicant, now=now)


def newest_sms(phone: str) -> OutboxMessage:
    return OutboxMessage.objects.filter(recipient=phone, channel="sms").latest("pk")


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"
