"""What people do about a contract, in a line each."""

import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.timezone import localdate

from accounts.models import User
from cabinet.cases import services as cases
from cabinet.cases.models import Case, Entry
from cabinet.cases.occurrences import Occurrence
from cabinet.cases.stages import Stage
from cabinet.contracts import services
from cabinet.contracts.models import Fact
from cabinet.contracts.occurrences import recorded_facts
from signing import services as signing
from signing.models import SignatureRequest
from signing.testing.keys import Identity
from signing.testing.testpki import Pki
from tests import world
from tests.signing import by_certificate

Signs = Callable[[Fact], None]
OFFER = ("offer", "technical_conditions", "instruction", "invoice")
DRAFT = ("contract", "technical_conditions")
DAY = timedelta(days=1)


def reviewed(case: Case, by: User, number: str = "") -> Case:
    """Registered and looked at."""
    return cases.register(
        case, number=number or f"ТП-{case.pk}", status=cases.status_of(case, Stage.REVIEW).label,
        assignee=by, version=case.version, by=by, now=timezone.now(),
    )  # fmt: skip


def files(codes: tuple[str, ...]) -> dict[str, Any]:
    return {code: world.pdf(f"{code}.pdf") for code in codes}


def offer_sent(case: Case, by: User, *, amount: str = "12000", total: str | None = None) -> Fact:
    return services.send_offer(
        case, files(OFFER), amount=Decimal(amount), total=Decimal(total) if total else None,
        by=by, key=uuid.uuid4(), now=timezone.now(),
    )  # fmt: skip


def draft_sent(case: Case, by: User, **options: Any) -> Fact:
    return services.send_draft(case, files(DRAFT), by=by, key=uuid.uuid4(), now=timezone.now(), **options)


def paid(
    case: Case, by: User, *, amount: str = "12000", on: date | None = None, evidence: str = "п/п № 5",
    key: uuid.UUID | None = None, now: datetime | None = None,
) -> Fact:  # fmt: skip
    now = now or timezone.now()
    return services.record_payment(
        case, received_on=on or localdate(now), amount=Decimal(amount), evidence=evidence,
        by=by, key=key or uuid.uuid4(), now=now,
    )  # fmt: skip


def stated(case: Case, code: str, by: User, *, names: tuple[str, ...] = (), **options: Any) -> Fact:
    """A fact after the contract, with files of these names."""
    options = {"key": uuid.uuid4(), "now": timezone.now(), **options}
    return services.record_milestone(case, code, files=[world.pdf(name) for name in names], by=by, **options)


def signed_by(pki: Pki, identity: Identity, user: User, *, side: str) -> Signs:
    def signs(sent: Fact) -> None:
        documents = Entry.objects.filter(pk__in=sent.documents).values("document")
        asked = SignatureRequest.objects.filter(document__in=documents, side=side, state="available")
        for request in asked.order_by("pk"):
            now = timezone.now()
            made = by_certificate.signature(pki, identity, request, when=now)
            signing.sign_qualified(request, made, by=user, now=now)

    return signs


def again(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def codes(case: Case) -> list[str]:
    return list(Fact.objects.filter(case=case).values_list("code", flat=True))


def fact(case: Case, code: str) -> Fact:
    """The last one."""
    found = Fact.objects.filter(case=case, code=code).last()
    assert found is not None
    return found


def told(case: Case) -> list[Occurrence]:
    """What the recorded facts tell the clock."""
    return [occurrence for _number, occurrence in recorded_facts([case])]
