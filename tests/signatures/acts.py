"""What people do about signing, in a line each."""

import uuid
from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import F
from django.utils import timezone

from accounts import services as accounts
from accounts.models import ConsentText, PhoneCode, User
from cabinet.cases.models import Case, Entry
from cabinet.cases.services import send_for_signing
from cabinet.signatures.queries import document_of
from signing import services
from signing.models import PowerOfAttorney, Signature, SignatureRequest
from signing.testing.keys import Identity
from signing.testing.testpki import Pki
from tests import world
from tests.signing import by_certificate, by_sms

COMPANY, APPLICANT = SignatureRequest.Side.COMPANY, SignatureRequest.Side.APPLICANT
BOTH = (COMPANY, APPLICANT)
TITLE = "Договор о подключении"


def sent(
    case: Case,
    by: User,
    *,
    sides: Sequence[SignatureRequest.Side] = BOTH,
    due_on: date | None = None,
    name: str = "Договор.pdf",
) -> Entry:
    """A document of the company, on its way to be signed."""
    return send_for_signing(
        case,
        world.pdf(name),
        title=TITLE,
        comment="",
        sides=sides,
        due_on=due_on,
        by=by,
        key=uuid.uuid4(),
        now=timezone.now(),
    )


def asked(entry: Entry, side: SignatureRequest.Side) -> SignatureRequest:
    return SignatureRequest.objects.get(document=entry.document_id, side=side)


def raw(pki: Pki, identity: Identity, entry: Entry) -> bytes:
    """What the plug-in would return, or a program outside."""
    return by_certificate.signature(pki, identity, asked(entry, COMPANY), when=timezone.now())


def signed_by_company(entry: Entry, pki: Pki, identity: Identity, by: User) -> Signature:
    request = asked(entry, COMPANY)
    made = by_certificate.signature(pki, identity, request, when=timezone.now())
    return services.sign_qualified(request, made, by=by, now=timezone.now())


def signs_by_sms(entry: Entry, applicant: User) -> Signature:
    """The agreement, the look at the document, the code and its confirmation."""
    now = timezone.now()
    request = SignatureRequest.objects.filter(document=entry.document_id, side=APPLICANT).first()
    if request is None:
        who = entry.case.applicant
        [request] = services.request_signatures(
            document_of(entry), title=TITLE, sides=[APPLICANT], applicant=who, due_on=None, by=applicant, now=now
        )
    accounts.give_consents(applicant, kinds=[ConsentText.Kind.SIMPLE_SIGNATURE], evidence=world.EVIDENCE, now=now)
    services.note_opened(request, by=applicant, evidence=world.EVIDENCE, now=now)
    return by_sms.confirm(request, by_sms.send(request, applicant, now=now), applicant, now=now)


def a_minute_later() -> None:
    """The codes that were sent so far leave room for another."""
    PhoneCode.objects.update(sent_at=F("sent_at") - timedelta(minutes=2))


def signed_by_sms(applicant: User) -> Signature:
    """Of an application of their own."""
    return by_sms.signed(applicant)


def ready_for_sms(applicant: User) -> SignatureRequest:
    """An application of their own waits for the code."""
    return by_sms.ready(applicant)


def power(by: User) -> PowerOfAttorney:
    """Of the company, as it lies there after the upload."""
    now = timezone.now()
    return PowerOfAttorney.objects.create(
        document=by_certificate.document(by, file_name="доверенность.pdf"),
        signature=b"",
        guid="00000000-0000-0000-0000-000000000001",
        principal_inn="7700000000",
        principal_ogrn="1027700000000",
        holder_name="Петрова Ольга Ивановна",
        valid_from=now.date(),
        valid_until=now.date(),
        uploaded_by=by,
        uploaded_at=now,
    )
