from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.db import transaction

import audit
from tenancy.company import current_company

from .. import versions
from ..models import Consent, ConsentDraft, ConsentText, ConsentWithdrawal, User
from ..signals import consent_withdrawn

DEFAULT_TEXTS = Path(__file__).resolve().parent.parent / "texts"
CONTRACTS = "договоров о подключении к сетям"
PURPOSES = {
    ConsentText.Kind.PERSONAL_DATA: (f"рассмотрение заявок и обращений, заключение и исполнение {CONTRACTS}"),
    ConsentText.Kind.SIMPLE_SIGNATURE: "подписание электронных документов кодом из СМС",
}


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """The address and the browser from which somebody agreed."""

    ip: str | None
    user_agent: str


def publish_default_texts(*, now: datetime, contracts: str = CONTRACTS) -> None:
    """The first version of every text, in the name of the company we are in. What it has already stays.

    `contracts` names what people sign with this company in the end, in the genitive.
    """
    words = {"{company}": current_company().name, "{contracts}": contracts}
    existing = set(ConsentText.objects.values_list("kind", flat=True))
    for kind in ConsentText.Kind:
        if kind not in existing:
            body = (DEFAULT_TEXTS / f"{kind}.txt").read_text(encoding="utf-8")
            for mark, word in words.items():
                body = body.replace(mark, word)
            publish_text(kind, body=body, by=None, now=now)


@transaction.atomic
def draft_text(kind: ConsentText.Kind, *, body: str, seen: str | None = None, by: User, now: datetime) -> None:
    """Keep what the administrators have written so far. Nobody else sees it. Raises ChangedMeanwhile."""
    _nobody_wrote(kind, body, seen)
    ConsentDraft.objects.update_or_create(
        kind=kind, defaults={"body": body, "changed_at": now, "changed_by": by.short_name}
    )
    audit.record(by, "consent_text.drafted", by, now=now, kind=kind.label)


@transaction.atomic
def publish_text(
    kind: ConsentText.Kind, *, body: str, seen: str | None = None, by: User | None, now: datetime
) -> ConsentText:
    """A new version of a text. Those who agreed to an older one are asked again at their next request.

    Raises ChangedMeanwhile.
    """
    _nobody_wrote(kind, body, seen)
    latest = ConsentText.objects.filter(kind=kind).order_by("-version").first()
    text = ConsentText.objects.create(
        kind=kind,
        version=latest.version + 1 if latest else 1,
        purpose=PURPOSES[kind],
        body=body,
        sha256=sha256(body.encode()).hexdigest(),
        published_at=now,
    )
    ConsentDraft.objects.filter(kind=kind).delete()
    bound = Consent.objects.in_force().filter(text__kind=kind).values("user")
    User.objects.filter(pk__in=bound).update(consent_due=True)
    audit.record(by, "consent_text.published", text, now=now, kind=kind.label, version=text.version)
    return text


def _nobody_wrote(kind: ConsentText.Kind, body: str, seen: str | None) -> None:
    """Check that nobody has saved or published since; the first version is the lock. Raises ChangedMeanwhile."""
    texts = ConsentText.objects.filter(kind=kind)
    texts.select_for_update(no_key=True).order_by("version").first()
    draft, current = ConsentDraft.objects.filter(kind=kind).first(), texts.order_by("-version").first()
    author = versions.Author(draft.changed_by, draft.changed_at) if draft else None
    if author is None and current is not None and seen is not None:
        author = versions.last_author(current, "consent_text.published")
    if shown := draft or current:
        versions.changes({"body": body}, saved={"body": shown.body}, seen=seen, author=author)


@transaction.atomic
def give_consents(
    user: User, *, kinds: Collection[ConsentText.Kind], evidence: Evidence, now: datetime
) -> list[Consent]:
    """Save the proof that `user` agreed to the current text of each of `kinds`. An existing proof is not repeated."""
    given = []
    for text in ConsentText.objects.current().filter(kind__in=kinds):
        if Consent.objects.in_force().filter(user=user, text=text).exists():
            continue
        given.append(
            Consent.objects.create(
                user=user,
                text=text,
                text_sha256=text.sha256,
                purpose=text.purpose,
                operator_name=current_company().name,
                given_at=now,
                ip=evidence.ip,
                user_agent=evidence.user_agent[:400],
            )
        )
        kind = ConsentText.Kind(text.kind)
        audit.record(user, "consent.given", text, now=now, kind=kind.label, version=text.version)
    note_consent_due(user)
    return given


def note_consent_due(user: User) -> None:
    """Update `consent_due`. Only a missing consent to personal data keeps a person out."""
    user.consent_due = not has_agreed(user, ConsentText.Kind.PERSONAL_DATA)
    user.save(update_fields=["consent_due"])


def texts_to_ask(user: User) -> list[ConsentText]:
    """New versions of the texts the person agreed to, and the personal data consent if it is missing."""
    bound = set(Consent.objects.in_force().filter(user=user).values_list("text__kind", flat=True))
    bound.add(ConsentText.Kind.PERSONAL_DATA)
    agreed = Consent.objects.in_force().filter(user=user).values("text")
    return [text for text in ConsentText.objects.current().filter(kind__in=bound) if not agreed.filter(text=text)]


def has_agreed(user: User, kind: ConsentText.Kind) -> bool:
    """The person agreed to the current text of this kind."""
    return consent_of(user, kind) is not None


def consent_of(user: User, kind: ConsentText.Kind) -> Consent | None:
    """The proof that the person agreed to the current text; None if they did not."""
    text = ConsentText.objects.current().filter(kind=kind).first()
    return Consent.objects.in_force().filter(user=user, text=text).select_related("text").first() if text else None


def is_bound(user: User, kind: ConsentText.Kind) -> bool:
    """The person has agreed to any version of the text and not withdrawn it."""
    return Consent.objects.in_force().filter(user=user, text__kind=kind).exists()


@transaction.atomic
def withdraw_consent(user: User, kind: ConsentText.Kind, *, evidence: Evidence, now: datetime) -> None:
    """Withdraw the consent to every version. Without the personal data consent the account is read only."""
    for consent in Consent.objects.in_force().filter(user=user, text__kind=kind).select_related("text"):
        ConsentWithdrawal.objects.create(
            consent=consent, withdrawn_at=now, ip=evidence.ip, user_agent=evidence.user_agent[:400]
        )
        audit.record(user, "consent.withdrawn", consent.text, now=now, kind=kind.label, version=consent.text.version)
    note_consent_due(user)
    consent_withdrawn.send(sender=User, user=user, kind=kind, now=now)
