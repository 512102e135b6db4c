from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.db import transaction

import audit
from accounts.models import Consent, ConsentText, User
from tenancy.company import current_company

DEFAULT_TEXTS = Path(__file__).resolve().parent.parent / "texts"
PURPOSES = {
    ConsentText.Kind.PERSONAL_DATA: (
        "рассмотрение заявок и обращений, заключение и исполнение договоров о присоединении к сетям"
    ),
    ConsentText.Kind.SIMPLE_SIGNATURE: "подписание электронных документов кодом из СМС",
}


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """From where and with what something was agreed to."""

    ip: str | None
    user_agent: str


def publish_default_texts(*, now: datetime) -> None:
    """The first version of every text, in the name of the company we are in. What it has already stays."""
    existing = set(ConsentText.objects.values_list("kind", flat=True))
    for kind in ConsentText.Kind:
        if kind not in existing:
            body = (DEFAULT_TEXTS / f"{kind}.txt").read_text(encoding="utf-8")
            publish_text(kind, body=body.replace("{company}", current_company().name), by=None, now=now)


@transaction.atomic
def publish_text(kind: ConsentText.Kind, *, body: str, by: User | None, now: datetime) -> ConsentText:
    """A new version of a text. Those who agreed to an older one are still bound by that one."""
    latest = ConsentText.objects.filter(kind=kind).order_by("-version").first()
    text = ConsentText.objects.create(
        kind=kind,
        version=latest.version + 1 if latest else 1,
        purpose=PURPOSES[kind],
        body=body,
        sha256=sha256(body.encode()).hexdigest(),
        published_at=now,
    )
    audit.record(by, "consent_text.published", text, now=now, kind=kind.label, version=text.version)
    return text


def give_consents(
    user: User, *, kinds: Collection[ConsentText.Kind], evidence: Evidence, now: datetime
) -> list[Consent]:
    """Keep the proof that `user` agreed to the current text of each of `kinds`."""
    return [
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
        for text in ConsentText.objects.current().filter(kind__in=kinds)
    ]
